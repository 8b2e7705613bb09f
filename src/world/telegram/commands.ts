import type { BotCommand, BotCommandScope } from 'grammy/types'
import type { Params } from './params.ts'
import { badRequest } from './refusal.ts'
import type { State } from './state.ts'
import type { Telegram } from './telegram.ts'

const scopes = [
  ...['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'],
  ...['chat', 'chat_administrators', 'chat_member'],
]

export function setMyCommands(telegram: Telegram, params: Params): true {
  const commands = params.value<BotCommand[]>('commands')
  if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array of BotCommand")
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  for (const { command, description } of commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
    if (description.trim().length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  deleteMyCommands(telegram, params)
  const named = commands.map(({ command, description }) => ({ command: command.replace('/', ''), description }))
  telegram.state.commands.push({ ...readScope(telegram, params), commands: named })
  telegram.bell.ring()
  return true
}

export function deleteMyCommands(telegram: Telegram, params: Params): true {
  const { state } = telegram
  const wanted = readScope(telegram, params)
  state.commands = state.commands.filter((list) => !isSame(list, wanted))
  telegram.bell.ring()
  return true
}

export function getMyCommands(telegram: Telegram, params: Params): BotCommand[] {
  const wanted = readScope(telegram, params)
  return telegram.state.commands.find((list) => isSame(list, wanted))?.commands ?? []
}

type Scoped = { scope: BotCommandScope; language: string }

function readScope(telegram: Telegram, params: Params): Scoped {
  const scope = params.value<BotCommandScope>('scope') ?? { type: 'default' }
  if (!scopes.includes(scope.type)) throw badRequest("can't parse BotCommandScope: unsupported type specified")
  if ('chat_id' in scope && !telegram.state.chats.some(({ id }) => String(id) === String(scope.chat_id)))
    throw badRequest('chat not found')
  return { scope, language: params.text('language_code') }
}

function isSame(list: Scoped, wanted: Scoped): boolean {
  return list.language === wanted.language && writeKey(list.scope) === writeKey(wanted.scope)
}

function writeKey(scope: BotCommandScope): string {
  const { type, chat_id = '', user_id = '' } = { chat_id: '', user_id: '', ...scope }
  return `${type}:${chat_id}:${user_id}`
}

/**
 * The menu one person sees in one chat: the narrowest list that is set. The group's first member is its administrator.
 */
export function commandsFor(
  state: Pick<State, 'commands' | 'people' | 'chats'>,
  user: number,
  chat: number,
): BotCommand[] {
  const language = state.people.find(({ id }) => id === user)?.language ?? ''
  const isAdministrator = state.chats.find(({ id }) => id === chat)?.members[0] === user
  const inGroup = [
    `chat_member:${chat}:${user}`,
    ...(isAdministrator ? [`chat_administrators:${chat}:`] : []),
    `chat:${chat}:`,
    ...(isAdministrator ? ['all_chat_administrators::'] : []),
    'all_group_chats::',
  ]
  const keys = [...(chat < 0 ? inGroup : [`chat:${chat}:`, 'all_private_chats::']), 'default::']
  const lists = keys.flatMap((key) => {
    const inScope = state.commands.filter(({ scope }) => writeKey(scope) === key)
    return [inScope.find((list) => list.language === language), inScope.find((list) => list.language === '')]
  })
  return lists.find((list) => list !== undefined)?.commands ?? []
}
