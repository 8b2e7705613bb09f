import { step } from '#entities/actor.ts'
import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { Product } from '#entities/catalog/product.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { Tx } from '#src/database/transaction.ts'
import { toDecimal } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { waitAgain } from '../drafts/open-again.ts'
import { columnsOf } from '../extract/create-drafts.ts'
import type { PostReading } from '../extract/read-post.ts'
import { draftKind, productKind } from '../kinds.ts'
import { endConflicts } from '../scan/end-conflicts.ts'
import { followPosts } from '../scan/follow-posts.ts'
import { redraw, scansOf } from '../scan/redraw.ts'
import { EXTRACT } from '../steps.ts'
import { type Known, matchParts } from './match-parts.ts'
import { knownOf, makeParts, NOT_NAMED, type OneOf, readingOf } from './part.ts'
import { isTooLong } from './too-long.ts'

/** A post that was parted, read again: its own draft, those of its parts, and the products of those that were sold. */
export type Parted = {
  post: InstagramPost
  reading: PostReading
  whole: ProductDraft
  parts: ProductDraft[]
  products: Product[]
}

type Part = Known & { draft: ProductDraft }
type Same = [Part, OneOf]

/**
 * An edited post that was parted: each part follows what the caption says of it now, one it names no longer runs out or
 * is asked about, and what is new becomes one more part; of a list too long for cards a person is told. A caption that
 * names nothing, or only one thing that was none of them, changes nothing. Whether anything was followed.
 */
export async function followParts(tx: Tx, parted: Parted): Promise<boolean> {
  const { post, reading, whole } = parted
  const listed = listOf(reading)
  const isSame = whole.igCaption === (post.caption || null)
  const parts = parted.parts.map((draft) => ({ draft, ...knownOf(draft), ...soldAs(parted, draft) }))
  const { same, gone, added } = matchParts(parts, listed)
  if (isSame || listed.length === 0 || (listed.length === 1 && same.length === 0)) return false
  const [now] = await move(tx, draftKind, [whole], 'refresh', step(EXTRACT), {
    set: () => columnsOf(tx, post, reading),
    ring: isTooLong(reading) && added.length > 0,
  })
  if (!now) return false
  await refresh(tx, parted, same)
  await follow(tx, parted, same)
  await leave(tx, parted, gone)
  const next = Math.max(...parted.parts.map(({ part }) => part)) + 1
  if (!isTooLong(now)) await makeParts(tx, now, added, next)
  await redraw(tx, scansOf([whole]))
  return true
}

/** A product followed its post since its draft was approved. */
function soldAs({ products }: Parted, { productId }: ProductDraft): Pick<Part, 'name' | 'price'> | null {
  const { synced = null, currency = '' } = products.find(({ id }) => id === productId) ?? {}
  return synced && { name: synced.name, price: synced.price && toDecimal(BigInt(synced.price), currency) }
}

/** A caption that names one only is a list of one. */
function listOf({ data, reading }: PostReading): OneOf[] {
  if (!data) return []
  return reading.products.length > 0 ? reading.products : [{ name: data.name, price: data.price ?? '' }]
}

/** Those that wait, and those that ran out: what a person rejected stays so. */
async function refresh(tx: Tx, { post, reading }: Parted, same: Same[]): Promise<void> {
  const said = new Map(same.map(([{ draft }, one]) => [draft.id, one]))
  const drafts = same.flatMap(([{ draft }]) => (['pending', 'expired'].includes(draft.state) ? draft : []))
  await move(tx, draftKind, drafts, 'refresh', step(EXTRACT), {
    set: ({ id }) => ({ ...readAs(reading, said.get(id)), igCaption: post.caption || null, ...waitAgain(tx.at) }),
  })
}

function readAs({ data, reading }: PostReading, one: OneOf | undefined): Partial<ProductDraft> {
  if (!data || !one) return {}
  const whole = { extractedData: data, reading }
  return reading.products.length === 0 ? whole : readingOf(whole, one)
}

/** Those that are sold: as a post of one product, each by what the caption says of it. */
async function follow(tx: Tx, { post, reading, products }: Parted, same: Same[]): Promise<void> {
  const sold = same.flatMap(([{ draft }, one]) => {
    const product = products.find(({ id }) => id === draft.productId)
    const now = readAs(reading, one)
    return product && now.extractedData && now.reading
      ? [{ post, product, reading: { ...reading, data: now.extractedData, reading: now.reading } }]
      : []
  })
  const back = sold.flatMap(({ product }) => (product.synced?.isUnnamed ? product : []))
  const named = await move(tx, productKind, back, 'back', step(EXTRACT), {
    set: ({ synced }) => ({ goneAt: null, synced: synced && { ...synced, isUnnamed: false } }),
    note: 'Its post names it again.',
  })
  const nowOf = (product: Product) => named.find(({ id }) => id === product.id) ?? product
  await followPosts(
    tx,
    sold.map((one) => ({ ...one, product: nowOf(one.product) })),
  )
}

async function leave(tx: Tx, { products }: Parted, gone: Part[]): Promise<void> {
  const waiting = gone.flatMap(({ draft }) => (draft.state === 'pending' ? draft : []))
  await move(tx, draftKind, waiting, 'expire', step(EXTRACT), {
    set: () => ({ rejectionReason: NOT_NAMED }),
    note: NOT_NAMED,
  })
  const ids = gone.flatMap(({ draft }) => draft.productId ?? [])
  await endConflicts(
    tx,
    products.filter(({ id, state }) => ids.includes(id) && state === 'hidden'),
    () => ({}),
  )
  const sold = products.filter(
    ({ id, synced, state }) => ids.includes(id) && state !== 'hidden' && synced !== null && !synced.isUnnamed,
  )
  await move(tx, productKind, sold, 'gone', step(EXTRACT), {
    set: ({ synced }) => ({ goneAt: tx.at, synced: synced && { ...synced, isUnnamed: true } }),
    note: NOT_NAMED,
  })
}
