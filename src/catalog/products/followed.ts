import type { Product } from '#entities/catalog/product.ts'

/** Its post was edited, the shop took that over, and nothing happened to it since: its card tells. */
export function hasJustFollowed({ synced, moves }: Pick<Product, 'synced' | 'moves'>): boolean {
  return synced?.followed?.moves === moves
}
