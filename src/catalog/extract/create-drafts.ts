import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { approveByThemselves } from '../drafts/approve-by-themselves.ts'
import { expiryFrom } from '../drafts/draft-days.ts'
import { findSimilar } from '../drafts/find-similar.ts'
import { draftKind } from '../kinds.ts'
import { audiencesOf } from '../stores/sellers.ts'
import { pictureAddresses } from './keep-pictures.ts'
import type { PostReading, Read } from './read-post.ts'

/**
 * A draft each. Those that no person asked a scan for hang a card each; the others are shown on the scan's. Some go
 * into the shop at once, where it has earned that.
 */
export async function createDrafts(tx: Tx, reads: Read[]): Promise<void> {
  if (reads.length === 0) return
  const fresh = reads.map((read) => ({ ...read, id: uuid(tx.at.getTime()) }))
  const similar = await findSimilar(tx.em, fresh.map(lookOf))
  const scans = await scansOf(tx, reads)
  const audiences = await audiencesOf(
    tx.em,
    reads.map(({ store }) => store.id),
  )
  const rows = fresh.map(({ id, post, store, reading }) => ({
    ...columnsOf(tx, post, reading),
    ...{ id, state: 'pending' as const, storeId: store.id, igMediaId: post.igMediaId, part: 0 },
    ...{ similarTo: similar.get(id) ?? null, createdAt: tx.at, expiresAt: expiryFrom(tx.at) },
    syncId: post.syncId && scans.has(post.syncId) ? post.syncId : null,
    audience: audiences.get(store.id) ?? null,
    ...{ approvedAt: null, rejectedAt: null, rejectionReason: null, dismissedAt: null },
    ...{ sellerEdits: null, productId: null },
  }))
  await tx.em.insertMany(ProductDraft, rows as unknown as ProductDraft[])
  const drafts = await tx.em.find(ProductDraft, { id: { $in: rows.map(({ id }) => id) } })
  const stores = new Map(reads.map(({ store }) => [store.id, store]))
  const sold = await approveByThemselves(tx, stores, drafts)
  await raiseNewCards(
    tx,
    draftKind,
    drafts.filter(({ id, syncId }) => !sold.has(id) && !syncId),
  )
}

function lookOf({ id, store, reading }: Read & { id: string }) {
  return { id, storeId: store.id, looks: reading.pictures[0]?.looks ?? null }
}

/** Of the looks that asked for these posts, those that a person asked for. */
async function scansOf({ em }: Tx, reads: Read[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    em,
    `select id from instagram_sync_history where id = any($1::uuid[]) and sync_type = 'bulk_import'`,
    [reads.flatMap(({ post }) => post.syncId ?? [])],
  )
  return new Set(rows.map(({ id }) => id))
}

/** What of a draft comes from its post. */
export function columnsOf(tx: Tx, post: InstagramPost, reading: PostReading) {
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
    videoUrls: post.slides.flatMap(({ film }) => film ?? []),
    pictures: reading.pictures.map(({ hash }) => hash),
    tokensUsed: reading.tokens,
    costMicros: reading.costMicros,
    updatedAt: tx.at,
  }
}
