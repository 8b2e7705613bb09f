import { isDeepStrictEqual } from 'node:util'
import type { Message } from 'grammy/types'
import { telegramLimits } from '#src/cards/lint-telegram.ts'
import { findOpenChat } from './chats.ts'
import { readWritten, type Written } from './entities.ts'
import { readMedia } from './files/files.ts'
import { readMarkup } from './markup.ts'
import { drawMessage, findMessage } from './pane/draw-message.ts'
import { createParams, type Params } from './params.ts'
import { countAgainstRate } from './rate.ts'
import { badRequest, refusals } from './refusal.ts'
import type { Chat, Kept, Media } from './state.ts'
import { nowS, type Telegram } from './telegram.ts'

/** The bot may delete what is younger than this. */
const deletableS = 48 * 60 * 60

export function sendMessage(telegram: Telegram, params: Params): Message {
  const written = readText(params)
  return send(telegram, params, written)
}

export async function sendMedia(telegram: Telegram, params: Params, kind: Media['kind']): Promise<Message> {
  const written = readCaption(params)
  const media = await readMedia(telegram, kind, params.text(kind), params.upload(kind))
  return send(telegram, params, written, media)
}

function send(telegram: Telegram, params: Params, written: Written, media?: Media): Message {
  const markup = readMarkup(params)
  const chat = findOpenChat(telegram, params)
  const replyTo = readReplyTo(telegram, params, chat)
  countAgainstRate(telegram, chat)
  const message: Kept = {
    ...addMessage(telegram, chat, telegram.state.bot.id, written),
    ...markup,
    ...(media && { media }),
    ...(replyTo !== undefined && { replyTo }),
    ...(params.flag('disable_notification') && { silent: true }),
  }
  keepMessage(telegram, message)
  return drawMessage(telegram.state, message)
}

export function addMessage(telegram: Telegram, chat: Chat, from: number, written: Written): Kept {
  const { nextMessage } = telegram.state
  const id = nextMessage[chat.id] ?? 1
  nextMessage[chat.id] = id + 1
  return { id, chat: chat.id, from, date: nowS(telegram), ...written, keyboard: [] }
}

export function keepMessage(telegram: Telegram, message: Kept): void {
  const { messages } = telegram.state
  const chat = messages[message.chat] ?? []
  chat.push(message)
  messages[message.chat] = chat
  telegram.bell.ring()
}

export function editText(telegram: Telegram, params: Params): Message {
  const written = readText(params)
  return edit(telegram, params, (message) => {
    if (message.media) throw badRequest('there is no text in the message to edit')
    return { ...message, ...written }
  })
}

export function editCaption(telegram: Telegram, params: Params): Message {
  const written = readCaption(params)
  return edit(telegram, params, (message) => {
    if (!message.media) throw badRequest('there is no caption in the message to edit')
    return { ...message, ...written }
  })
}

export function editReplyMarkup(telegram: Telegram, params: Params): Message {
  return edit(telegram, params, (message) => message)
}

export async function editMedia(telegram: Telegram, params: Params): Promise<Message> {
  const input = params.value<{ type: string; media: string }>('media')
  if (!input) throw badRequest('there is no media in the request')
  const { type, media: reference } = input
  if (type !== 'photo' && type !== 'document')
    throw badRequest("can't parse InputMedia: type must be photo or document")
  const written = readCaption(createParams(new Map(Object.entries(input))))
  const media = await readMedia(telegram, type, reference, params.attached(reference))
  return edit(telegram, params, (message) => ({ ...message, ...written, media }))
}

/** Without a reply_markup an edit takes the buttons away. */
function edit(telegram: Telegram, params: Params, change: (message: Kept) => Kept): Message {
  const { state } = telegram
  const { keyboard } = readMarkup(params)
  const chat = findOpenChat(telegram, params)
  const message = findMessage(state, chat.id, params.number('message_id'))
  if (!message) throw badRequest('message to edit not found')
  if (message.from !== state.bot.id || message.forceReply) throw badRequest("message can't be edited")
  const changed = { ...change(message), keyboard }
  if (isDeepStrictEqual({ ...changed, html: '' }, { ...message, html: '' })) throw refusals.notModified()
  countAgainstRate(telegram, chat)
  Object.assign(message, changed, { editedAt: nowS(telegram) })
  telegram.bell.ring()
  return drawMessage(state, message)
}

/** The bot's own, and in private the person's too; it is no administrator of the group. */
export function deleteMessage(telegram: Telegram, params: Params): true {
  const { state } = telegram
  const chat = findOpenChat(telegram, params)
  const message = findMessage(state, chat.id, params.number('message_id'))
  if (!message) throw badRequest('message to delete not found')
  if (message.from !== state.bot.id && chat.kind !== 'private') throw badRequest("message can't be deleted")
  if (nowS(telegram) - message.date > deletableS) throw badRequest("message can't be deleted for everyone")
  removeMessage(telegram, message)
  return true
}

export function removeMessage(telegram: Telegram, message: Kept): void {
  const { messages } = telegram.state
  messages[message.chat] = (messages[message.chat] ?? []).filter((other) => other !== message)
  telegram.bell.ring()
}

export function pinMessage(telegram: Telegram, params: Params): true {
  const chat = findOpenChat(telegram, params)
  const message = findMessage(telegram.state, chat.id, params.number('message_id'))
  if (!message) throw badRequest('message to pin not found')
  message.pinned = true
  telegram.bell.ring()
  return true
}

function readText(params: Params): Written {
  const written = readWritten(params, 'text')
  if (written.text === '') throw badRequest('message text is empty')
  if (written.text.length > telegramLimits.text) throw badRequest('message is too long')
  return written
}

function readCaption(params: Pick<Params, 'text' | 'value'>): Written {
  const written = readWritten(params, 'caption')
  if (written.text.length > telegramLimits.caption) throw badRequest('message caption is too long')
  return written
}

function readReplyTo(telegram: Telegram, params: Params, chat: Chat): number | undefined {
  const asked = params.value<{ message_id: number; allow_sending_without_reply?: boolean }>('reply_parameters')
  const id = asked?.message_id ?? params.number('reply_to_message_id')
  if (id === undefined || findMessage(telegram.state, chat.id, id)) return id
  if (asked?.allow_sending_without_reply) return undefined
  throw badRequest('message to be replied not found')
}
