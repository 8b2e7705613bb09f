import { step } from '#entities/actor.ts'
import type { PostOutcome } from '#entities/catalog/instagram-post.ts'
import type { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { waitAgain } from '../drafts/open-again.ts'
import { draftKind } from '../kinds.ts'
import { doubtDrafts } from '../parts/doubt-drafts.ts'
import { followParts } from '../parts/follow-parts.ts'
import { notePictures } from '../pictures/store.ts'
import { followPosts } from '../scan/follow-posts.ts'
import { EXTRACT } from '../steps.ts'
import { closePosts } from './close-posts.ts'
import { columnsOf, createDrafts } from './create-drafts.ts'
import { holdPosts } from './hold-posts.ts'
import type { Read } from './read-post.ts'
import { releasePosts } from './release-posts.ts'

/** `parts`: those it was parted into, also where its own draft was forgotten; `products`: what they became. */
type Known = { draft: ProductDraft | null; product: Product | null; parts: ProductDraft[]; products: Product[] }

/**
 * What was read of posts becomes drafts, or changes of those they have. Never a second draft: a waiting one is
 * updated, one that ran out waits again, a rejected one stays so, of an approved one the product follows, and of a
 * parted one its parts; where a post offers nothing any more what waits says so. As many queries for many posts as
 * for one; the scans that ended with them.
 */
export async function saveReadings(tx: Tx, reads: Read[]): Promise<InstagramSync[]> {
  const own = await releasePosts(tx, reads)
  if (own.length === 0) return []
  await holdPosts(
    tx,
    own.map(({ post }) => post.igMediaId),
  )
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
  const parted = await followAllParts(tx, of('part'), known)
  const doubted = await doubtAll(tx, of('doubt'), known)
  const updated = { follow: followed, part: parted, doubt: doubted }
  const outcomeOf = (fate: Fate, { post }: Read): PostOutcome => {
    if (fate !== 'follow' && fate !== 'part' && fate !== 'doubt') return outcomes[fate]
    return updated[fate].has(post.id) ? 'updated' : 'skipped'
  }
  return new Map([...fates].flatMap(([fate, own]) => own.map((read) => [read, outcomeOf(fate, read)] as const)))
}

/** What there is already of each post, by its id at Instagram: a draft, and a product. */
async function findKnown({ em }: Tx, reads: Read[]): Promise<Map<string, Known>> {
  const media = reads.map(({ post }) => post.igMediaId)
  const drafts = await em.find(ProductDraft, { igMediaId: { $in: media } }, { refresh: true, orderBy: { part: 'asc' } })
  const ids = drafts.flatMap(({ productId }) => productId ?? [])
  const isTheirs = { $or: [{ id: { $in: ids } }, { sourceExternalId: { $in: media } }] }
  const products = await em.find(Product, isTheirs, { refresh: true, orderBy: { number: 'asc' } })
  return new Map(
    reads.map(({ post, store }) => {
      const own = drafts.filter(({ igMediaId }) => igMediaId === post.igMediaId)
      const draft = own.find(({ part }) => part === 0) ?? null
      const isOwn = (one: Product) =>
        one.storeId === store.id && one.sourceExternalId === post.igMediaId && one.sourcePart === 0
      const product = products.find((one) => (draft ? one.id === draft.productId : isOwn(one))) ?? null
      const parts = own.filter(({ part }) => part > 0)
      const isPart = ({ id }: Product) => parts.some(({ productId }) => productId === id)
      return [post.igMediaId, { draft, product, parts, products: products.filter(isPart) }]
    }),
  )
}

type Fate = 'create' | 'refresh' | 'follow' | 'part' | 'doubt' | 'skipped' | 'not-product'

const outcomes: Record<Exclude<Fate, 'follow' | 'part' | 'doubt'>, PostOutcome> = {
  create: 'draft',
  refresh: 'updated',
  skipped: 'skipped',
  'not-product': 'not-product',
}

function fateOf({ reading }: Read, { draft = null, product = null, parts = [] }: Partial<Known> = {}): Fate {
  if (!draft && parts.length > 0) return 'skipped'
  if (!draft) return fateOfNew(reading.data, product)
  if (draft.state === 'approved') return product ? 'follow' : 'skipped'
  if (draft.state === 'rejected') return 'skipped'
  if (!reading.data) return 'doubt'
  return draft.state === 'parted' ? 'part' : 'refresh'
}

function fateOfNew(data: Read['reading']['data'], product: Product | null): Fate {
  if (product) return 'follow'
  return data ? 'create' : 'not-product'
}

async function refresh(tx: Tx, reads: Read[], known: Map<string, Known>): Promise<void> {
  const byMedia = new Map(reads.map((read) => [read.post.igMediaId, read]))
  const drafts = reads.flatMap(({ post }) => known.get(post.igMediaId)?.draft ?? [])
  await move(tx, draftKind, drafts, 'refresh', step(EXTRACT), {
    set: ({ igMediaId }) => {
      const read = byMedia.get(igMediaId)
      return {
        ...(read && columnsOf(tx, read.post, read.reading)),
        ...waitAgain(tx.at),
      }
    },
  })
}

/** One by one: few posts of a shop are parted. The ids of those whose parts follow. */
async function followAllParts(tx: Tx, reads: Read[], known: Map<string, Known>): Promise<Set<string>> {
  const followed = new Set<string>()
  for (const { post, reading } of reads) {
    const { draft: whole = null, parts = [], products = [] } = known.get(post.igMediaId) ?? {}
    if (whole && (await followParts(tx, { post, reading, whole, parts, products }))) followed.add(post.id)
  }
  return followed
}

/** The drafts of each such post, and what its parts became: what was to be settled of those is over. */
async function doubtAll(tx: Tx, reads: Read[], known: Map<string, Known>): Promise<Set<string>> {
  const all = reads.map((read) => ({ ...read, known: known.get(read.post.igMediaId) }))
  const ended = await followPosts(
    tx,
    all.flatMap((read) => (read.known?.products ?? []).map((product) => ({ ...read, product }))),
  )
  const doubted = await doubtDrafts(
    tx,
    all.map(({ post, known: its }) => ({ post, drafts: [...(its?.draft ? [its.draft] : []), ...(its?.parts ?? [])] })),
  )
  return new Set([...ended, ...doubted])
}

function productOf(known: Map<string, Known>, { post }: Read): Product {
  const product = known.get(post.igMediaId)?.product
  if (!product) throw new Error(`post ${post.igMediaId} has no product`)
  return product
}
