import type { Update } from 'grammy/types'
import { until } from './bell.ts'
import { readTyped } from './entities.ts'
import { readMedia } from './files/files.ts'
import { addMessage, keepMessage, removeMessage } from './messages.ts'
import { drawMessage, findMessage } from './pane/draw-message.ts'
import { drawChat, drawUser } from './pane/draw-people.ts'
import type { Upload } from './params.ts'
import type { Chat, Kept, Query } from './state.ts'
import { nowS, type Telegram } from './telegram.ts'
import { isListening, isPending, pushUpdate } from './updates.ts'
import { drawMessages, openQuestion, type TelegramMessage, viewMessage } from './view.ts'

/** What the person saw: what floated over the screen, and what the bot wrote in this chat meanwhile. */
export type Seen = { toast?: string; alert?: boolean; url?: string; replies: TelegramMessage[] }

type InChat = { user: number; chat: number }

/**
 * What a person does. Each waits until the bot has dealt with it (at most 5 s; not at all when no bot is listening).
 * Throws what no phone would let them do: writing in a chat they are not in, pressing a button that is not there.
 */
export type TelegramAct = {
  /** By `label` of a button that is there, or by `data`: also of a button the phone still shows after an edit. */
  press(act: InChat & { messageId: number } & ({ data: string } | { label: string })): Promise<Seen>
  /** An open question is answered by replying to it, as phones do; `replyTo: null` closes it first. */
  say(act: InChat & { text: string; replyTo?: number | null; file?: Upload }): Promise<Seen>
  /** Sends a photo, perhaps with words below it; those of one album carry its name. */
  photo(act: InChat & { bytes: Buffer; caption?: string; album?: string }): Promise<Seen>
  /** `/text`; from a menu, so never a reply. */
  command(act: InChat & { text: string }): Promise<Seen>
  /** Start in the private chat, perhaps from a t.me link with a parameter; also lifts a block. */
  start(act: { user: number; param?: string }): Promise<Seen>
  deleteMessage(act: InChat & { messageId: number }): Promise<void>
  block(act: { user: number }): Promise<void>
  /** These chats as if nothing had been said there, but for the messages kept: `telegram -100 17`. */
  clear(chats: number[], kept: ReadonlySet<string>): Promise<void>
}

const patienceMs = 5_000

type Written = { text: string; file: Upload | undefined; replyTo: number | undefined }

async function writeTyped(telegram: Telegram, chat: Chat, user: number, written: Written): Promise<Kept> {
  const { text, file, replyTo } = written
  const media = file && (await readMedia(telegram, 'document', '', file))
  const typed = addMessage(telegram, chat, user, readTyped(text))
  if (typed.text === '' && !media) throw new Error('Telegram sends no empty message')
  return { ...typed, ...(media && { media }), ...(replyTo !== undefined && { replyTo }) }
}

export function createPerson(telegram: Telegram): TelegramAct {
  const say: TelegramAct['say'] = async ({ user, chat: id, text, replyTo, file }) => {
    const chat = enter(telegram, user, id)
    const open =
      replyTo === undefined ? openQuestion(telegram.state.people, drawMessages(telegram, id), user)?.id : replyTo
    const answered = findMessage(telegram.state, id, open ?? undefined)
    if (replyTo && !answered) throw new Error(`No message ${replyTo} in ${chat.title}`)
    const typed = await writeTyped(telegram, chat, user, { text, file, replyTo: answered?.id })
    chat.started = true
    keepMessage(telegram, typed)
    const update = { message: drawMessage(telegram.state, typed) } as Omit<Update, 'update_id'>
    const sent = isSeenByBot(telegram, chat, typed) ? pushUpdate(telegram, update, `chat:${id}`) : null
    return see(telegram, id, user, typed.id, sent)
  }
  return {
    say,
    press: (act) => press(telegram, act),
    photo: (act) => photo(telegram, act),
    command: ({ text, ...act }) => say({ ...act, text: `/${text.replace(/^\//, '')}`, replyTo: null }),
    start: ({ user, param }) => {
      if (param && !/^[\w-]{1,64}$/.test(param)) throw new Error(`Not a start parameter: ${param}`)
      changeBlock(telegram, user, false)
      return say({ user, chat: user, text: param ? `/start ${param}` : '/start', replyTo: null })
    },
    deleteMessage: async ({ user, chat, messageId }) => {
      enter(telegram, user, chat)
      const message = findMessage(telegram.state, chat, messageId)
      if (!message) throw new Error(`No message ${messageId} to delete`)
      if (chat < 0 && message.from !== user) throw new Error('In a group one deletes only what one wrote')
      removeMessage(telegram, message)
      await telegram.keep()
    },
    block: async ({ user }) => {
      changeBlock(telegram, user, true)
      await telegram.keep()
    },
    clear: async (chats, kept) => {
      const { messages } = telegram.state
      for (const chat of chats) {
        messages[chat] = (messages[chat] ?? []).filter(({ id }) => kept.has(`telegram ${chat} ${id}`))
      }
      telegram.state.toasts = []
      telegram.bell.ring()
      await telegram.keep()
    },
  }
}

async function photo(telegram: Telegram, act: Parameters<TelegramAct['photo']>[0]): Promise<Seen> {
  const { user, chat: id, bytes, caption = '', album } = act
  const chat = enter(telegram, user, id)
  const media = await readMedia(telegram, 'photo', '', { name: 'photo.jpg', type: 'image/jpeg', bytes })
  const sent: Kept = { ...addMessage(telegram, chat, user, readTyped(caption)), media }
  keepMessage(telegram, sent)
  const drawn = drawMessage(telegram.state, sent)
  const message = album ? { ...drawn, media_group_id: album } : drawn
  const update = { message } as Omit<Update, 'update_id'>
  return see(telegram, id, user, sent.id, chat.kind === 'private' ? pushUpdate(telegram, update, `chat:${id}`) : null)
}

async function press(telegram: Telegram, act: Parameters<TelegramAct['press']>[0]): Promise<Seen> {
  const { state } = telegram
  const { user, chat: id, messageId } = act
  const chat = enter(telegram, user, id)
  const message = findMessage(state, id, messageId)
  if (!message) throw new Error(`No message ${messageId} in ${chat.title}`)
  const button = 'data' in act ? { callback_data: act.data } : findButton(message, act.label)
  if ('url' in button) return { url: button.url, replies: [] }
  const query: Query = {
    ...{ id: String(4_700_000_000_000_000 + state.nextQuery++), user, chat: id, message: messageId },
    ...{ at: telegram.clock(), answered: false },
  }
  state.queries = [...state.queries.slice(-500), query]
  const sent = pushUpdate(
    telegram,
    {
      callback_query: {
        ...{ id: query.id, chat_instance: String(id * 7), data: button.callback_data },
        from: drawUser(state, user) ?? missing(user),
        message: drawMessage(state, message),
      },
    },
    `person:${user}`,
  )
  return see(telegram, id, user, (state.nextMessage[id] ?? 1) - 1, sent, query)
}

function findButton({ id, keyboard }: Kept, label: string): { callback_data: string } | { url: string } {
  const button = keyboard.flat().find(({ text }) => text === label)
  if (button && 'callback_data' in button) return { callback_data: button.callback_data }
  if (button && 'url' in button) return { url: button.url }
  const labels = keyboard.flat().map(({ text }) => text)
  throw new Error(`Message ${id} has no button '${label}', only: ${labels.join(', ') || 'none'}`)
}

/** Waits until the bot is done with the update (and has answered the press), then tells what happened on the screen. */
async function see(telegram: Telegram, chat: number, user: number, last: number, sent: number | null, query?: Query) {
  await telegram.keep()
  const isDone = () => (sent === null || !isPending(telegram, sent)) && (!query || query.answered)
  const waitMs = sent !== null && isListening(telegram) ? patienceMs : 0
  await until(telegram.bell, () => (isDone() ? true : undefined), waitMs, telegram.closed)
  const toast = telegram.state.toasts.findLast((toast) => toast.user === user && query !== undefined)
  const replies = (telegram.state.messages[chat] ?? [])
    .filter(({ id, from }) => id > last && from === telegram.state.bot.id)
    .map((kept) => viewMessage(telegram, kept))
  return { ...(toast && { toast: toast.text, alert: toast.alert, ...(toast.url && { url: toast.url }) }), replies }
}

/** Privacy mode: in a group the bot sees commands that may be for it and replies to what it wrote. */
function isSeenByBot({ state }: Telegram, chat: Chat, { text, entities, replyTo }: Kept): boolean {
  if (chat.kind === 'private') return true
  if (findMessage(state, chat.id, replyTo)?.from === state.bot.id) return true
  return entities.some(({ type, offset, length }) => {
    const [, address] = text.slice(offset, offset + length).split('@')
    return type === 'bot_command' && (!address || address.toLowerCase() === state.bot.username)
  })
}

/** The chat, with whatever floated over the person's screen wiped away. */
function enter(telegram: Telegram, user: number, id: number): Chat {
  const { state } = telegram
  const chat = state.chats.find((chat) => chat.id === id)
  if (!chat?.members.includes(user)) throw new Error(`${user} is not in chat ${id}`)
  if (chat.blocked) throw new Error(`${chat.title} has blocked the bot`)
  state.toasts = state.toasts.filter((toast) => toast.user !== user)
  return chat
}

function changeBlock(telegram: Telegram, user: number, blocked: boolean): void {
  const { state } = telegram
  const chat = state.chats.find(({ id }) => id === user) ?? missing(user)
  if (chat.blocked === blocked) return
  chat.blocked = blocked
  const bot = drawUser(state, state.bot.id) ?? missing(state.bot.id)
  const member = (isOut: boolean) =>
    isOut ? { status: 'kicked' as const, user: bot, until_date: 0 } : { status: 'member' as const, user: bot }
  const change = {
    ...{ chat: drawChat(state, chat), from: drawUser(state, user) ?? missing(user), date: nowS(telegram) },
    ...{ old_chat_member: member(!blocked), new_chat_member: member(blocked) },
  }
  pushUpdate(telegram, { my_chat_member: change }, `chat:${user}`)
}

function missing(id: number): never {
  throw new Error(`Nobody here has the id ${id}`)
}
