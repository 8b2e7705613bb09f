import type { Product } from '#entities/catalog/product.ts'

type Stocked = Pick<Product, 'inventoryQuantity' | 'trackInventory' | 'allowBackorder'>

/** In the shop, and none is left. */
export function isOutOfStock({ inventoryQuantity, trackInventory, allowBackorder }: Stocked): boolean {
  return trackInventory && inventoryQuantity <= 0 && !allowBackorder
}
