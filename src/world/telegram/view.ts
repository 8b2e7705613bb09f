import type { InlineKeyboardButton, MessageEntity } from 'grammy/types'
import type { Upload } from './params.ts'
import type { Chat, Kept, Media, Person, State, Toast } from './state.ts'
import type { Telegram } from './telegram.ts'

/** What anyone can see in the chats. */
export type TelegramView = Pick<State, 'bot' | 'people' | 'commands'> & {
  chats: (Chat & { messages: TelegramMessage[] })[]
  toasts: Toast[]
}

export type TelegramMessage = {
  id: number
  chat: number
  from: { id: number; name: string; isBot: boolean }
  /** Seconds. */
  date: number
  isEdited: boolean
  isPinned: boolean
  isSilent: boolean
  /** As a person reads it; a caption for pictures. */
  text: string
  entities: MessageEntity[]
  /** As the bot wrote it. */
  html: string
  keyboard: InlineKeyboardButton[][]
  /** `src`: a data: address, or null when the bytes are not here. */
  media?: Media & { src: string | null }
  replyTo?: number
  forceReply?: NonNullable<Kept['forceReply']>
}

/** A toast fades. */
const toastMs = 3_000

export function drawView(telegram: Telegram): TelegramView {
  const { bot, people, commands, chats, toasts } = telegram.state
  const drawn = chats.map((chat) => ({ ...chat, messages: drawMessages(telegram, chat.id) }))
  return { bot, people, commands, chats: drawn, toasts: toasts.filter(({ at }) => telegram.clock() - at < toastMs) }
}

export function drawMessages(telegram: Telegram, chat: number): TelegramMessage[] {
  return (telegram.state.messages[chat] ?? []).map((kept) => viewMessage(telegram, kept))
}

export function viewMessage({ state, files }: Telegram, kept: Kept): TelegramMessage {
  const { id, chat, from, date, text, entities, html, keyboard, media, replyTo, forceReply } = kept
  const isBot = from === state.bot.id
  const name = isBot ? state.bot.name : (state.people.find((person) => person.id === from)?.name ?? '')
  return {
    ...{ id, chat, date, text, entities, html, keyboard },
    from: { id: from, name, isBot },
    isEdited: kept.editedAt !== undefined,
    isPinned: kept.pinned === true,
    isSilent: kept.silent === true,
    ...(media && { media: { ...media, src: writeDataAddress(files.get(media.fileId)) } }),
    ...(replyTo !== undefined && { replyTo }),
    ...(forceReply && { forceReply }),
  }
}

const addresses = new WeakMap<Upload, string>()

function writeDataAddress(file: Upload | undefined): string | null {
  if (!file) return null
  const type = file.type.startsWith('image/') ? file.type : 'image/jpeg'
  const known = addresses.get(file) ?? `data:${type};base64,${Buffer.from(file.bytes).toString('base64')}`
  addresses.set(file, known)
  return known
}

/** The question whose reply box is open on this person's phone: the last one put to them since they last wrote. */
export function openQuestion(people: Person[], messages: TelegramMessage[], user: number): TelegramMessage | undefined {
  const since = messages.findLastIndex(({ from }) => from.id === user)
  return messages.slice(since + 1).findLast((message) => isAsked(people, messages, message, user))
}

/** A selective question is for those it mentions and for the one it answers. */
function isAsked(people: Person[], messages: TelegramMessage[], message: TelegramMessage, user: number): boolean {
  if (!message.forceReply) return false
  if (!message.forceReply.selective) return true
  const username = people.find(({ id }) => id === user)?.username
  const answered = messages.find(({ id }) => id === message.replyTo)
  return message.text.includes(`@${username}`) || answered?.from.id === user
}
