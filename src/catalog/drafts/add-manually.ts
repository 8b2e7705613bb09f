import type { Actor } from '#entities/actor.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { UNTITLED } from '../extract/merge.ts'
import { readCaption } from '../extract/read-caption.ts'
import { DRAFT_DAYS } from '../extract/save-reading.ts'
import { draftKind } from '../kinds.ts'
import { toMinor, writeDecimal } from '../money.ts'
import type { Currency } from '../reading/amounts.ts'
import { audienceOf, storeOf } from '../stores/sellers.ts'

const DAY_MS = 86_400_000
const POST = /instagram\.com\/(?:[\w.]+\/)?(?:p|reels?|tv)\/([\w-]+)/i

/**
 * A product typed by hand, or one post by its address: what people do when Instagram cannot be read. The address of a
 * known post opens its draft again, also one that was rejected.
 */
export async function addManually(
  app: Needs<'em' | 'clock' | 'ring'>,
  storeId: string,
  text: string,
  by: Actor,
): Promise<ProductDraft> {
  const shortcode = POST.exec(text)?.[1]
  return inTransaction(app, async (tx) => {
    if (shortcode) return reopenPost(tx, storeId, shortcode, by)
    const store = await storeOf(tx.em, storeId)
    const currency = (store.currency === 'UGX' || store.currency === 'KES' ? store.currency : 'USD') as Currency
    const read = readCaption({ caption: text, storeCurrency: currency })
    const id = uuid()
    const decimal = (amount: number | null) =>
      writeDecimal(toMinor(amount, read.currency ?? currency), read.currency ?? currency)
    await tx.em.insert(ProductDraft, {
      ...{ id, state: 'pending', storeId, syncId: null, igMediaId: `manual:${id}`, igMediaUrl: '', igPermalink: '' },
      ...{ igCaption: text, igMediaType: 'IMAGE', igTimestamp: tx.at },
      extractedData: {
        ...{
          name: read.name ?? UNTITLED,
          description: text,
          price: decimal(read.price),
          currency: read.currency ?? currency,
        },
        ...{ category: null, tags: read.tags, variants: read.variants, confidence: read.confidence },
      },
      reading: {
        ...{ was: decimal(read.was), high: decimal(read.high), isSoldOut: read.isSoldOut, evidence: read.evidence },
        ...{ products: [], notUnderstood: read.notUnderstood, by: 'person' as const },
      },
      ...{ imageUrls: [], pictures: [], videoUrls: [], productId: null, similarTo: null, sellerEdits: null },
      ...{ approvedAt: null, rejectedAt: null, rejectionReason: null, dismissedAt: null },
      expiresAt: new Date(tx.at.getTime() + DRAFT_DAYS * DAY_MS),
      audience: await audienceOf(tx.em, storeId),
      ...{ createdAt: tx.at, updatedAt: tx.at },
    } as unknown as ProductDraft)
    const draft = await tx.em.findOneOrFail(ProductDraft, { id })
    await raiseNewCards(tx, draftKind, [draft])
    return draft
  })
}

/** A post that was rejected, or ran out, waits again because a person says so. */
async function reopenPost(tx: Tx, storeId: string, shortcode: string, by: Actor): Promise<ProductDraft> {
  const [row] = await sql<{ id: string }>(
    tx.em,
    `select d.id from product_drafts d join instagram_posts p on p.ig_media_id = d.ig_media_id
     where p.shortcode = $1 and d.store_id = $2 for update of d`,
    [shortcode, storeId],
  )
  if (!row) throw new Refusal('I have not seen that post as a product. Write scan, or type the product in words.')
  const draft = await tx.em.findOneOrFail(ProductDraft, { id: row.id }, { refresh: true })
  if (draft.state !== 'rejected' && draft.state !== 'expired') return draft
  await move(tx, draftKind, [draft], 'reopen', by, { set: () => openAgain(tx.at), ring: true })
  return tx.em.findOneOrFail(ProductDraft, { id: row.id }, { refresh: true })
}

/** What a draft that waits again begins with. */
export function openAgain(at: Date) {
  const expiresAt = new Date(at.getTime() + DRAFT_DAYS * DAY_MS)
  return { rejectedAt: null, rejectionReason: null, dismissedAt: null, expiresAt, reminded: 0 }
}
