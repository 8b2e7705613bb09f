import { step } from '#entities/actor.ts'
import type { InstagramPost, PostOutcome } from '#entities/catalog/instagram-post.ts'
import type { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { type Lease, release } from '#src/limits/lease.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { approveByItself } from '../drafts/approve-by-itself.ts'
import { findSimilar } from '../drafts/find-similar.ts'
import { draftKind } from '../kinds.ts'
import { finishSync } from '../scan/finish-sync.ts'
import { followPost } from '../scan/follow-post.ts'
import { redraw } from '../scan/scan.ts'
import { EXTRACT } from '../steps.ts'
import { audienceOf, type StoreRow } from '../stores/sellers.ts'
import { pictureAddresses } from './keep-pictures.ts'
import type { PostReading } from './read-post.ts'

const DAY_MS = 86_400_000
export const DRAFT_DAYS = 7

/**
 * What was read of a post becomes a draft, or a change of the one it has. Never a second draft: a waiting one is
 * updated, one that ran out waits again, a rejected one stays so, and of an approved one the product follows.
 */
export async function saveReading(
  tx: Tx,
  post: InstagramPost,
  lease: Lease,
  store: StoreRow,
  reading: PostReading,
): Promise<InstagramSync | null> {
  if (!(await release(tx.em, lease))) return null
  // Scan, notice and poll may have the same post in hand at once.
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`post ${post.igMediaId}`])
  const draft = await tx.em.findOne(ProductDraft, { igMediaId: post.igMediaId }, { refresh: true })
  const outcome = draft ? await update(tx, draft, post, reading) : await create(tx, post, store, reading)
  return close(tx, post, outcome, reading.why)
}

async function create(tx: Tx, post: InstagramPost, store: StoreRow, reading: PostReading): Promise<PostOutcome> {
  if (!reading.data) return 'not-product'
  const [known] = await tx.em.find(Product, { storeId: store.id, sourceExternalId: post.igMediaId }, { limit: 1 })
  if (known) return followPost(tx, known, post, reading)
  const id = uuid(tx.at.getTime())
  const similarTo = await findSimilar(tx.em, store.id, reading.pictures)
  const fields = {
    ...columnsOf(tx, post, reading),
    ...{ id, state: 'pending' as const, storeId: store.id, igMediaId: post.igMediaId, similarTo },
    syncId: (await isBulk(tx, post.syncId)) ? post.syncId : null,
    audience: await audienceOf(tx.em, store.id),
    createdAt: tx.at,
    expiresAt: new Date(tx.at.getTime() + DRAFT_DAYS * DAY_MS),
  }
  await tx.em.insert(ProductDraft, fields as ProductDraft)
  const draft = await tx.em.findOneOrFail(ProductDraft, { id })
  if (await approveByItself(tx, store, draft)) return 'draft'
  if (fields.syncId) return 'draft'
  await raiseNewCards(tx, draftKind, [draft])
  return 'draft'
}

/** A scan that a person asked for shows its finds on its own card. */
async function isBulk({ em }: Tx, syncId: string | null): Promise<boolean> {
  if (!syncId) return false
  const rows = await sql(em, `select 1 from instagram_sync_history where id = $1 and sync_type = 'bulk_import'`, [
    syncId,
  ])
  return rows.length > 0
}

async function update(tx: Tx, draft: ProductDraft, post: InstagramPost, reading: PostReading): Promise<PostOutcome> {
  if (draft.state === 'rejected') return 'skipped'
  if (draft.state === 'approved') {
    const product = draft.productId ? await tx.em.findOne(Product, { id: draft.productId }, { refresh: true }) : null
    return product ? followPost(tx, product, post, reading) : 'skipped'
  }
  if (!reading.data) return 'skipped'
  const expiresAt = new Date(tx.at.getTime() + DRAFT_DAYS * DAY_MS)
  await move(tx, draftKind, [draft], 'refresh', step(EXTRACT), {
    set: () => ({ ...columnsOf(tx, post, reading), expiresAt, reminded: 0 }),
  })
  return 'updated'
}

function columnsOf(tx: Tx, post: InstagramPost, reading: PostReading) {
  const images = pictureAddresses(post)
  return {
    igMediaUrl: post.mediaUrl ?? images[0] ?? post.permalink,
    igPermalink: post.permalink,
    igCaption: post.caption || null,
    igMediaType: post.mediaType,
    igTimestamp: post.postedAt,
    ...(reading.data && { extractedData: reading.data }),
    reading: reading.reading,
    imageUrls: images,
    pictures: reading.pictures.map(({ hash }) => hash),
    tokensUsed: reading.tokens,
    costMicros: reading.costMicros,
    updatedAt: tx.at,
  }
}

/** The post is read as it now stands, and its scan one further. */
async function close(tx: Tx, post: InstagramPost, outcome: PostOutcome, why: string): Promise<InstagramSync | null> {
  await sql(tx.em, 'update instagram_posts set read_at = $2, outcome = $3, why = $4 where id = $1', [
    ...[post.id, tx.at, outcome, why],
  ])
  await sql(
    tx.em,
    `update instagram_webhook_events set processing_status = 'completed', processed_at = $2,
       draft_id = (select id from product_drafts where ig_media_id = $1)
     where ig_media_id = $1 and processing_status = 'processing'`,
    [post.igMediaId, tx.at],
  )
  if (!post.syncId) return null
  await sql(tx.em, COUNT, [post.syncId, outcome])
  await redraw(tx, post.syncId)
  return finishSync(tx, post.syncId)
}

const COUNT = `
  update instagram_sync_history set total_processed = total_processed + 1,
    drafts_created = drafts_created + ($2 = 'draft')::int, products_updated = products_updated + ($2 = 'updated')::int,
    products_skipped = products_skipped + ($2 = 'skipped')::int, not_products = not_products + ($2 = 'not-product')::int,
    products_failed = products_failed + ($2 = 'failed')::int
  where id = $1 and state in ('running', 'cancelled')`

/** A post that failed three times: named in the errors of its scan. */
export async function giveUpPost(
  tx: Tx,
  post: InstagramPost,
  lease: Lease,
  why: string,
): Promise<InstagramSync | null> {
  if (!(await release(tx.em, lease))) return null
  const problem = [{ mediaId: post.igMediaId, error: why.slice(0, 300), timestamp: tx.at.toISOString() }]
  if (post.syncId) {
    await sql(tx.em, 'update instagram_sync_history set errors = errors || $2::jsonb where id = $1', [
      ...[post.syncId, JSON.stringify(problem)],
    ])
  }
  return close(tx, post, 'failed', why)
}
