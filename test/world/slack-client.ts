import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { KnownBlock, ModalView } from '@slack/types'
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach } from 'vitest'
import { createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from '#src/world/slack/stand-in.ts'

export const secrets = { signingSecret: 'shh', botToken: 'xoxb-desk', appToken: 'xapp-desk' }
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
export const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })
export const buttons = (...labels: string[]): KnownBlock => ({
  type: 'actions',
  elements: labels.map((label) => ({
    type: 'button',
    action_id: label.toLowerCase(),
    value: `order.${label}`,
    text: { type: 'plain_text', text: label },
  })),
})
export const modal: ModalView = {
  type: 'modal',
  callback_id: 'edit',
  private_metadata: 'order.edit:x',
  title: { type: 'plain_text', text: 'Edit O-142' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'email',
      label: { type: 'plain_text', text: 'E-mail' },
      element: { type: 'email_text_input', action_id: 'value', initial_value: 'tilly@example.com' },
    },
    {
      type: 'input',
      block_id: 'colour',
      label: { type: 'plain_text', text: 'Colour' },
      element: {
        type: 'static_select',
        action_id: 'value',
        options: ['black', 'red'].map((value) => ({ value, text: { type: 'plain_text', text: value } })),
      },
    },
  ],
}

export let slack: SlackStandIn
export let client: WebClient
export const closers: (() => unknown)[] = []

export async function start(options: Partial<SlackStandInOptions> = {}) {
  slack = await createSlackStandIn({ ...secrets, ...options })
  client = clientWith(secrets.botToken)
  closers.push(() => slack.close())
}

export function clientWith(token: string, options = {}) {
  const quick = { slackApiUrl: `${slack.url}/api/`, retryConfig: { retries: 0 }, logger: silent, ...options }
  return new WebClient(token, quick)
}

/** The error code Slack answers, or 'ok'. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error) => error.data?.error ?? error.message,
  )
}

/** A stand-in for each test of the file that calls it: hooks of a shared file would be only the first one's. */
export function useSlack(): void {
  beforeEach(() => start())
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })
}

/** The real app, listening to the stand-in. */
export async function boltOver(way: 'sockets' | 'http'): Promise<App> {
  const clientOptions = { slackApiUrl: `${slack.url}/api/` }
  const options = { clientOptions, logger: silent, token: secrets.botToken }
  if (way === 'sockets') {
    const installerOptions = { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } } }
    const receiver = new SocketModeReceiver({ appToken: secrets.appToken, logger: silent, installerOptions })
    const app = new App({ ...options, receiver })
    await app.start()
    closers.push(() => app.stop())
    return app
  }
  const receiver = new HTTPReceiver({ signingSecret: secrets.signingSecret, logger: silent })
  const app = new App({ ...options, receiver: receiver as Receiver })
  const server: Server = createServer(receiver.requestListener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  slack.connect({ eventsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` })
  return app
}
