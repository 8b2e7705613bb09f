import { HTTPReceiver } from '@slack/bolt'
import type { ListeningApp } from '../../bot.ts'
import { boltLog } from './bolt-log.ts'
import type { Ear, OpenListener } from './ear.ts'

const SLACK_PATH = '/slack/events'

/** By HTTP: Bolt checks the signature of each request, and how old it is. */
export function takeSignedRequests(app: ListeningApp, open: OpenListener, signingSecret: string): Ear {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [SLACK_PATH],
    logger: boltLog(app),
    unhandledRequestHandler: ({ response }) => {
      response.writeHead(404)
      response.end()
    },
  })
  open(receiver)
  return { requests: receiver.requestListener.bind(receiver), listen: async () => {}, stop: async () => {} }
}
