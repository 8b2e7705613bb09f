import type { BotCommand, BotCommandScope, InlineKeyboardButton, MessageEntity, Update } from 'grammy/types'

/**
 * Everything the stand-in remembers: plain JSON, so that a restart forgets nothing. An `undefined` in it breaks saving.
 */
export type State = {
  bot: { id: number; name: string; username: string }
  people: Person[]
  chats: Chat[]
  /** By chat id, oldest first. Deleted ones are gone. */
  messages: Record<string, Kept[]>
  nextMessage: Record<string, number>
  nextUpdate: number
  nextQuery: number
  updates: Pending[]
  queries: Query[]
  webhook: Webhook | null
  /** What the last getUpdates or setWebhook asked for; null: all but the ones Telegram leaves out. */
  allowed: string[] | null
  commands: { scope: BotCommandScope; language: string; commands: BotCommand[] }[]
  /** What floats over a person's screen until they do the next thing. */
  toasts: Toast[]
  /** Times of the bot's sends and edits, by group id, for the 20 a minute. */
  sends: Record<string, number[]>
}

export type Person = { id: number; name: string; username: string; language: string }

export type Chat = {
  id: number
  kind: 'private' | 'supergroup'
  title: string
  members: number[]
  /** Private: the person has pressed Start. */
  started: boolean
  /** Private: the person has blocked the bot. */
  blocked: boolean
  /** Somebody removed the bot from the group. */
  kicked?: boolean
  /** The supergroup that this group became. */
  movedTo?: number
}

export type Kept = {
  id: number
  chat: number
  /** A person's id or the bot's. */
  from: number
  /** Seconds. */
  date: number
  editedAt?: number
  text: string
  entities: MessageEntity[]
  /** The text as the bot wrote it. */
  html: string
  keyboard: InlineKeyboardButton[][]
  media?: Media
  replyTo?: number
  forceReply?: { placeholder: string; selective: boolean }
  pinned?: true
  silent?: true
}

export type Media = {
  kind: 'photo' | 'document'
  fileId: string
  name: string
  type: string
  size: number
  width: number
  height: number
}

/** An update on its way to the bot; `lane`: those of one lane are delivered one after another. */
export type Pending = { update: Update; lane: string; at: number }
export type Query = { id: string; user: number; chat: number; message: number; at: number; answered: boolean }
export type Toast = { user: number; chat: number; at: number; text: string; alert: boolean; url?: string }
export type Webhook = {
  url: string
  secret: string
  maxConnections: number
  lastErrorAt: number
  lastError: string
}

export const telegramPeople = {
  ann: { id: 610000001, name: 'Ann', username: 'ann_desk', language: 'en' },
  bo: { id: 610000002, name: 'Bo', username: 'bo_desk', language: 'en' },
  dane: { id: 610000003, name: 'Dane', username: 'dane_studio', language: 'en' },
  stranger: { id: 610000009, name: 'Stranger', username: 'stranger', language: 'en' },
} as const satisfies Record<string, Person>

/** The group 'Studio desk' of the bot, Ann, Bo and Dane. */
export const studioDesk = -1002100000001

/** A private chat has the person's id. Ann, Bo and Dane have pressed Start; the Stranger has not. */
export function seedState(token: string): State {
  const { ann, bo, dane, stranger } = telegramPeople
  const desk = [ann, bo, dane]
  const members = desk.map(({ id }) => id)
  return {
    bot: { id: Number(token.split(':')[0]) || 770000001, name: 'Deskhand', username: 'deskhand_bot' },
    people: [...desk, stranger],
    chats: [
      { id: studioDesk, kind: 'supergroup', title: 'Studio desk', members, started: true, blocked: false },
      ...[...desk, stranger].map(({ id, name }): Chat => {
        return { id, kind: 'private', title: name, members: [id], started: id !== stranger.id, blocked: false }
      }),
    ],
    ...{ messages: {}, nextMessage: {}, nextUpdate: 1, nextQuery: 1, updates: [], queries: [] },
    ...{ webhook: null, allowed: null, commands: [], toasts: [], sends: {} },
  }
}
