import { SocketModeReceiver } from '@slack/bolt'
import type { ListeningApp } from '../../bot.ts'
import { boltLog } from './bolt-log.ts'
import type { Ear, OpenListener } from './ear.ts'

/** By Socket Mode: a connection of our own, which nothing from outside has to reach. */
export function overSocket(
  app: ListeningApp,
  open: OpenListener,
  appToken: string,
  slackApiUrl: string | undefined,
): Ear {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(app),
    // Also how long Bolt waits before it reconnects: presses in that gap are lost, and Slack renews sockets now and
    // then.
    clientPingTimeout: 2000,
    ...(slackApiUrl && { installerOptions: { clientOptions: { slackApiUrl } } }),
  })
  const bolt = open(receiver)
  let isOpen = false
  return {
    requests: null,
    async listen(roles) {
      if (!roles.has('bots')) return
      await bolt.start()
      isOpen = true
    },
    async stop() {
      if (isOpen) await bolt.stop()
    },
  }
}
