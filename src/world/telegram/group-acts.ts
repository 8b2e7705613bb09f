import type { Update } from 'grammy/types'
import { readTyped } from './entities.ts'
import { addMessage, keepMessage } from './messages.ts'
import { drawMessage } from './pane/draw-message.ts'
import { drawBot, drawChat, drawUser } from './pane/draw-people.ts'
import type { Chat } from './state.ts'
import { nowS, type Telegram } from './telegram.ts'
import { pushUpdate } from './updates.ts'

/** What the owner of a group does to it. */
export function createGroupActs(telegram: Telegram) {
  const changed = async () => {
    telegram.bell.ring()
    await telegram.keep()
  }
  return {
    async kick({ chat }: { chat: number }) {
      setKicked(telegram, groupOf(telegram.state, chat), true)
      await changed()
    },
    async letIn({ chat }: { chat: number }) {
      setKicked(telegram, groupOf(telegram.state, chat), false)
      await changed()
    },
    async upgrade({ chat }: { chat: number }) {
      const to = upgrade(telegram, groupOf(telegram.state, chat))
      await changed()
      return to
    },
  }
}

/** The group as it is now. */
export function groupOf({ chats }: { chats: Chat[] }, id: number): Chat {
  const chat = chats.find((one) => one.id === id)
  if (!chat || chat.kind === 'private') throw new Error(`There is no group ${id}`)
  return chat.movedTo === undefined ? chat : groupOf({ chats }, chat.movedTo)
}

function setKicked(telegram: Telegram, chat: Chat, kicked: boolean): void {
  if ((chat.kicked ?? false) === kicked) return
  if (kicked) chat.kicked = true
  else delete chat.kicked
  const user = drawBot(telegram.state)
  const member = (isOut: boolean) =>
    isOut ? { status: 'kicked' as const, user, until_date: 0 } : { status: 'member' as const, user }
  const change = {
    ...{ chat: drawChat(telegram.state, chat), from: ownerOf(telegram, chat), date: nowS(telegram) },
    ...{ old_chat_member: member(!kicked), new_chat_member: member(kicked) },
  }
  pushUpdate(telegram, { my_chat_member: change }, `chat:${chat.id}`)
}

/** Real supergroups begin with -100; each of ours is one further. */
function upgrade(telegram: Telegram, old: Chat): number {
  const { state } = telegram
  const id = Math.min(...state.chats.map((chat) => chat.id)) - 1
  const { movedTo: _, ...kept } = old
  state.chats.splice(state.chats.indexOf(old) + 1, 0, { ...kept, id })
  old.movedTo = id
  const said = addMessage(telegram, old, ownerOf(telegram, old).id, readTyped('The group is a supergroup now.'))
  keepMessage(telegram, said)
  const message = { ...drawMessage(state, said), text: undefined, migrate_to_chat_id: id }
  pushUpdate(telegram, { message } as unknown as Omit<Update, 'update_id'>, `chat:${old.id}`)
  return id
}

function ownerOf({ state }: Telegram, { members }: Chat) {
  const owner = drawUser(state, members[0] ?? 0)
  if (!owner) throw new Error('A group has an owner')
  return owner
}
