import { step } from '#entities/actor.ts'
import type { InstagramPost, PostOutcome } from '#entities/catalog/instagram-post.ts'
import type { Product } from '#entities/catalog/product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { compareSides, type Facts } from '../drafts/compare.ts'
import type { PostReading } from '../extract/read-post.ts'
import { productKind } from '../kinds.ts'
import { fromDecimal } from '../money.ts'
import { POLL } from '../steps.ts'

/**
 * A product's post reads otherwise than before: what only Instagram changed is taken over, what both sides changed
 * goes to a person. A film or picture alone changes nothing, and nor does a post that no longer reads as a product.
 */
export async function followPost(
  tx: Tx,
  product: Product,
  post: InstagramPost,
  { data }: PostReading,
): Promise<PostOutcome> {
  if (!data || product.sourceCaption === post.caption) return 'skipped'
  const instagram = instagramSide(product, data)
  const { follow, differ } = compareSides(syncedSide(product), instagram, shopSide(product))
  const isConflict = Object.keys(differ).length > 0
  const conflict = isConflict ? { caption: post.caption, fields: differ } : product.conflict
  // The fields in conflict stay as they last agreed until a person has decided.
  const synced = { ...(product.synced ?? { ...shopSide(product), caption: '' }), ...follow, caption: post.caption }
  await move(tx, productKind, [product], isConflict ? 'differ' : 'follow', step(POLL), {
    set: () => ({ ...writeSide(follow), synced, conflict, sourceCaption: post.caption, totalLikes: post.likes }),
    edited: true,
    note: isConflict ? 'Instagram and the shop changed it both.' : 'The post was edited on Instagram.',
    ring: isConflict,
  })
  return 'updated'
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
