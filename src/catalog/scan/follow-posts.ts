import { step } from '#entities/actor.ts'
import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { Product } from '#entities/catalog/product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { compareSides, type Facts } from '../drafts/compare.ts'
import type { PostReading } from '../extract/read-post.ts'
import { productKind } from '../kinds.ts'
import { fromDecimal } from '../money.ts'
import { POLL } from '../steps.ts'

type Following = { post: InstagramPost; product: Product; reading: PostReading }
type Plan = { set: Partial<Product>; isConflict: boolean }

/**
 * Posts of products that read otherwise than before: what only Instagram changed is taken over, what both sides changed
 * goes to a person. A film or picture alone changes nothing, and nor does a post that no longer reads as a product.
 * The ids of the posts whose products changed.
 */
export async function followPosts(tx: Tx, following: Following[]): Promise<Set<string>> {
  const plans = new Map<string, Plan>()
  const changed = following.filter(({ post, product, reading }) => {
    const plan = planOf(product, post, reading)
    if (plan) plans.set(product.id, plan)
    return plan !== null
  })
  for (const isConflict of [false, true]) {
    const own = changed.filter(({ product }) => plans.get(product.id)?.isConflict === isConflict)
    const products = own.map(({ product }) => product)
    await move(tx, productKind, products, isConflict ? 'differ' : 'follow', step(POLL), {
      set: ({ id }) => plans.get(id)?.set ?? {},
      edited: true,
      note: isConflict ? 'Instagram and the shop changed it both.' : 'The post was edited on Instagram.',
      ring: isConflict,
    })
  }
  return new Set(changed.map(({ post }) => post.id))
}

function planOf(product: Product, { caption, likes }: InstagramPost, { data }: PostReading): Plan | null {
  if (!data || product.sourceCaption === caption) return null
  const { follow, differ } = compareSides(syncedSide(product), instagramSide(product, data), shopSide(product))
  const isConflict = Object.keys(differ).length > 0
  const conflict = isConflict ? { caption, fields: differ } : product.conflict
  // The fields in conflict stay as they last agreed until a person has decided.
  const synced = { ...(product.synced ?? { ...shopSide(product), caption: '' }), ...follow, caption }
  return { set: { ...writeSide(follow), synced, conflict, sourceCaption: caption, totalLikes: likes }, isConflict }
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
