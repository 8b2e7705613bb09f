import { type Api, webhookCallback } from 'grammy'
import { describe, expect, it } from 'vitest'
import { renderTelegramPane } from '#src/world/telegram/pane/pane.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import {
  ann,
  approve,
  bo,
  createBot,
  dane,
  listen,
  open,
  poll,
  refusal,
  stranger,
  useTelegram,
} from './telegram-bot.ts'

useTelegram()

describe('a bot that polls', () => {
  it('is started, shows a card, and a press gives its toast and the rewritten card', async () => {
    const { telegram } = await open()
    await poll(telegram.url)
    const started = await telegram.act.start({ user: stranger, param: 'K3F9' })
    expect(started.replies.map(({ text }) => text)).toEqual(['Welcome Stranger K3F9'])
    const [card] = (await telegram.act.command({ user: ann, chat: ann, text: 'pending' })).replies
    expect(card).toMatchObject({
      text: 'O-142 waits',
      html: '<b>O-142</b> waits',
      entities: [{ type: 'bold', offset: 0, length: 5 }],
      keyboard: [[{ text: 'Approve', callback_data: 'order.approve:1' }, { text: 'Reject' }]],
    })
    const seen = await telegram.act.press({ user: ann, chat: ann, messageId: card!.id, label: 'Approve' })
    expect(seen).toEqual({ toast: 'Approved by Ann', alert: false, replies: [] })
    expect(telegram.messages(ann).at(-1)).toMatchObject({ text: 'order.approve:1 done', keyboard: [], isEdited: true })
  })

  it('gets two presses at once, each with its own answer, also on a button the phone still shows', async () => {
    const { telegram, api } = await open()
    await poll(telegram.url)
    const card = await api.sendMessage(studioDesk, 'O-142', { reply_markup: approve })
    const press = { chat: studioDesk, messageId: card.message_id }
    const [first, second] = await Promise.all([
      telegram.act.press({ ...press, user: ann, label: 'Approve' }),
      telegram.act.press({ ...press, user: bo, data: 'order.reject:1' }),
    ])
    expect(first).toMatchObject({ toast: 'Approved by Ann', alert: false })
    expect(second).toMatchObject({ toast: 'Approved by Bo', alert: true })
    await expect(telegram.act.press({ ...press, user: ann, label: 'Approve' })).rejects.toThrow('has no button')
    await expect(telegram.act.press({ ...press, user: stranger, data: 'x' })).rejects.toThrow('not in chat')
  })

  it('has its answer waited for, even when it confirms the update first', async () => {
    const { telegram, api } = await open()
    const card = await api.sendMessage(ann, 'card', { reply_markup: approve })
    await api.deleteWebhook()
    const pressed = telegram.act.press({ user: ann, chat: ann, messageId: card.message_id, label: 'Approve' })
    const [update] = await api.getUpdates({ timeout: 20 })
    await api.getUpdates({ offset: update!.update_id + 1, timeout: 0 })
    await api.answerCallbackQuery(update!.callback_query!.id, { text: 'late' })
    expect(await pressed).toMatchObject({ toast: 'late' })
  })

  it('in a group sees only commands for it and replies to it', async () => {
    const { telegram } = await open()
    await poll(telegram.url)
    const say = async (text: string, replyTo: number | null = null) => {
      const { replies } = await telegram.act.say({ user: ann, chat: studioDesk, text, replyTo })
      return replies.map((reply) => reply.text)
    }
    expect(await say('hello all')).toEqual([])
    expect(await say('hello @deskhand_bot')).toEqual([])
    expect(await say('/pending@other_bot')).toEqual([])
    expect(await say('/pending@deskhand_bot')).toEqual(['O-142 waits'])
    const own = telegram.messages(studioDesk).find(({ text }) => text === 'hello all')!
    expect(await say('me too', own.id)).toEqual([])
    const card = telegram.messages(studioDesk).find(({ from }) => from.isBot)!
    expect(await say('yes', card.id)).toEqual(['answer: yes'])
    expect((await telegram.act.say({ user: ann, chat: ann, text: 'hello' })).replies[0]?.text).toBe('heard: hello')
  })

  it('asks with a reply box: what is typed next answers the question', async () => {
    const { telegram } = await open()
    await poll(telegram.url)
    await telegram.act.command({ user: ann, chat: studioDesk, text: 'ask' })
    const pane = String(await renderTelegramPane(telegram.view(), ann, studioDesk))
    expect(pane).toContain('Which name?')
    const answer = await telegram.act.say({ user: ann, chat: studioDesk, text: 'Tilly' })
    expect(answer.replies.map(({ text }) => text)).toEqual(['answer: Tilly'])
    expect((await telegram.act.say({ user: ann, chat: studioDesk, text: 'just talk' })).replies).toEqual([])
  })

  it('asks one person only when the question is selective', async () => {
    const { telegram, api } = await open()
    await api.sendMessage(studioDesk, '@ann_desk which name?', { reply_markup: { force_reply: true, selective: true } })
    await telegram.act.say({ user: bo, chat: studioDesk, text: 'not asked' })
    await telegram.act.say({ user: ann, chat: studioDesk, text: 'asked' })
    expect(telegram.messages(studioDesk).map(({ text, replyTo }) => [text, replyTo])).toEqual([
      ['@ann_desk which name?', undefined],
      ['not asked', undefined],
      ['asked', 1],
    ])
  })
})

describe('getUpdates', () => {
  const getUpdates = (api: Api, other = {}) => api.getUpdates({ timeout: 20, ...other })

  it('waits, wakes at once, repeats until confirmed by the offset, and keeps the last ones for a negative one', async () => {
    const { telegram, api } = await open()
    const before = Math.floor(Date.now() / 1000)
    // Longer than a test may take: it ends by itself with nothing.
    const waiting = getUpdates(api, { timeout: 50 })
    await telegram.act.say({ user: ann, chat: ann, text: 'one' }).then((seen) => expect(seen.replies).toEqual([]))
    const [first] = await waiting
    expect(first?.message).toMatchObject({ text: 'one', from: { id: ann, is_bot: false }, chat: { type: 'private' } })
    expect(first!.message!.date).toBeGreaterThanOrEqual(before)
    expect(first!.message!.date).toBeLessThanOrEqual(Date.now() / 1000)
    expect(await getUpdates(api)).toHaveLength(1)
    telegram.fault = { kind: 'down' }
    await telegram.act.say({ user: ann, chat: ann, text: 'two' })
    await telegram.act.say({ user: ann, chat: ann, text: 'three' })
    telegram.fault = null
    expect((await getUpdates(api, { offset: first!.update_id + 1 })).map((update) => update.message?.text)).toEqual([
      'two',
      'three',
    ])
    expect((await getUpdates(api, { offset: -1 })).map((update) => update.message?.text)).toEqual(['three'])
    expect(await api.getUpdates({ offset: first!.update_id + 3, timeout: 0 })).toEqual([])
    const shortWait = performance.now()
    expect(await api.getUpdates({ timeout: 1 })).toEqual([])
    expect(performance.now() - shortWait).toBeGreaterThan(900)
  })

  it('is ended by a second poller and by a webhook, and refused while there is one', async () => {
    const { telegram, api } = await open()
    const polls = [getUpdates(api), getUpdates(api)]
    expect(await Promise.race(polls.map(refusal))).toBe(
      '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    )
    await telegram.act.block({ user: dane })
    expect((await Promise.allSettled(polls)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const third = refusal(getUpdates(api, { offset: 2 }))
    await api.setWebhook('https://desk.example.com/hook')
    expect(await third).toMatch(/^409 Conflict: /)
    expect(await refusal(getUpdates(api))).toBe(
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
  })

  it('brings only the kinds asked for', async () => {
    const { telegram, api } = await open()
    await api.getUpdates({ timeout: 0, allowed_updates: ['callback_query'] })
    await telegram.act.say({ user: ann, chat: ann, text: 'unheard' })
    expect(await api.getUpdates({ timeout: 0 })).toEqual([])
  })
})

describe('a webhook', () => {
  it('gets updates with the secret, again until it takes them, in order', async () => {
    const { telegram, api } = await open({ webhookRetryMs: 5 })
    const bot = createBot(telegram.url)
    await bot.init()
    const receive = webhookCallback(bot, 'http', { secretToken: 'pssst' })
    const tries: string[] = []
    const url = await listen((request, response) => {
      tries.push(String(request.headers['x-telegram-bot-api-secret-token']))
      if (tries.length < 3) response.writeHead(500).end()
      else void receive(request, response)
    })
    await api.setWebhook(url, { secret_token: 'pssst' })
    const seen = await telegram.act.command({ user: ann, chat: ann, text: 'pending' })
    expect(tries).toEqual(['pssst', 'pssst', 'pssst'])
    expect(await api.getWebhookInfo()).toMatchObject({
      ...{ url, pending_update_count: 0 },
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    })
    const press = { user: ann, chat: ann, messageId: seen.replies[0]!.id, label: 'Reject' }
    expect(await telegram.act.press(press)).toMatchObject({ toast: 'Approved by Ann' })
    expect(await api.deleteWebhook()).toBe(true)
  })

  it('may answer with a call to the API', async () => {
    const { telegram, api } = await open()
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ method: 'sendMessage', chat_id: ann, text: 'by answer' }))
    })
    await api.setWebhook(url)
    expect((await telegram.act.say({ user: ann, chat: ann, text: 'hi' })).replies[0]?.text).toBe('by answer')
  })

  it('must be https unless on this machine, with a plain secret', async () => {
    const { api } = await open()
    expect(await refusal(api.setWebhook('http://desk.example.com/x'))).toContain('bad webhook: An HTTPS URL must')
    expect(await refusal(api.setWebhook('https://a.example', { secret_token: 'a b' }))).toBe(
      '400 Bad Request: secret token contains unallowed characters',
    )
  })
})
