import type { EntityManager } from '@mikro-orm/postgresql'
import { Product } from '#entities/catalog/product.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { orderCategories } from '../extract/categories.ts'
import { storesOf } from '../stores/sellers.ts'

/** `offered`: the nine categories, in the order of its shop; `zone`: its shop's. */
export type ProductView = Product & { offered: string[]; lastMove: LastMove | null; zone: string }

export async function loadProducts(em: EntityManager, ids: string[]): Promise<ProductView[]> {
  if (ids.length === 0) return []
  const products = await em.find(Product, { id: { $in: ids } })
  const lastMoves = await loadLastMoves(em, 'product', ids)
  const stores = await storesOf(em, products)
  return products.map((product) =>
    Object.assign(product, {
      offered: orderCategories(stores.get(product.storeId)?.categories ?? []),
      lastMove: lastMoves.get(product.id) ?? null,
      zone: stores.get(product.storeId)?.zone ?? '',
    }),
  )
}
