import { type Api, GrammyError, InputFile } from 'grammy'
import type { Message } from 'grammy/types'
import type { MessageRef } from '#entities/cards/card-post.ts'
import type { Card } from '#src/cards/card.ts'
import type { Bot } from '../bot.ts'
import type { PictureSource } from '../upload-once.ts'
import { findTelegramPlace } from './find-place.ts'
import { setTelegramMenu } from './menu.ts'
import { failTelegram, movedTo, readTelegramRefusal } from './refusal.ts'
import { renderTelegram } from './render.ts'

const plain = { link_preview_options: { is_disabled: true } } as const

/** Draws and posts cards in Telegram. A card's face cannot be found again here: a crash in between hangs it twice. */
export function createTelegramBot(api: Api): Bot {
  return {
    hang: (place, card, _, picture) => hangCard(api, place, card, picture).catch((error) => failTelegram(error, place)),

    async change(ref, card, _, picture) {
      const added = picture && picture.ref !== ref.picture && (await addPicture(api, ref, card, picture))
      return added || changeWords(api, ref, card)
    },

    find: async () => null,

    findPlace: (named) => findTelegramPlace(api, named),

    setMenu: (menu) => setTelegramMenu(api, menu).catch((error) => failTelegram(error, menu.place ?? '')),
  }
}

/** A card as a new message: its picture with the words below it, or the words alone where it is not taken. */
export async function hangCard(
  api: Api,
  place: string,
  card: Card,
  picture: PictureSource | null,
): Promise<MessageRef> {
  const hung = picture && (await hangPicture(api, place, card, picture))
  if (hung) return hung
  const { html, keyboard } = renderTelegram(card)
  const words = { ...plain, parse_mode: 'HTML', reply_markup: { inline_keyboard: keyboard } } as const
  const message = await api.sendMessage(place, html, words)
  return refOf(place, message)
}

async function hangPicture(api: Api, place: string, card: Card, picture: PictureSource): Promise<MessageRef | null> {
  const { html: caption, keyboard } = renderTelegram(card, 'caption')
  const words = { caption, parse_mode: 'HTML', reply_markup: { inline_keyboard: keyboard } } as const
  const message = await withPhoto(picture, (photo) => api.sendPhoto(place, photo, words))
  if (!message) return null
  await keep(picture, message)
  return { ...refOf(place, message), picture: picture.ref }
}

/** With the group's name: once we are out of it nobody tells us. */
function refOf(place: string, { message_id, chat }: Message): MessageRef {
  return { place, message: String(message_id), ...(chat.title && { name: chat.title }) }
}

/** Another picture under the same words, or the first one: Telegram adds it to a message of words too. */
async function addPicture(
  api: Api,
  ref: MessageRef,
  card: Card,
  picture: PictureSource,
): Promise<MessageRef | 'gone' | null> {
  const { html: caption, keyboard } = renderTelegram(card, 'caption')
  const words = { type: 'photo', caption, parse_mode: 'HTML' } as const
  const reply_markup = { inline_keyboard: keyboard }
  try {
    const message = await withPhoto(picture, (media) =>
      api.editMessageMedia(ref.place, Number(ref.message), { ...words, media }, { reply_markup }),
    )
    if (!message) return null
    if (message !== true) await keep(picture, message)
    return { ...ref, picture: picture.ref }
  } catch (error) {
    return settleEdit(ref, error)
  }
}

/** A picture that hangs stays: Telegram takes none away. */
function changeWords(api: Api, ref: MessageRef, card: Card): Promise<MessageRef | 'gone'> {
  const { html, keyboard } = renderTelegram(card, ref.picture ? 'caption' : 'text')
  const words = { parse_mode: 'HTML', reply_markup: { inline_keyboard: keyboard } } as const
  const message = Number(ref.message)
  const edited = ref.picture
    ? api.editMessageCaption(ref.place, message, { ...words, caption: html })
    : api.editMessageText(ref.place, message, html, { ...words, ...plain })
  return edited.then(
    () => ref,
    (error: unknown) => settleEdit(ref, error),
  )
}

/** By what Telegram calls it; what it no longer knows by that is uploaded anew. Null: it is gone, or not taken. */
async function withPhoto<Sent>(
  picture: PictureSource,
  send: (photo: string | InputFile) => Promise<Sent>,
): Promise<Sent | null> {
  const known = picture.known && (await send(picture.known).catch(nullIfRefused))
  if (known) return known
  const loaded = await picture.load()
  if (!loaded) return null
  const file = new InputFile(loaded.bytes, loaded.type === 'image/png' ? 'picture.png' : 'picture.jpg')
  return send(file).catch((error: unknown) => refusal(picture, error))
}

function nullIfRefused(error: unknown): null {
  if (isPictureRefused(error)) return null
  throw error
}

/** The largest of the sizes Telegram made of it. */
async function keep(picture: PictureSource, { photo = [] }: Message): Promise<void> {
  const id = photo.at(-1)?.file_id
  if (id && id !== picture.known) await picture.keep(id)
}

const REFUSED = /IMAGE_PROCESS_FAILED|PHOTO_|file is too big|must be non-empty|wrong (remote )?file|wrong type of/i

function isPictureRefused(error: unknown): error is GrammyError {
  return error instanceof GrammyError && error.error_code === 400 && REFUSED.test(error.description)
}

function refusal(picture: PictureSource, error: unknown): Promise<null> {
  if (isPictureRefused(error)) return picture.refused(error.description)
  throw error
}

/** An edit that changes nothing is refused, and so is one of a message that is gone or stayed in the old group. */
function settleEdit(ref: MessageRef, error: unknown): MessageRef | 'gone' {
  if (error instanceof GrammyError && error.description.includes('message is not modified')) return ref
  if (movedTo(error) || readTelegramRefusal(error)?.meaning === 'message gone') return 'gone'
  return failTelegram(error, ref.place)
}
