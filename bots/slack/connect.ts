import { LogLevel, type Receiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { Bot, ListeningApp } from '../bot.ts'
import type { Ear } from './connection/ear.ts'
import { overSocket } from './connection/over-socket.ts'
import { takeSignedRequests } from './connection/signed-requests.ts'
import { createSlackListener } from './listen.ts'
import { createSlackBot } from './send.ts'

export type SlackConnection = Ear & { bot: Bot }

/** Without a way to hear Slack it only speaks. */
const deaf: Ear = { requests: null, listen: async () => {}, stop: async () => {} }

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
  if (appToken) return { bot, ...overSocket(app, open, appToken, slackApiUrl) }
  return { bot, ...(secret ? takeSignedRequests(app, open, secret) : deaf) }
}
