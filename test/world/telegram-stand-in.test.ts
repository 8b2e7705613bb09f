import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { HttpError, InputFile } from 'grammy'
import { describe, expect, it } from 'vitest'
import { handleTelegramAct, renderTelegramPane } from '#src/world/telegram/pane/pane.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import { ann, approve, bo, endings, listen, open, png, poll, refusal, stranger, useTelegram } from './telegram-bot.ts'

useTelegram()

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

  it('lets a toast fade after three seconds: it covers Undo no longer, which works for 15', async () => {
    let now = Date.now()
    const { telegram, api } = await open({ clock: () => now })
    await poll(telegram.url)
    const { message_id: messageId } = await api.sendMessage(studioDesk, 'O-142', { reply_markup: approve })
    await telegram.act.press({ user: ann, chat: studioDesk, messageId, label: 'Approve' })
    const toasts = () => telegram.view().toasts.map(({ text }) => text)
    now += 2_900
    expect(toasts()).toEqual(['Approved by Ann'])
    now += 100
    expect(toasts()).toEqual([])
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
