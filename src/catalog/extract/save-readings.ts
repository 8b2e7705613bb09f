import { step } from '#entities/actor.ts'
import type { PostOutcome } from '#entities/catalog/instagram-post.ts'
import type { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { releaseAll } from '#src/limits/lease.ts'
import { move } from '#src/moves/move.ts'
import { draftKind } from '../kinds.ts'
import { notePictures } from '../pictures/store.ts'
import { followPosts } from '../scan/follow-posts.ts'
import { EXTRACT } from '../steps.ts'
import { closePosts } from './close-posts.ts'
import { columnsOf, createDrafts } from './create-drafts.ts'
import { expiryFrom } from './draft-days.ts'
import type { Read } from './read-post.ts'

type Known = { draft: ProductDraft | null; product: Product | null }

/**
 * What was read of posts becomes drafts, or changes of those they have. Never a second draft: a waiting one is
 * updated, one that ran out waits again, a rejected one stays so, and of an approved one the product follows. As many
 * queries for many posts as for one; the scans that ended with them.
 */
export async function saveReadings(tx: Tx, reads: Read[]): Promise<InstagramSync[]> {
  const ours = await releaseAll(
    tx.em,
    reads.map(({ lease }) => lease),
  )
  const own = reads.filter(({ post }) => ours.has(post.id))
  if (own.length === 0) return []
  await holdPosts(tx, own)
  await notePictures(
    tx,
    own.flatMap(({ reading }) => reading.pictures),
  )
  const became = await keep(tx, own)
  return closePosts(
    tx,
    own.map((read) => ({ post: read.post, outcome: became.get(read) ?? 'skipped', why: read.reading.why })),
  )
}

async function keep(tx: Tx, reads: Read[]): Promise<Map<Read, PostOutcome>> {
  const known = await findKnown(tx, reads)
  const fates = Map.groupBy(reads, (read) => fateOf(read, known.get(read.post.igMediaId)))
  const of = (fate: Fate) => fates.get(fate) ?? []
  await createDrafts(tx, of('create'))
  await refresh(tx, of('refresh'), known)
  const following = of('follow').map((read) => ({ ...read, product: productOf(known, read) }))
  const followed = await followPosts(tx, following)
  const outcomeOf = (fate: Fate, { post }: Read): PostOutcome => {
    if (fate === 'follow') return followed.has(post.id) ? 'updated' : 'skipped'
    return outcomes[fate]
  }
  return new Map([...fates].flatMap(([fate, own]) => own.map((read) => [read, outcomeOf(fate, read)] as const)))
}

/** Scan, notice and poll may have the same post in hand at once. */
async function holdPosts({ em }: Tx, reads: Read[]): Promise<void> {
  await sql(
    em,
    `select pg_advisory_xact_lock(key) from (
       select hashtextextended('post ' || media, 0) as key from unnest($1::text[]) as media order by 1) keys`,
    [reads.map(({ post }) => post.igMediaId)],
  )
}

/** What there is already of each post, by its id at Instagram: a draft, and a product. */
async function findKnown({ em }: Tx, reads: Read[]): Promise<Map<string, Known>> {
  const media = reads.map(({ post }) => post.igMediaId)
  const drafts = await em.find(ProductDraft, { igMediaId: { $in: media } }, { refresh: true })
  const ids = drafts.flatMap(({ productId }) => productId ?? [])
  const isTheirs = { $or: [{ id: { $in: ids } }, { sourceExternalId: { $in: media } }] }
  const products = await em.find(Product, isTheirs, { refresh: true, orderBy: { number: 'asc' } })
  return new Map(
    reads.map(({ post, store }) => {
      const draft = drafts.find(({ igMediaId }) => igMediaId === post.igMediaId) ?? null
      const isOwn = (one: Product) => one.storeId === store.id && one.sourceExternalId === post.igMediaId
      const product = products.find((one) => (draft ? one.id === draft.productId : isOwn(one))) ?? null
      return [post.igMediaId, { draft, product }]
    }),
  )
}

type Fate = 'create' | 'refresh' | 'follow' | 'skipped' | 'not-product'

const outcomes: Record<Exclude<Fate, 'follow'>, PostOutcome> = {
  create: 'draft',
  refresh: 'updated',
  skipped: 'skipped',
  'not-product': 'not-product',
}

function fateOf({ reading }: Read, { draft = null, product = null }: Partial<Known> = {}): Fate {
  if (!draft && !reading.data) return 'not-product'
  if (!draft) return product ? 'follow' : 'create'
  if (draft.state === 'approved') return product ? 'follow' : 'skipped'
  return draft.state === 'rejected' || !reading.data ? 'skipped' : 'refresh'
}

async function refresh(tx: Tx, reads: Read[], known: Map<string, Known>): Promise<void> {
  const byMedia = new Map(reads.map((read) => [read.post.igMediaId, read]))
  const drafts = reads.flatMap(({ post }) => known.get(post.igMediaId)?.draft ?? [])
  await move(tx, draftKind, drafts, 'refresh', step(EXTRACT), {
    set: ({ igMediaId }) => {
      const read = byMedia.get(igMediaId)
      return {
        ...(read && columnsOf(tx, read.post, read.reading)),
        expiresAt: expiryFrom(tx.at),
        reminded: 0,
        rejectionReason: null,
      }
    },
  })
}

function productOf(known: Map<string, Known>, { post }: Read): Product {
  const product = known.get(post.igMediaId)?.product
  if (!product) throw new Error(`post ${post.igMediaId} has no product`)
  return product
}
