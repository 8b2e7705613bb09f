import type { Product } from '#entities/catalog/product.ts'

type Moved = Pick<Product, 'synced' | 'moves'>

/** Its post was edited, the shop took that over, and nothing happened to it since: its card tells. */
export function hasJustFollowed({ synced, moves }: Moved): boolean {
  return synced?.followed?.moves === moves
}

/** What a person was asked to settle was taken back on Instagram, and nothing happened to it since: its card tells. */
export function hasJustLapsed({ synced, moves }: Moved): boolean {
  return synced?.lapsed === moves
}

/** What is to be settled; nothing, as long as its post is gone: whether it stays in the shop comes first. */
export function conflictOf({ conflict, goneAt }: Pick<Product, 'conflict' | 'goneAt'>): Product['conflict'] {
  return goneAt ? null : conflict
}
