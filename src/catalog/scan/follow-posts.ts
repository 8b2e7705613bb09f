import { step } from '#entities/actor.ts'
import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { Followed, Product, Synced } from '#entities/catalog/product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { fromDecimal } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { type Compared, compareSides, type Facts } from '../drafts/compare.ts'
import type { PostReading } from '../extract/read-post.ts'
import { productKind } from '../kinds.ts'
import { rename } from '../products/rename.ts'
import { isOutOfStock } from '../products/stock.ts'
import { POLL } from '../steps.ts'
import { endConflicts } from './end-conflicts.ts'
import { followByHand } from './follow-hand.ts'

type Following = { post: InstagramPost; product: Product; reading: PostReading }
type Plan = { set: Partial<Product>; as: Way }
/** How a person hears of it: asked, told, or only in its history. */
type Way = 'asked' | 'told' | 'noted'

/**
 * Posts of products that read otherwise than before: what only Instagram changed is taken over and told, what both
 * sides changed goes to a person. A film or picture alone changes nothing; a post that no longer reads as a product
 * only ends what was to be settled. The ids of the posts whose products changed.
 */
export async function followPosts(tx: Tx, following: Following[]): Promise<Set<string>> {
  const plans = new Map<string, Plan>()
  const changed = following.filter(({ post, product, reading }) => {
    const plan = planOf(product, post, reading)
    if (plan) plans.set(product.id, plan)
    return plan !== null
  })
  for (const way of ['noted', 'told', 'asked'] as const) {
    const own = changed.filter(({ product }) => plans.get(product.id)?.as === way)
    const products = own.map(({ product }) => product)
    await move(tx, productKind, products, way === 'asked' ? 'differ' : 'follow', step(POLL), {
      set: ({ id }) => plans.get(id)?.set ?? {},
      edited: true,
      note: way === 'asked' ? 'Instagram and the shop changed it both.' : 'The post was edited on Instagram.',
      ring: way !== 'noted',
    })
  }
  const mute = following.filter(({ post, product, reading }) => !reading.data && product.sourceCaption !== post.caption)
  const captions = new Map(mute.map(({ post, product }) => [product.id, post.caption]))
  await endConflicts(
    tx,
    mute.map(({ product }) => product),
    // The words that were asked about ask again when they come back.
    ({ id }) => ({ sourceCaption: captions.get(id) ?? null }),
  )
  const ended = mute.filter(({ product }) => product.conflict !== null)
  return new Set([...changed, ...ended].map(({ post }) => post.id))
}

function planOf(product: Product, { caption, likes }: InstagramPost, reading: PostReading): Plan | null {
  const { data } = reading
  if (!data || product.sourceCaption === caption) return null
  const there = instagramSide(product, data)
  const { follow, agreed, differ } = compareSides(syncedSide(product), there, shopSide(product))
  const reduction = there.price === null ? null : reductionOf(product, reading)
  const isConflict = Object.keys(differ).length > 0
  // Where the post says again what both agreed on, or what the shop says, nothing is to be settled any more.
  const conflict = isConflict
    ? { caption, fields: differ, ...(differ.price && { was: reduction?.toString() ?? null }) }
    : null
  const stock = followStock(product, reading)
  const hand = followByHand(product, { ...data, condition: reading.reading.condition })
  const was = tellBefore(product, follow, stock)
  // The fields in conflict stay as they last agreed until a person has decided.
  const synced: Synced = {
    ...(product.synced ?? shopSide(product)),
    ...follow,
    ...agreed,
    ...hand.synced,
    ...{ caption, isSoldOut: reading.reading.isSoldOut },
    ...(was && { followed: { moves: product.moves + 1, was } }),
  }
  const own = { ...hand.set, ...stock, synced, conflict }
  const price = there.price !== null && !differ.price && { compareAtPrice: reduction }
  const set = { ...writeSide(product, follow), ...price, ...own }
  return { set: { ...set, sourceCaption: caption, totalLikes: likes }, as: isConflict ? 'asked' : heardOf(was) }
}

const heardOf = (was: object | null): Way => (was ? 'told' : 'noted')

/** The caption says sold out, or does no longer: what the shop has left follows. */
function followStock(
  product: Product,
  { reading: { isSoldOut } }: PostReading,
): Pick<Product, 'inventoryQuantity'> | null {
  const isAsBefore = isSoldOut === (product.synced?.isSoldOut ?? false) || isSoldOut === isOutOfStock(product)
  if (isAsBefore || product.state === 'sold') return null
  return { inventoryQuantity: isSoldOut ? 0 : 1 }
}

/** The price before this one, as the caption names it now; or none. */
function reductionOf({ currency }: Product, { reading: { was } }: PostReading): bigint | null {
  return was === null ? null : fromDecimal(was, currency)
}

/** What a seller is told of: whatever a buyer sees at a glance. A text that follows its caption is not. */
function tellBefore(
  product: Product,
  { name, price }: Compared['follow'],
  stock: object | null,
): Followed['was'] | null {
  const was = {
    ...(name && { name: product.name }),
    ...(price && { price: product.price.toString() }),
    ...(stock && { isSoldOut: isOutOfStock(product) }),
  }
  return Object.keys(was).length > 0 ? was : null
}

function instagramSide(product: Product, data: NonNullable<PostReading['data']>): Facts {
  const isOurs = data.currency === product.currency
  const price = isOurs && data.price !== null ? fromDecimal(data.price, data.currency).toString() : null
  return { name: data.name, description: data.description, price }
}

function syncedSide({ synced, ...product }: Product): Facts {
  return synced ?? shopSide(product as Product)
}

function shopSide({ name, description, price }: Pick<Product, 'name' | 'description' | 'price'>): Facts {
  return { name, description, price: price.toString() }
}

/** The fields of one side as columns of a product. */
export function writeSide(product: Product, facts: Partial<Facts>): Partial<Product> {
  const { name, description, price } = facts
  return {
    ...(name !== undefined && rename(product, name)),
    ...(description !== undefined && { description }),
    ...(price && { price: BigInt(price) }),
  }
}
