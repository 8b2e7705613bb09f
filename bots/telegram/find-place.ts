import { type Api, GrammyError } from 'grammy'
import type { ChatFullInfo, ChatMember } from 'grammy/types'
import { Refusal } from '#src/errors.ts'

/** The chat somebody named, by id or `@name`, when the bot may post there; else a refusal that says what to do. */
export async function findTelegramPlace(api: Api, named: string): Promise<{ place: string; name: string }> {
  const chat = await api.getChat(named).catch((error: unknown): null => {
    if (error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)) return null
    throw error
  })
  if (!chat)
    throw new Refusal(`I see no chat ${named} in Telegram. Add me to the group first, then type the command there.`)
  const name = nameOf(chat)
  if (chat.type !== 'private') {
    const me = await api.getMe()
    if (!mayPost(await api.getChatMember(chat.id, me.id), chat.type))
      throw new Refusal(`I may not write in ${name}. Make me a member who may.`)
  }
  return { place: String(chat.id), name }
}

function mayPost(member: ChatMember, type: ChatFullInfo['type']): boolean {
  if (member.status === 'administrator') return type !== 'channel' || member.can_post_messages === true
  if (type === 'channel') return member.status === 'creator'
  if (member.status === 'restricted') return member.can_send_messages
  return member.status === 'member' || member.status === 'creator'
}

function nameOf(chat: ChatFullInfo): string {
  return chat.type === 'private' ? `the chat with ${chat.first_name}` : chat.title
}
