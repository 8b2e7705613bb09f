import type { IncomingMessage, ServerResponse } from 'node:http'
import { type App as Bolt, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { Settings } from '#src/config.ts'
import type { Bot, ListeningApp } from '../bot.ts'
import { createSlackListener } from './listen.ts'
import { quiet } from './quiet.ts'
import { createSlackBot } from './send.ts'

export type SlackConnection = {
  bot: Bot
  /** Takes Slack's requests under `/slack/`, when they come by HTTP. */
  requests: ((request: IncomingMessage, response: ServerResponse) => void) | null
  /** Opens the socket where this process does. */
  listen(roles: Settings['DESKHAND_ROLES']): Promise<void>
  stop(): Promise<void>
}

const SLACK_PATH = '/slack/events'

/** Slack with its token: by Socket Mode when there is an app token, else by HTTP. Null when none is set. */
export function connectSlack(app: ListeningApp): SlackConnection | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret } = app.settings
  if (!botToken) return null
  const slackApiUrl = app.settings.SLACK_API_URL
  // Retries are ours: the card waits in its row, not in a queue that dies with the process.
  const client = new WebClient(botToken, {
    ...(slackApiUrl && { slackApiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    timeout: 10_000,
  })
  const bot = createSlackBot(client)
  const open = (receiver: Receiver) =>
    createSlackListener(app, { client, receiver, botToken, ...(slackApiUrl && { apiUrl: slackApiUrl }) })
  if (appToken) return overSocket(app, bot, open, appToken, slackApiUrl)
  return secret
    ? overHttp(app, bot, open, secret)
    : { bot, requests: null, listen: async () => {}, stop: async () => {} }
}

function overHttp(
  app: ListeningApp,
  bot: Bot,
  open: (receiver: Receiver) => Bolt,
  signingSecret: string,
): SlackConnection {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [SLACK_PATH],
    logger: quiet(app),
    unhandledRequestHandler: ({ response }) => {
      response.writeHead(404)
      response.end()
    },
  })
  open(receiver)
  return { bot, requests: receiver.requestListener.bind(receiver), listen: async () => {}, stop: async () => {} }
}

function overSocket(
  app: ListeningApp,
  bot: Bot,
  open: (receiver: Receiver) => Bolt,
  appToken: string,
  slackApiUrl: string | undefined,
): SlackConnection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quiet(app),
    // Also how long Bolt waits before it reconnects: presses in that gap are lost, and Slack renews sockets now and
    // then.
    clientPingTimeout: 2000,
    ...(slackApiUrl && { installerOptions: { clientOptions: { slackApiUrl } } }),
  })
  const bolt = open(receiver)
  let isOpen = false
  return {
    bot,
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
