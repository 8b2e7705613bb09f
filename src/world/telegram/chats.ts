import type { ChatFullInfo, ChatMember, Message, UserFromGetMe } from 'grammy/types'
import { drawMessage } from './pane/draw-message.ts'
import { drawBot, drawChat, drawUser } from './pane/draw-people.ts'
import type { Params } from './params.ts'
import { badRequest, refusals } from './refusal.ts'
import type { Chat } from './state.ts'
import type { Telegram } from './telegram.ts'

function findChat({ state }: Telegram, params: Params): Chat {
  const id = params.text('chat_id')
  if (id === '') throw badRequest('chat_id is empty')
  const chat = state.chats.find((chat) => String(chat.id) === id)
  if (!chat) throw badRequest('chat not found')
  if (chat.kicked) throw refusals.kicked()
  if (chat.movedTo !== undefined) throw refusals.upgraded(chat.movedTo)
  return chat
}

/** A chat the bot may write in: in private only after the person's Start, and until the person blocks it. */
export function findOpenChat(telegram: Telegram, params: Params): Chat {
  const chat = findChat(telegram, params)
  if (chat.blocked) throw refusals.blocked()
  if (!chat.started) throw refusals.notStarted()
  return chat
}

export function getMe({ state }: Telegram): UserFromGetMe {
  return {
    ...drawBot(state),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  }
}

export function getChat(telegram: Telegram, params: Params): ChatFullInfo {
  const { state } = telegram
  const chat = findChat(telegram, params)
  const pinned = state.messages[chat.id]?.findLast((message) => message.pinned)
  return {
    ...drawChat(state, chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      ...{ unlimited_gifts: false, limited_gifts: false, unique_gifts: false },
      ...{ premium_subscription: false, gifts_from_channels: false },
    },
    ...(pinned && { pinned_message: drawMessage(state, pinned) as Message & { reply_to_message?: never } }),
  } as ChatFullInfo
}

export function getChatMember(telegram: Telegram, params: Params): ChatMember {
  const { state } = telegram
  const chat = findChat(telegram, params)
  const id = params.number('user_id')
  if (!id) throw badRequest('invalid user_id specified')
  if (id === state.bot.id) return { status: 'member', user: drawBot(state) }
  const user = drawUser(state, id)
  if (!user) throw badRequest('PARTICIPANT_ID_INVALID')
  if (!chat.members.includes(id)) return { status: 'left', user }
  const isOwner = chat.kind === 'supergroup' && chat.members[0] === id
  return isOwner ? { status: 'creator', user, is_anonymous: false } : { status: 'member', user }
}
