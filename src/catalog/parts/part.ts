import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import type { Tx } from '#src/database/transaction.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { expiryFrom } from '../drafts/draft-days.ts'
import type { DraftView } from '../drafts/draft-view.ts'
import { DOUBT, SEVERAL } from '../extract/caption-doubts.ts'
import { draftKind } from '../kinds.ts'
import { redraw } from '../scan/redraw.ts'
import { type Known, matchParts } from './match-parts.ts'
import { isTooLong } from './too-long.ts'

/** Why a part ran out: its post was edited. */
export const NOT_NAMED = 'Its post names it no longer.'

export type OneOf = ProductDraft['reading']['products'][number]
type Post = Pick<ProductDraft, 'extractedData' | 'reading'>

/** How many products a post is parted into; 0: it is one, or more than a person wants cards of. */
export function countParts(whole: Pick<ProductDraft, 'reading'>): number {
  return isTooLong(whole) ? 0 : whole.reading.products.length
}

/** A draft of each product of the post, with the words it stands in; the post's own is over. */
export async function partDraft({ tx, view }: Acting<DraftView>): Promise<Effect<ProductDraft>> {
  const listed = view.reading.products
  const drafts = await makeParts(tx, view, listed, 1)
  if (view.syncId) await redraw(tx, [view.syncId], { but: view.id })
  const refs = drafts.map((draft) => writeRef(draftKind, draft)).join(', ')
  return { tell: `Each has its own card: ${refs}. When you edit the post later, they follow.` }
}

/** Drafts of these products of a post that is parted, numbered from `first`, each with a card of its own. */
export async function makeParts(tx: Tx, whole: ProductDraft, listed: OneOf[], first: number): Promise<ProductDraft[]> {
  if (listed.length === 0) return []
  const rows = listed.map((one, at) => ({
    ...columnsOf(whole, one, first + at),
    ...{ id: uuid(tx.at.getTime()), state: 'pending' as const },
    ...{ createdAt: tx.at, updatedAt: tx.at, expiresAt: expiryFrom(tx.at) },
  }))
  await tx.em.insertMany(ProductDraft, rows as unknown as ProductDraft[])
  const ids = rows.map(({ id }) => id)
  const drafts = await tx.em.find(ProductDraft, { id: { $in: ids } }, { orderBy: { number: 'asc' } })
  await raiseNewCards(tx, draftKind, drafts)
  return drafts
}

/** What a part is known by. */
export function knownOf({ extractedData: { name, price }, state }: ProductDraft): Known {
  return { name, price, isOpen: state === 'pending' }
}

/** Parts that ran out so long ago that nobody keeps them wait again with the others, because a person asks for all. */
export async function bringBack(tx: Tx, whole: ProductDraft, parts: ProductDraft[]): Promise<void> {
  if (countParts(whole) === 0) return
  const { added } = matchParts(parts.map(knownOf), whole.reading.products)
  await makeParts(tx, whole, added, 1 + Math.max(0, ...parts.map(({ part }) => part)))
}

/** What is read of a post, as far as it is about this one of its products. */
export function readingOf({ extractedData, reading }: Post, one: OneOf): Post {
  const { name, price, said = name, isSoldOut = false, condition } = one
  const more = reading.notUnderstood.includes(SEVERAL) ? DOUBT : 0
  const confidence = Math.min(1, Math.round((extractedData.confidence + more) * 100) / 100)
  return {
    extractedData: { ...extractedData, name, description: said, price: price || null, variants: [], confidence },
    reading: {
      ...{ was: null, high: null, isSoldOut, products: [], by: reading.by, ...(condition && { condition }) },
      evidence: { name: said, ...(price && { price: said }) },
      notUnderstood: reading.notUnderstood.filter((doubt) => doubt !== SEVERAL),
      // The picture was looked at for the post as a whole.
      isBlurred: extractedData.category !== null,
    },
  }
}

/** Whose picture is whose is seen where all are kept and as many as products; else each shows all of them. */
function columnsOf(whole: ProductDraft, one: OneOf, part: number) {
  const { products } = whole.reading
  const at = products.indexOf(one)
  const isEach = [whole.imageUrls, whole.pictures].every(({ length }) => length === products.length)
  const own = <T>(shown: T[]) => (isEach ? shown.slice(at, at + 1) : shown)
  return {
    ...{ storeId: whole.storeId, syncId: whole.syncId, audience: whole.audience },
    ...{ igMediaId: whole.igMediaId, part, igMediaUrl: whole.igMediaUrl, igPermalink: whole.igPermalink },
    ...{ igCaption: whole.igCaption, igMediaType: whole.igMediaType, igTimestamp: whole.igTimestamp },
    ...{ imageUrls: own(whole.imageUrls), pictures: own(whole.pictures), videoUrls: whole.videoUrls },
    ...readingOf(whole, one),
    ...{ sellerEdits: null, productId: null, similarTo: null },
    ...{ approvedAt: null, rejectedAt: null, rejectionReason: null, dismissedAt: null },
  }
}
