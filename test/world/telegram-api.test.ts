import { type Api, InlineKeyboard, InputFile } from 'grammy'
import { describe, expect, it } from 'vitest'
import { renderTelegramPane } from '#src/world/telegram/pane/pane.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import { ann, approve, bo, open, png, refusal, stranger, token, useTelegram } from './telegram-bot.ts'

useTelegram()

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
