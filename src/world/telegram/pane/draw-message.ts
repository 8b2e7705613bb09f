import type { Message, MessageEntity, PhotoSize } from 'grammy/types'
import type { Kept, Media, State } from '../state.ts'
import { drawBot, drawChat, drawUser } from './draw-people.ts'

/** A message as the API shows it; the one it answers is shown without its own. */
export function drawMessage(state: State, kept: Kept, isNested = false): Message {
  const chat = state.chats.find(({ id }) => id === kept.chat)
  if (!chat) throw new Error(`Message ${kept.id} lies in no chat`)
  const answered = isNested ? undefined : findMessage(state, kept.chat, kept.replyTo)
  return {
    message_id: kept.id,
    from: drawUser(state, kept.from) ?? drawBot(state),
    chat: drawChat(state, chat),
    date: kept.date,
    ...(kept.editedAt && { edit_date: kept.editedAt }),
    ...(answered && { reply_to_message: drawMessage(state, answered, true) }),
    ...(kept.media ? drawMedia(kept, kept.media) : drawText('text', 'entities', kept)),
    ...(kept.keyboard.length > 0 && { reply_markup: { inline_keyboard: kept.keyboard } }),
  } as Message
}

export function findMessage(state: State, chat: number, id: number | undefined): Kept | undefined {
  return id === undefined ? undefined : state.messages[chat]?.find((message) => message.id === id)
}

function drawText(text: string, entities: string, kept: { text: string; entities: MessageEntity[] }) {
  return { ...(kept.text && { [text]: kept.text }), ...(kept.entities.length > 0 && { [entities]: kept.entities }) }
}

function drawMedia(kept: Kept, { kind, fileId, name, type, size, width, height }: Media) {
  const file = { file_id: fileId, file_unique_id: fileId.slice(-14), file_size: size }
  const photo: PhotoSize[] = [{ ...file, width, height }]
  const drawn = kind === 'photo' ? { photo } : { document: { ...file, file_name: name, mime_type: type } }
  return { ...drawn, ...drawText('caption', 'caption_entities', kept) }
}
