import type { Actor } from '#entities/actor.ts'
import type { Needs } from '#src/app.ts'
import type { SentPictures } from '#src/cards/command.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import type { InstagramApp } from '#src/instagram/call-instagram.ts'
import { keepPicture } from '../pictures/store.ts'
import { addPost } from './add-post.ts'
import { type Added, type Shown, writeByHand } from './write-by-hand.ts'

const POST = /instagram\.com\/(?:[\w.]+\/)?(?:p|reels?|tv)\/([\w-]+)/i
const MOST_PICTURES = 10
const MOST_BYTES = 20_000_000

/**
 * A product typed by hand or sent as a photo, or one post by its address: what people do when Instagram tells nothing.
 * Refuses what is no picture.
 */
export async function addManually(
  app: InstagramApp & Needs<'pictures'>,
  storeId: string,
  text: string,
  by: Actor,
  sent?: SentPictures,
): Promise<Added> {
  const shortcode = POST.exec(text)?.[1]
  if (shortcode) return addPost(app, storeId, shortcode, by)
  const shown = sent && { id: sent.id, pictures: await keepAll(app, sent) }
  return inTransaction(app, (tx) => writeByHand(tx, { storeId, text, by, ...(shown && { shown }) }))
}

async function keepAll(app: Needs<'pictures'>, { pictures }: SentPictures): Promise<Shown['pictures']> {
  const kept: Shown['pictures'] = []
  for (const { size, load } of pictures.slice(0, MOST_PICTURES)) {
    if (size > MOST_BYTES) throw new Refusal('That picture is too large: 20 MB at most.')
    kept.push(await keepPicture(app, Buffer.from(await load())).catch(refuse))
  }
  return kept
}

function refuse(cause: unknown): never {
  if (!(cause instanceof OutsideError)) throw cause
  throw new Refusal('The picture could not be kept just now. Send it again in a minute.', null, { cause })
}
