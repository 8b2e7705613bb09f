import { step } from '#entities/actor.ts'
import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { Followed, Product, Synced } from '#entities/catalog/product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { fromDecimal } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { type Compared, compareSides, type Facts } from '../drafts/compare.ts'
import type { PostReading } from '../extract/read-post.ts'
import { productKind } from '../kinds.ts'
import { isOutOfStock } from '../products/stock.ts'
import { POLL } from '../steps.ts'
import { followByHand } from './follow-hand.ts'

type Following = { post: InstagramPost; product: Product; reading: PostReading }
type Plan = { set: Partial<Product>; as: Way }
/** How a person hears of it: asked, told, or only in its history. */
type Way = 'asked' | 'told' | 'noted'

/**
 * Posts of products that read otherwise than before: what only Instagram changed is taken over and told, what both
 * sides changed goes to a person. A film or picture alone changes nothing, and nor does a post that no longer reads as
 * a product. The ids of the posts whose products changed.
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
  return new Set(changed.map(({ post }) => post.id))
}

function planOf(product: Product, { caption, likes }: InstagramPost, reading: PostReading): Plan | null {
  const { data } = reading
  if (!data || product.sourceCaption === caption) return null
  const { follow, agreed, differ } = compareSides(syncedSide(product), instagramSide(product, data), shopSide(product))
  const isConflict = Object.keys(differ).length > 0
  // Where the post says again what both agreed on, or what the shop says, nothing is to be settled any more.
  const conflict = isConflict ? { caption, fields: differ } : null
  const stock = followStock(product, reading)
  const hand = followByHand(product, { variants: data.variants, condition: reading.reading.condition })
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
  const set = { ...writeSide(follow), ...followReduction(product, follow, reading), ...own }
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

/** A new price comes with the price before it that the caption names, or with none. */
function followReduction(
  { currency }: Product,
  { price }: Compared['follow'],
  { reading: { was } }: PostReading,
): Pick<Product, 'compareAtPrice'> | null {
  return price === undefined ? null : { compareAtPrice: was === null ? null : fromDecimal(was, currency) }
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
export function writeSide(facts: Partial<Facts>): Partial<Product> {
  const { name, description, price } = facts
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(price && { price: BigInt(price) }),
  }
}
