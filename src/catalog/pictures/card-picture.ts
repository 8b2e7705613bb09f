import sharp from 'sharp'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import type { CardPicture, Picture } from '#src/cards/picture.ts'
import type { Member } from '#src/cards/subject.ts'
import { ownStore } from '#src/web/own-store.ts'
import { PICTURE_SIDE } from './picture-side.ts'
import { openPicture } from './store.ts'

type Pictured = { id: string; pictures: string[] }

const HALF = PICTURE_SIDE / 2
const MOST_SHOWN = 4

/** What a card shows of a draft or a product: its picture, or the first four as a grid; nothing where it has none. */
export function cardPicture(of: 'draft' | 'product', row: Pictured, alt: string): { picture?: CardPicture } {
  const shown = row.pictures.slice(0, MOST_SHOWN)
  if (shown.length === 0) return {}
  const version = shown.map((hash) => hash.slice(0, 8)).join('-')
  return { picture: { ref: `catalog:${of}/${row.id}/${version}`, alt } }
}

/** The bytes of such a picture; null when it is gone, or another store's. */
export async function showPicture(app: App, rest: string, who: Member | null): Promise<Picture | null> {
  const [, of, id = ''] = /^(draft|product)\/([0-9a-f-]{36})\//.exec(rest) ?? []
  if (!of) return null
  const em = app.em.fork()
  const row = of === 'draft' ? await em.findOne(ProductDraft, { id }) : await em.findOne(Product, { id })
  const storeId = who && ownStore(who).storeId
  if (!row || (storeId && storeId !== row.storeId)) return null
  const all = await Promise.all(row.pictures.slice(0, MOST_SHOWN).map((hash) => openPicture(app, hash)))
  const found = all.filter((jpeg) => jpeg !== null)
  const [only, ...others] = found
  if (!only) return null
  return { bytes: others.length === 0 ? only : await drawGrid(found), type: 'image/jpeg' }
}

/** Two beside each other, or two rows of two; the place of a missing fourth stays white. */
async function drawGrid(pictures: Buffer[]): Promise<Buffer> {
  const tiles = await Promise.all(pictures.map((jpeg) => sharp(jpeg).resize(HALF, HALF, { fit: 'cover' }).toBuffer()))
  const placed = tiles.map((input, at) => ({ input, left: (at % 2) * HALF, top: Math.floor(at / 2) * HALF }))
  const size = { width: PICTURE_SIDE, height: tiles.length > 2 ? PICTURE_SIDE : HALF }
  return sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .composite(placed)
    .jpeg({ quality: 82 })
    .toBuffer()
}
