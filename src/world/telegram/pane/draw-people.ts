import type { Chat as ApiChat, User } from 'grammy/types'
import type { Chat, State } from '../state.ts'

export function drawBot({ bot }: State): User & { is_bot: true; username: string } {
  return { id: bot.id, is_bot: true, first_name: bot.name, username: bot.username }
}

export function drawUser(state: State, id: number): User | null {
  if (id === state.bot.id) return drawBot(state)
  const person = state.people.find((person) => person.id === id)
  if (!person) return null
  const { name, username, language } = person
  return { id, is_bot: false, first_name: name, username, language_code: language }
}

export function drawChat(state: State, { id, kind, title }: Chat): ApiChat.PrivateChat | ApiChat.SupergroupChat {
  if (kind === 'supergroup') return { id, type: kind, title }
  const username = state.people.find((person) => person.id === id)?.username ?? ''
  return { id, type: 'private', first_name: title, username }
}
