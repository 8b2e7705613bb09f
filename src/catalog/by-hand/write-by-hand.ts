import type { Actor } from '#entities/actor.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { clip } from '#src/cards/clip.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { expiryFrom } from '../drafts/draft-days.ts'
import { findSimilar } from '../drafts/find-similar.ts'
import { UNTITLED } from '../extract/merge.ts'
import { readCaption } from '../extract/read-caption.ts'
import { draftKind } from '../kinds.ts'
import { toMinor, writeDecimal } from '../money.ts'
import { type Kept, notePictures } from '../pictures/store.ts'
import type { Currency } from '../reading/amounts.ts'
import { audienceOf, storeOf } from '../stores/sellers.ts'

const MOST_NAME = 80
const MOST_PICTURES = 10

/** `draft` null: the post is being read, its card follows. */
export type Added = { draft: ProductDraft | null; isNew: boolean }

/** `id`: of the message the pictures came with, or of its album. */
export type Shown = { id: string; pictures: Kept[] }
type ByHand = { storeId: string; text: string; by: Actor; shown?: Shown }

/** A draft of what a person typed or sent. The pictures of an album come one by one, and are one product's. */
export async function writeByHand(tx: Tx, typed: ByHand): Promise<Added> {
  const id = uuid(tx.at.getTime())
  const igMediaId = `manual:${typed.shown?.id ?? id}`
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`post ${igMediaId}`])
  await notePictures(tx, typed.shown?.pictures ?? [])
  const known = await tx.em.findOne(ProductDraft, { storeId: typed.storeId, igMediaId, part: 0 }, { refresh: true })
  if (known) return { draft: await addPictures(tx, known, typed), isNew: false }
  const store = await storeOf(tx.em, typed.storeId)
  const looks = typed.shown?.pictures[0]?.looks ?? null
  const similar = await findSimilar(tx.em, [{ id, storeId: store.id, looks }])
  await tx.em.insert(ProductDraft, {
    ...{ id, igMediaId, part: 0, state: 'pending', storeId: store.id, syncId: null, igMediaUrl: '', igPermalink: '' },
    ...{ igMediaType: 'IMAGE', igTimestamp: tx.at, ...readWords(typed.text, store.currency) },
    ...{ imageUrls: [], videoUrls: [], productId: null, sellerEdits: null },
    pictures: typed.shown?.pictures.map(({ hash }) => hash) ?? [],
    similarTo: similar.get(id) ?? null,
    ...{ approvedAt: null, rejectedAt: null, rejectionReason: null, dismissedAt: null },
    expiresAt: expiryFrom(tx.at),
    audience: await audienceOf(tx.em, store.id),
    ...{ createdAt: tx.at, updatedAt: tx.at },
  } as unknown as ProductDraft)
  const draft = await tx.em.findOneOrFail(ProductDraft, { id })
  await raiseNewCards(tx, draftKind, [draft])
  return { draft, isNew: true }
}

/** One more picture of the same album; its words may stand below any of them. */
async function addPictures(tx: Tx, draft: ProductDraft, { text, by, shown, storeId }: ByHand): Promise<ProductDraft> {
  const hashes = shown?.pictures.map(({ hash }) => hash) ?? []
  const pictures = [...new Set([...draft.pictures, ...hashes])].slice(0, MOST_PICTURES)
  const isSaid = text !== '' && !draft.igCaption
  if (draft.state !== 'pending' || (pictures.length === draft.pictures.length && !isSaid)) return draft
  const words = isSaid ? readWords(text, (await storeOf(tx.em, storeId)).currency) : {}
  const [after] = await move(tx, draftKind, [draft], 'refresh', by, { set: () => ({ pictures, ...words }) })
  return after ?? draft
}

function readWords(text: string, shop: Currency) {
  const read = readCaption({ caption: text, storeCurrency: shop })
  const currency = read.currency ?? shop
  const decimal = (amount: number | null) => writeDecimal(toMinor(amount, currency), currency)
  const [line = ''] = text.trim().split('\n')
  return {
    igCaption: text || null,
    extractedData: {
      ...{ name: read.name ?? (clip(line, MOST_NAME) || UNTITLED), description: text, price: decimal(read.price) },
      ...{ currency, category: null, tags: read.tags, variants: read.variants },
      confidence: read.isProduct ? read.confidence : 0.5,
    },
    reading: {
      ...{ was: decimal(read.was), high: decimal(read.high), isSoldOut: read.isSoldOut, evidence: read.evidence },
      products: read.products.map((one) => ({ ...one, price: decimal(one.price) ?? '' })),
      ...{ notUnderstood: read.notUnderstood, by: 'person' as const },
    },
  }
}
