import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import {
  boltOver,
  buttons,
  client,
  clientWith,
  closers,
  modal,
  outcome,
  secrets,
  section,
  slack,
  start,
  useSlack,
} from './slack-client.ts'

useSlack()

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
    const tired = clientWith(secrets.botToken, { rejectRateLimitedCalls: true })
    const post = (channel: string) => tired.chat.postMessage({ channel, text: 'hi' }).catch((error) => error)
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
