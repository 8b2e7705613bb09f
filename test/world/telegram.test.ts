import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Api, Bot, GrammyError, HttpError, InlineKeyboard, InputFile, webhookCallback } from 'grammy'
import { afterEach, describe, expect, it } from 'vitest'
import { handleTelegramAct, renderTelegramPane } from '#src/world/telegram/pane/pane.ts'
import { createTelegramStandIn, type TelegramStandInOptions } from '#src/world/telegram/stand-in.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'

const token = '770000001:AAtest-token'
const ann = telegramPeople.ann.id
const bo = telegramPeople.bo.id
const dane = telegramPeople.dane.id
const stranger = telegramPeople.stranger.id
const approve = new InlineKeyboard().text('Approve', 'order.approve:1').text('Reject', 'order.reject:1')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function open(options: Partial<TelegramStandInOptions> = {}) {
  const telegram = await createTelegramStandIn({ token, ...options })
  endings.push(() => telegram.close())
  const api = new Api(token, { apiRoot: telegram.url })
  return {
    telegram,
    api,
    raw: (method: string, init?: RequestInit) => fetch(`${telegram.url}/bot${token}/${method}`, init),
  }
}

/** The real bot, polling; on a press it shows a toast and rewrites the card. */
function createBot(url: string) {
  const bot = new Bot(token, { client: { apiRoot: url } })
  bot.command('start', (ctx) => ctx.reply(`Welcome ${ctx.from?.first_name} ${ctx.match}`.trim()))
  bot.command('pending', (ctx) => ctx.reply('<b>O-142</b> waits', { parse_mode: 'HTML', reply_markup: approve }))
  bot.command('ask', (ctx) => ctx.reply('Which name?', { reply_markup: { force_reply: true } }))
  bot.on('callback_query:data', async (ctx) => {
    await ctx.answerCallbackQuery({ text: `Approved by ${ctx.from.first_name}`, show_alert: ctx.from.id === bo })
    await ctx.editMessageText(`${ctx.callbackQuery.data} done`)
  })
  bot.on('message:text', (ctx) => ctx.reply(`${ctx.msg.reply_to_message ? 'answer' : 'heard'}: ${ctx.msg.text}`))
  return bot
}

async function poll(url: string) {
  const bot = createBot(url)
  await new Promise<void>((resolve) => void bot.start({ onStart: () => resolve() }))
  endings.push(() => bot.stop())
  return bot
}

async function listen(handler: RequestListener) {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(async () => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/telegram/webhook`
}

async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => 'no refusal',
    (error) => error,
  )
  return error instanceof GrammyError ? `${error.error_code} ${error.description}` : String(error)
}

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

describe('what the Bot API refuses', () => {
  const html = { parse_mode: 'HTML' } as const
  const key = (data: string) => ({ reply_markup: new InlineKeyboard().text('Go', data) })

  it.each<[string, (api: Api, card: number) => Promise<unknown>]>([
    ['400 Bad Request: chat not found', (api) => api.sendMessage(1, 'x')],
    ['400 Bad Request: message text is empty', (api) => api.sendMessage(ann, ' ')],
    ['400 Bad Request: message is too long', (api) => api.sendMessage(ann, 'x'.repeat(4097))],
    [
      `400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
      (api) => api.sendMessage(ann, '<b>x', html),
    ],
    ['400 Bad Request: BUTTON_DATA_INVALID', (api) => api.sendMessage(ann, 'x', key('x'.repeat(65)))],
    [
      '400 Bad Request: inline keyboard button text must be non-empty',
      (api) => api.sendMessage(ann, 'x', { reply_markup: new InlineKeyboard().text('', 'x') }),
    ],
    [
      "400 Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
      (api) => api.sendMessage(ann, 'x', { reply_markup: new InlineKeyboard().url('x', 'http://localhost') }),
    ],
    [
      '400 Bad Request: message to be replied not found',
      (api) => api.sendMessage(ann, 'x', { reply_parameters: { message_id: 99 } }),
    ],
    ["403 Forbidden: bot can't initiate conversation with a user", (api) => api.sendMessage(stranger, 'x')],
    ['403 Forbidden: bot was blocked by the user', (api) => api.sendMessage(bo, 'x')],
    [
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same ' +
        'as a current content and reply markup of the message',
      (api, card) => api.editMessageText(ann, card, '<b>card</b>', { ...html, ...key('x') }),
    ],
    ['400 Bad Request: message to edit not found', (api) => api.editMessageText(ann, 99, 'x')],
    ["400 Bad Request: message can't be edited", (api) => api.editMessageText(ann, 1, 'x')],
    [
      '400 Bad Request: there is no caption in the message to edit',
      (api, card) => api.editMessageCaption(ann, card, { caption: 'x' }),
    ],
    ['400 Bad Request: message to delete not found', (api) => api.deleteMessage(ann, 99)],
    ["400 Bad Request: message can't be deleted", (api) => api.deleteMessage(studioDesk, 1)],
    ['400 Bad Request: message to pin not found', (api) => api.pinChatMessage(ann, 99)],
    [
      '400 Bad Request: query is too old and response timeout expired or query ID is invalid',
      (api) => api.answerCallbackQuery('1'),
    ],
    ['400 Bad Request: MESSAGE_TOO_LONG', (api) => api.answerCallbackQuery('1', { text: 'x'.repeat(201) })],
    [
      '400 Bad Request: message caption is too long',
      (api) => api.sendPhoto(ann, new InputFile(png), { caption: 'x'.repeat(1025) }),
    ],
    ['400 Bad Request: IMAGE_PROCESS_FAILED', (api) => api.sendPhoto(ann, new InputFile(Buffer.from('no picture')))],
    ['400 Bad Request: failed to get HTTP URL content', (api) => api.sendPhoto(ann, 'http://127.0.0.1:3000/a.png')],
    ['400 Bad Request: invalid file_id', (api) => api.getFile('x')],
    ['400 Bad Request: BOT_COMMAND_INVALID', (api) => api.setMyCommands([{ command: 'Big', description: 'x' }])],
    ['400 Bad Request: PARTICIPANT_ID_INVALID', (api) => api.getChatMember(studioDesk, 5)],
    ['404 Not Found: method not found', (api) => api.sendDice(ann, '🎲')],
  ])('%s', async (wording, call) => {
    const { telegram, api } = await open()
    await telegram.act.say({ user: ann, chat: ann, text: 'mine' })
    await telegram.act.say({ user: ann, chat: studioDesk, text: 'ours' })
    await telegram.act.block({ user: bo })
    const card = await api.sendMessage(ann, '<b>card</b>', { ...html, ...key('x') })
    expect(await refusal(call(api, card.message_id))).toBe(wording)
  })

  it('another token is 401 Unauthorized, in the exact shape', async () => {
    const { telegram } = await open()
    const answer = await fetch(`${telegram.url}/bot1:other/getMe`)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' })
  })

  it('a press is answered within 15 seconds or never', async () => {
    let now = Date.now()
    const { telegram, api } = await open({ clock: () => now })
    const card = await api.sendMessage(ann, 'card', { reply_markup: approve })
    await telegram.act.press({ user: ann, chat: ann, messageId: card.message_id, label: 'Approve' })
    const [update] = await api.getUpdates()
    now += 15_001
    expect(await refusal(api.answerCallbackQuery(update!.callback_query!.id))).toContain('query is too old')
    now += 48 * 3_600_000
    expect(await refusal(api.deleteMessage(ann, card.message_id))).toContain("message can't be deleted for everyone")
    expect(await api.getUpdates()).toEqual([])
  })

  it('the 21st message a minute to a group is told when to come again', async () => {
    let now = Date.now()
    const { api } = await open({ rateLimits: true, clock: () => now })
    for (let count = 0; count < 20; count += 1) await api.sendMessage(studioDesk, `${count}`)
    await api.sendMessage(ann, 'a private chat is free')
    now += 18_000
    const error = await api.sendMessage(studioDesk, 'x').catch((error) => error)
    expect(error).toMatchObject({
      description: 'Too Many Requests: retry after 42',
      parameters: { retry_after: 42 },
    })
    now += 42_000
    await api.sendMessage(studioDesk, 'x')
  })
})

describe('the rest of the Bot API', () => {
  it('takes JSON, forms, multipart and the query string, in any case', async () => {
    const { telegram, raw } = await open()
    const form = new FormData()
    form.set('chat_id', String(ann))
    form.set('text', 'multipart')
    form.set('reply_markup', JSON.stringify(approve))
    await raw('sendMessage', { method: 'POST', body: form })
    await raw('sendmessage', { method: 'POST', body: new URLSearchParams({ chat_id: String(ann), text: 'form' }) })
    await raw(`SendMessage?chat_id=${ann}&text=query`)
    expect(telegram.messages(ann).map(({ text }) => text)).toEqual(['multipart', 'form', 'query'])
    expect(telegram.messages(ann)[0]?.keyboard[0]).toHaveLength(2)
  })

  it('keeps pictures: upload, new caption, new picture, download', async () => {
    const { telegram, api } = await open()
    const sent = await api.sendPhoto(ann, new InputFile(png, 'a.png'), { caption: '<i>A</i>', parse_mode: 'HTML' })
    expect(sent).toMatchObject({ caption: 'A', photo: [{ width: 1, height: 1, file_size: png.length }] })
    await api.editMessageCaption(ann, sent.message_id, { caption: 'B' })
    expect(telegram.messages(ann)[0]).toMatchObject({
      text: 'B',
      media: { src: expect.stringContaining('data:image/') },
    })
    const edited = await api.editMessageMedia(ann, sent.message_id, {
      ...{ type: 'photo', media: new InputFile(png), caption: 'C' },
    })
    const { file_path } = await api.getFile((edited as typeof sent).photo[0]!.file_id)
    const bytes = await fetch(`${telegram.url}/file/bot${token}/${file_path}`)
    expect(Buffer.from(await bytes.arrayBuffer()).equals(png)).toBe(true)
    const document = await api.sendDocument(ann, new InputFile(Buffer.from('a,b'), 'orders.csv'))
    expect(document.document.file_name).toBe('orders.csv')
    expect((await api.sendPhoto(bo, (edited as typeof sent).photo[0]!.file_id)).photo[0]?.file_size).toBe(png.length)
  })

  it('knows chats and members, pins and deletes', async () => {
    const { telegram, api } = await open()
    expect(await api.getMe()).toMatchObject({ username: 'deskhand_bot', can_read_all_group_messages: false })
    expect((await api.getChatMember(studioDesk, ann)).status).toBe('creator')
    expect((await api.getChatMember(studioDesk, stranger)).status).toBe('left')
    const { message_id } = await api.sendMessage(studioDesk, 'see https://example.com', { disable_notification: true })
    expect(telegram.messages(studioDesk)[0]).toMatchObject({ isSilent: true, entities: [{ type: 'url', offset: 4 }] })
    await api.pinChatMessage(studioDesk, message_id)
    expect((await api.getChat(studioDesk)).pinned_message?.message_id).toBe(message_id)
    await api.sendChatAction(studioDesk, 'typing')
    await api.deleteMessage(studioDesk, message_id)
    expect(telegram.messages(studioDesk)).toEqual([])
  })

  it('shows each person the narrowest command menu', async () => {
    const { telegram, api } = await open()
    const menu = (name: string) => [{ command: name, description: `The ${name}` }]
    await api.setMyCommands(menu('help'))
    await api.setMyCommands(menu('pending'), { scope: { type: 'chat', chat_id: studioDesk } })
    await api.setMyCommands(menu('people'), { scope: { type: 'chat_member', chat_id: studioDesk, user_id: ann } })
    expect(await api.getMyCommands()).toEqual(menu('help'))
    const shown = async (user: number, chat: number) =>
      [...String(await renderTelegramPane(telegram.view(), user, chat)).matchAll(/<\/b> The (\w+)/g)].map(
        ([, name]) => name,
      )
    expect(await shown(ann, studioDesk)).toEqual(['people'])
    expect(await shown(bo, studioDesk)).toEqual(['pending'])
    expect(await shown(bo, bo)).toEqual(['help'])
    await api.deleteMyCommands({ scope: { type: 'chat_member', chat_id: studioDesk, user_id: ann } })
    expect(await shown(ann, studioDesk)).toEqual(['pending'])
  })

  it('tells the bot when it is blocked and when the block is lifted', async () => {
    const { telegram, api } = await open()
    await telegram.act.block({ user: ann })
    await telegram.act.start({ user: ann })
    const updates = await api.getUpdates()
    expect(updates.map((update) => update.my_chat_member?.new_chat_member.status ?? update.message?.text)).toEqual([
      ...['kicked', 'member', '/start'],
    ])
  })
})

describe('the stand-in itself', () => {
  it('remembers everything after a restart: messages, pictures, updates, the webhook', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'telegram-'))
    endings.push(() => rm(folder, { recursive: true }))
    const file = join(folder, 'telegram.json')
    const before = await open({ file })
    await before.api.sendPhoto(ann, new InputFile(png), { caption: 'x', reply_markup: approve })
    await before.api.setMyCommands([{ command: 'help', description: 'Help' }])
    await before.telegram.act.say({ user: ann, chat: ann, text: 'unfetched' })
    const { chats } = before.telegram.view()
    // Not closed: as after a kill -9.
    const after = await open({ file })
    expect(after.telegram.view().chats).toEqual(chats)
    expect((await after.api.getUpdates())[0]?.message?.text).toBe('unfetched')
    expect(await after.api.getMyCommands()).toHaveLength(1)
    expect((await after.api.sendMessage(ann, 'next')).message_id).toBe(3)
  })

  it('starts anew on reset but gives no id twice and keeps what the bot set up', async () => {
    const { telegram, api } = await open()
    await api.setMyCommands([{ command: 'help', description: 'Help' }])
    await api.sendMessage(ann, 'one')
    await telegram.act.start({ user: stranger })
    await telegram.reset()
    expect(telegram.messages(ann)).toEqual([])
    expect((await api.sendMessage(ann, 'two')).message_id).toBe(2)
    expect(await refusal(api.sendMessage(stranger, 'x'))).toContain("can't initiate")
    expect(await api.getMyCommands()).toHaveLength(1)
  })

  it('breaks as told and heals', async () => {
    const { telegram, api } = await open()
    telegram.fault = { kind: 'down' }
    await expect(api.sendMessage(ann, 'never arrived')).rejects.toBeInstanceOf(HttpError)
    telegram.fault = { kind: 'error', status: 502 }
    expect(await refusal(api.getMe())).toBe('502 Bad Gateway')
    telegram.fault = { kind: 'rate-limited', retryAfterS: 7 }
    expect(await refusal(api.sendMessage(ann, 'x'))).toBe('429 Too Many Requests: retry after 7')
    telegram.fault = { kind: 'lost-answer' }
    await expect(api.sendMessage(ann, 'acted on')).rejects.toBeInstanceOf(HttpError)
    telegram.fault = null
    expect(telegram.messages(ann).map(({ text }) => text)).toEqual(['acted on'])
  })

  it('delivers to the webhook what came while it was down', async () => {
    const { telegram, api } = await open()
    const got: string[] = []
    const url = await listen(async (request, response) => {
      got.push(JSON.parse(await text(request)).message.text)
      response.end()
    })
    await api.setWebhook(url)
    telegram.fault = { kind: 'down' }
    await telegram.act.say({ user: ann, chat: ann, text: 'one' })
    expect(got).toEqual([])
    telegram.fault = null
    await telegram.act.say({ user: ann, chat: ann, text: 'two' })
    expect(got).toEqual(['one', 'two'])
  })

  it('tells its listeners of what can be seen, not of polls', async () => {
    const { telegram, api } = await open()
    let changes = 0
    telegram.onChange(() => {
      changes += 1
    })
    await api.getUpdates()
    expect(changes).toBe(0)
    await api.sendMessage(ann, 'x')
    expect(changes).toBe(1)
  })
})

describe('the pane', () => {
  it('draws the chat with its buttons and nothing a message says can break out of its bubble', async () => {
    const { telegram, api } = await open()
    await api.sendMessage(ann, '<b>O-142</b> <i>&lt;script&gt;</i>', { parse_mode: 'HTML', reply_markup: approve })
    await telegram.act.say({ user: ann, chat: ann, text: '<img onerror=x>' })
    const pane = String(await renderTelegramPane(telegram.view(), ann, ann))
    expect(pane).toContain('<b>O-142</b> <i>&lt;script&gt;</i>')
    expect(pane).not.toMatch(/<script|<img|<[^>]*\son\w+=/)
    const names = [...pane.matchAll(/<(?:button|input|textarea)[^>]*aria-label="([^"]*)"/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(2)
    expect(new Set(names).size).toBe(names.length)
  })

  it("passes on what its forms send, and draws the toast on the presser's screen only", async () => {
    const { telegram, api } = await open()
    await poll(telegram.url)
    const form = { user: String(ann), chat: String(studioDesk) }
    const { message_id } = await api.sendMessage(studioDesk, 'O-142', { reply_markup: approve })
    await handleTelegramAct(telegram, 'press', { ...form, messageId: String(message_id), data: 'order.approve:1' })
    const pane = async (user: number) => String(await renderTelegramPane(telegram.view(), user, studioDesk))
    expect(await pane(ann)).toContain('Approved by Ann')
    expect(await pane(bo)).not.toContain('Approved by Ann')
    await handleTelegramAct(telegram, 'say', { ...form, text: '/ask' })
    await handleTelegramAct(telegram, 'say', { ...form, text: 'Tilly', replyTo: '3' })
    expect(telegram.messages(studioDesk).at(-1)?.text).toBe('answer: Tilly')
    await handleTelegramAct(telegram, 'block', { user: String(ann), chat: String(ann) })
    expect(await renderTelegramPane(telegram.view(), ann, ann).toString()).toContain('Restart')
    await handleTelegramAct(telegram, 'start', { user: String(ann), chat: String(ann) })
    await handleTelegramAct(telegram, 'command', { user: String(ann), chat: String(ann), text: 'pending' })
    const card = telegram.messages(ann).at(-1)!
    expect(card.text).toBe('O-142 waits')
    await handleTelegramAct(telegram, 'deleteMessage', {
      user: String(ann),
      chat: String(ann),
      messageId: `${card.id}`,
    })
    expect(telegram.messages(ann).some(({ id }) => id === card.id)).toBe(false)
    await expect(handleTelegramAct(telegram, 'dance', form)).rejects.toThrow('dance')
  })
})
