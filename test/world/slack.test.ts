import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { KnownBlock, ModalView } from '@slack/types'
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from '#src/world/slack/stand-in.ts'

const secrets = { signingSecret: 'shh', botToken: 'xoxb-desk', appToken: 'xapp-desk' }
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })
const buttons = (...labels: string[]): KnownBlock => ({
  type: 'actions',
  elements: labels.map((label) => ({
    type: 'button',
    action_id: label.toLowerCase(),
    value: `order.${label}`,
    text: { type: 'plain_text', text: label },
  })),
})
const modal: ModalView = {
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

let slack: SlackStandIn
let client: WebClient
const closers: (() => unknown)[] = []

async function start(options: Partial<SlackStandInOptions> = {}) {
  slack = await createSlackStandIn({ ...secrets, ...options })
  client = clientWith(secrets.botToken)
  closers.push(() => slack.close())
}

function clientWith(token: string, options = {}) {
  const quick = { slackApiUrl: `${slack.url}/api/`, retryConfig: { retries: 0 }, logger: silent, ...options }
  return new WebClient(token, quick)
}

/** The error code Slack answers, or 'ok'. */
async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error) => error.data?.error ?? error.message,
  )
}

beforeEach(() => start())
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function boltOver(way: 'sockets' | 'http'): Promise<App> {
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

describe.each(['sockets', 'http'] as const)('a real Bolt app over %s', (way) => {
  let app: App
  beforeEach(async () => {
    app = await boltOver(way)
  })

  test('a press reaches the app with its token, the card changes, and only the presser reads the answer', async () => {
    app.action('approve', async ({ ack, body, action, client, respond }) => {
      if (body.type !== 'block_actions' || action.type !== 'button') throw new Error('not a button')
      const { channel = { id: '' }, message } = body
      const text = `Approved by <@${body.user.id}>: ${action.value}`
      await client.chat.update({ channel: channel.id, ts: message?.ts ?? '', text, blocks: [section(text)] })
      await respond({ text: 'Done.', replace_original: false })
      await ack()
    })
    await client.chat.postMessage({ channel: '#orders', text: 'O-142', blocks: [buttons('Approve', 'Reject')] })

    const seen = await slack.act.press({ user: 'U0ANN', channel: 'orders', label: 'Approve' })

    expect(seen).toMatchObject({ acked: true, ephemeral: ['Done.'] })
    expect(slack.messages('orders').map(({ text }) => text)).toEqual(['Approved by <@U0ANN>: order.Approve'])
    expect(slack.ephemerals('U0BO')).toEqual([])
  })

  test('a press can open a form; Slack checks the fields, the app complains, then takes it', async () => {
    const taken: unknown[] = []
    app.action('edit', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal })
      await ack()
    })
    app.view('edit', async ({ ack, view }) => {
      const email = view.state.values.email?.value?.value
      if (email === 'bad@example.com') return ack({ response_action: 'errors', errors: { email: 'That one bounced.' } })
      taken.push([view.private_metadata, email, view.state.values.colour?.value?.selected_option?.value])
      return ack()
    })
    await client.chat.postMessage({ channel: 'U0ANN', text: 'O-142', blocks: [buttons('Edit')] })

    const opened = await slack.act.press({ user: 'U0ANN', actionId: 'edit' })
    expect(opened.view?.callback_id).toBe('edit')

    const unfilled = await slack.act.submit({ user: 'U0ANN', values: { email: 'tilly', colour: '' } })
    expect(unfilled.errors).toEqual({
      email: expect.stringContaining('valid email'),
      colour: 'Please complete this required field.',
    })
    const bounced = await slack.act.submit({ user: 'U0ANN', values: { 'E-mail': 'bad@example.com', Colour: 'red' } })
    expect(bounced).toMatchObject({ acked: true, errors: { email: 'That one bounced.' } })

    const saved = await slack.act.submit({ user: 'U0ANN', values: { email: 'tilly@example.com' } })
    expect(saved).toMatchObject({ acked: true, view: null, errors: {} })
    expect(taken).toEqual([['order.edit:x', 'tilly@example.com', 'red']])
  })

  test('a command is answered for the person alone, a message and the Home reach the app', async () => {
    const heard: string[] = []
    app.command('/desk', async ({ command, ack }) => ack(`You said ${command.text} in ${command.channel_name}`))
    app.message(
      async ({ message }) => void heard.push(`${message.channel_type}: ${'text' in message ? message.text : ''}`),
    )
    app.event('app_mention', async ({ event }) => void heard.push(`mention: ${event.text}`))
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Hello')] } })
    })

    const seen = await slack.act.command({
      user: 'U0BO',
      channel: 'orders',
      text: '/desk sale add https://a.example/?b&c',
    })
    expect(seen.ephemeral).toEqual(['You said sale add https://a.example/?b&c in orders'])
    await slack.act.say({ user: 'U0BO', text: 'sale add https://a.example/?b&c <now> bo@example.com' })
    await slack.act.say({ user: 'U0BO', channel: 'orders', text: '@deskhand help' })
    await slack.act.openHome('U0BO')

    await slack.until(() => slack.view().homes.U0BO !== undefined && heard.length === 3)
    expect(heard).toEqual([
      'im: sale add <https://a.example/?b&amp;c> &lt;now&gt; <mailto:bo@example.com|bo@example.com>',
      'channel: <@U0DESK> help',
      'mention: <@U0DESK> help',
    ])
  })

  test("an app that is silent for 3 seconds is told to the person in Slack's words", async () => {
    await slack.close()
    await start({ ackMs: 30 })
    app = await boltOver(way)
    app.action('approve', async () => {})
    app.command('/desk', async () => {})
    await client.chat.postMessage({ channel: 'orders', text: 'O-142', blocks: [buttons('Approve')] })

    const pressed = await slack.act.press({ user: 'U0ANN', channel: 'orders', label: 'Approve' })
    expect(pressed).toMatchObject({ acked: false, error: 'This app did not respond (operation_timeout). Try again?' })
    const commanded = await slack.act.command({ user: 'U0ANN', text: '/desk help' })
    expect(commanded.error).toBe('/desk failed with the error "operation_timeout"')
    expect(slack.view().notices.U0ANN).toBe(commanded.error)
  })

  test('an event that is not acknowledged comes again, at most three times, with the same id', async () => {
    await slack.close()
    await start({ ackMs: 30, retryMs: [0, 0, 0] })
    app = await boltOver(way)
    const tries: unknown[] = []
    let last: (value: unknown) => void
    const third = new Promise((resolve) => {
      last = resolve
    })
    // Bolt acknowledges events by itself, before any listener; only an app that is deaf below that misses one.
    ;(app as any).processEvent = async ({ body, retryNum }: any) => {
      tries.push([body.event_id, retryNum])
      if (retryNum === 3) last(null)
    }
    const seen = await slack.act.say({ user: 'U0ANN', text: 'hello' })
    expect(seen.acked).toBe(false)
    await third
    expect(tries.map((one) => (one as unknown[])[1])).toEqual([undefined, 1, 2, 3])
    expect(new Set(tries.map((one) => (one as unknown[])[0])).size).toBe(1)
  })
})

describe('what Slack refuses', () => {
  test('calls without a token, with a wrong one, or with that of the sockets', async () => {
    expect(await outcome(clientWith('').auth.test())).toBe('not_authed')
    expect(await outcome(clientWith('xoxb-nope').auth.test())).toBe('invalid_auth')
    expect(await outcome(clientWith(secrets.appToken).auth.test())).toBe('not_allowed_token_type')
    expect(await outcome(client.apps.connections.open({}))).toBe('not_allowed_token_type')
    expect(await outcome(client.auth.test())).toBe('ok')
  })

  test('posting where it is not, to no one, nothing, or too much', async () => {
    const post = (channel: string, more: object = { text: 'hi' }) =>
      outcome(client.chat.postMessage({ channel, ...more } as never))
    expect(await post('C0NOWHERE')).toBe('channel_not_found')
    expect(await post('general')).toBe('not_in_channel')
    expect(await post('orders', { text: '' })).toBe('no_text')
    expect(await post('orders', { text: 'x'.repeat(40_001) })).toBe('msg_too_long')
    const long = Array(5).fill(section('x'.repeat(2900)))
    expect(await post('orders', { text: 'long', blocks: long })).toBe('msg_blocks_too_long')
    await slack.act.join({ channel: 'general' })
    expect(await post('general')).toBe('ok')
  })

  test('broken blocks, with the place of each fault', async () => {
    const blocks = [{ type: 'nonsense' }, section('x'.repeat(3001))] as never
    const error = await client.chat.postMessage({ channel: 'orders', text: 'hi', blocks }).catch((error) => error)
    expect(error.data.error).toBe('invalid_blocks')
    expect(error.data.response_metadata.messages).toEqual([
      '[ERROR] /blocks/0: unsupported block type: nonsense',
      expect.stringContaining('/blocks/1/text/text: must be no more than 3000'),
    ])
  })

  test("changing a message that is gone, another's, or only seen by one", async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'orders', text: 'O-142' })
    await slack.act.say({ user: 'U0ANN', channel: 'orders', text: 'mine' })
    const mine = slack.messages('orders').at(-1)?.ts ?? ''
    const only = await client.chat.postEphemeral({ channel: 'C0ORDERS', user: 'U0ANN', text: 'psst' })
    const change = (of: string) => outcome(client.chat.update({ channel: 'C0ORDERS', ts: of, text: 'new' }))
    expect(await change(mine)).toBe('cant_update_message')
    expect(await change(only.message_ts ?? '')).toBe('message_not_found')
    expect(await change(ts)).toBe('ok')
    await slack.act.deleteMessage({ channel: 'orders', ts })
    expect(await change(ts)).toBe('message_not_found')
    expect(await outcome(client.chat.postEphemeral({ channel: 'C0ORDERS', user: 'U0STRANGER', text: 'a' }))).toBe(
      'user_not_in_channel',
    )
  })

  test('a form opened too late, twice, or upon nothing', async () => {
    let now = Date.parse('2026-02-10T14:02:00Z')
    await slack.close()
    await start({ now: () => now })
    const app = await boltOver('sockets')
    const triggers: string[] = []
    app.command('/desk', async ({ ack, body }) => {
      triggers.push(body.trigger_id)
      await ack()
    })
    await slack.act.command({ user: 'U0ANN', text: '/desk a' })
    await slack.act.command({ user: 'U0ANN', text: '/desk b' })
    const open = (trigger_id = '') => outcome(client.views.open({ trigger_id, view: modal }))
    expect(await open('1.2')).toBe('invalid_trigger_id')
    expect(await open(triggers[0])).toBe('ok')
    expect(await open(triggers[0])).toBe('exchanged_trigger_id')
    now += 3001
    expect(await open(triggers[1])).toBe('expired_trigger_id')
    const title = { type: 'plain_text' as const, text: 'x'.repeat(25) }
    expect(await outcome(client.views.open({ trigger_id: '1.2', view: { ...modal, title } }))).toBe('invalid_arguments')
  })

  test('an answer address used six times, or after half an hour', async () => {
    let now = Date.parse('2026-02-10T14:02:00Z')
    await slack.close()
    await start({ now: () => now })
    const app = await boltOver('sockets')
    const urls: string[] = []
    app.command('/desk', async ({ ack, body }) => {
      urls.push(body.response_url)
      await ack()
    })
    await slack.act.command({ user: 'U0ANN', text: '/desk a' })
    await slack.act.command({ user: 'U0ANN', text: '/desk b' })
    const use = async (url = '') =>
      (
        await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"hi"}' })
      ).text()
    const six = []
    for (let count = 0; count < 6; count += 1) six.push(await use(urls[0]))
    expect(six).toEqual([...Array(5).fill('ok'), '{"ok":false,"error":"used_url"}'])
    now += 30 * 60_000 + 1
    expect(await use(urls[1])).toBe('{"ok":false,"error":"expired_url"}')
  })

  test('more than about one post a second per channel, once its patience is switched on', async () => {
    await slack.close()
    await start({ rateLimits: true })
    client = clientWith(secrets.botToken, { rejectRateLimitedCalls: true })
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'hi' }).catch((error) => error)
    for (let count = 0; count < 5; count += 1) await post('orders')
    expect(await post('orders')).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
    expect(await post('U0ANN')).toMatchObject({ ok: true })
  })

  test('presses of a guest in a channel they cannot see, and commands nobody registered', async () => {
    await slack.act.join({ channel: 'general' })
    await client.chat.postMessage({ channel: 'general', text: 'O-142', blocks: [buttons('Approve')] })
    expect(await slack.act.press({ user: 'U0GUEST', channel: 'general', label: 'Approve' })).toMatchObject({
      acked: false,
      error: 'That button is gone.',
    })
    expect((await slack.act.command({ user: 'U0ANN', text: '/dance' })).error).toBe('/dance is not a valid command.')
  })
})

describe('what the app reads', () => {
  test('who it is, who the people are, and where it may write', async () => {
    const me = await client.auth.test()
    expect(me).toMatchObject({ user_id: 'U0DESK', bot_id: 'B0DESK', team_id: 'T0DESK' })
    expect(me.response_metadata?.scopes).toContain('chat:write')
    const { user } = await client.users.lookupByEmail({ email: 'bo@example.com' })
    expect(user).toMatchObject({
      id: 'U0BO',
      tz: 'America/Los_Angeles',
      is_bot: false,
      is_restricted: false,
      deleted: false,
    })
    await slack.act.deactivate('U0BO')
    const { members } = await client.users.list({})
    const facts = members?.map(({ name, deleted, is_bot, is_restricted }) => [name, deleted, is_bot, is_restricted])
    expect(facts).toContainEqual(['bo', true, false, false])
    expect(facts).toContainEqual(['guest', false, false, true])
    expect(facts).toContainEqual(['deskhand', false, true, false])
    const { channels } = await client.conversations.list({ types: 'public_channel' })
    expect(channels?.map(({ name, is_member }) => [name, is_member])).toEqual([
      ['orders', true],
      ['general', false],
    ])
    expect((await client.conversations.open({ users: 'U0ANN' })).channel?.id).toBe('D0ANN')
  })

  test('the history, newest first, with the ids it hid in the metadata, page by page', async () => {
    for (const id of [1, 2, 3]) {
      const metadata = { event_type: 'card', event_payload: { id } }
      await client.chat.postMessage({ channel: 'orders', text: `O-${id}`, metadata })
    }
    const first = slack.messages('orders')[0]?.ts ?? ''
    await client.chat.postMessage({ channel: 'orders', text: 'a reply', thread_ts: first })
    const pages = []
    for await (const page of client.paginate('conversations.history', {
      channel: 'C0ORDERS',
      limit: 2,
      include_all_metadata: true,
    })) {
      pages.push(((page as any).messages as any[]).map(({ text, metadata }) => [text, metadata.event_payload.id]))
    }
    expect(pages).toEqual([
      [
        ['O-3', 3],
        ['O-2', 2],
      ],
      [['O-1', 1]],
    ])
    const { messages } = await client.conversations.replies({ channel: 'C0ORDERS', ts: first })
    expect(messages?.map(({ text }) => text)).toEqual(['O-1', 'a reply'])
    const bare = await client.conversations.history({ channel: 'C0ORDERS' })
    expect(bare.messages?.[0]?.metadata).toBeUndefined()
  })

  test('its own changes: new text without blocks takes the old blocks away', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'orders', text: 'O-1', blocks: [section('O-1')] })
    await client.chat.update({ channel: 'C0ORDERS', ts, text: 'O-1 done' })
    expect(slack.messages('orders')[0]).toMatchObject({ text: 'O-1 done', bot_id: 'B0DESK', user: 'U0DESK' })
    expect(slack.messages('orders')[0]?.blocks).toBeUndefined()
  })

  test('a picture, uploaded in three steps and shown in a card', async () => {
    const file = Buffer.from('89504e470d0a1a0a', 'hex')
    await client.filesUploadV2({ channel_id: 'C0ORDERS', filename: 'chart.png', file, initial_comment: 'Prices' })
    const [message] = slack.messages('orders')
    expect(message).toMatchObject({ text: 'Prices', files: [{ name: 'chart.png', mimetype: 'image/png' }] })
    const { url_private, id } = message!.files![0] as { url_private: string; id: string }
    expect(Buffer.from(await (await fetch(url_private)).arrayBuffer())).toEqual(file)
    const picture = (fileId: string): KnownBlock[] => [
      { type: 'image', alt_text: 'Prices', slack_file: { id: fileId } },
    ]
    expect(await outcome(client.chat.postMessage({ channel: 'orders', text: 'a', blocks: picture(id) }))).toBe('ok')
    expect(await outcome(client.chat.postMessage({ channel: 'orders', text: 'a', blocks: picture('F0') }))).toBe(
      'invalid_blocks',
    )
  })
})

describe('when Slack itself is broken', () => {
  test('it is down, it errs, it is tired, or its answer is lost on the way', async () => {
    const post = () => outcome(client.chat.postMessage({ channel: 'orders', text: 'hi' }))
    const app = await boltOver('sockets')
    app.command('/desk', async ({ ack }) => ack())
    slack.fault = { kind: 'error', status: 503 }
    expect(await post()).toContain('503')
    slack.fault = { kind: 'rate-limited', retryAfterS: 7 }
    const tired = clientWith(secrets.botToken, { rejectRateLimitedCalls: true })
    expect(await tired.auth.test().catch((error) => error.retryAfter)).toBe(7)
    slack.fault = { kind: 'lost-answer' }
    expect(await post()).toContain('fetch failed')
    expect(slack.messages('orders').map(({ text }) => text)).toEqual(['hi'])
    slack.fault = { kind: 'down' }
    expect(await post()).toContain('fetch failed')
    expect(slack.messages('orders')).toHaveLength(1)
    const seen = await slack.act.command({ user: 'U0ANN', text: '/desk help' })
    expect(seen.error).toBe('/desk failed with the error "dispatch_failed"')
    slack.fault = null
  })

  test('its memory outlives a restart, and a reset forgets all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slack-'))
    closers.push(() => rm(folder, { recursive: true }))
    const file = join(folder, 'slack.json')
    await slack.close()
    await start({ file })
    await client.chat.postMessage({ channel: 'orders', text: 'O-142' })
    await slack.act.say({ user: 'U0ANN', channel: 'orders', text: 'thanks' })
    await slack.close()
    await start({ file })
    expect(slack.messages('orders').map(({ text }) => text)).toEqual(['O-142', 'thanks'])
    await slack.reset()
    expect(slack.messages('orders')).toEqual([])
  })
})
