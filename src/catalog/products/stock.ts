import type { Product } from '#entities/catalog/product.ts'

type Stocked = Pick<Product, 'inventoryQuantity' | 'trackInventory' | 'allowBackorder'>

/** In the shop, and none is left. */
export function isOutOfStock({ inventoryQuantity, trackInventory, allowBackorder }: Stocked): boolean {
  return trackInventory && inventoryQuantity <= 0 && !allowBackorder
}

/** Its post was edited, the shop took that over, and nothing happened to it since: its card tells. */
export function hasJustFollowed({ synced, moves }: Pick<Product, 'synced' | 'moves'>): boolean {
  return synced?.followed?.moves === moves
}
