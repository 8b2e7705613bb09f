import type { EntityManager } from '@mikro-orm/postgresql'
import { Product } from '#entities/catalog/product.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { zonesOf } from '../drafts/draft-view.ts'

export type ProductView = Product & { zone: string; lastMove: LastMove | null }

export async function loadProducts(em: EntityManager, ids: string[]): Promise<ProductView[]> {
  if (ids.length === 0) return []
  const products = await em.find(Product, { id: { $in: ids } })
  const lastMoves = await loadLastMoves(em, 'product', ids)
  const zones = await zonesOf(em, products)
  return products.map((product) =>
    Object.assign(product, {
      zone: zones.get(product.storeId) ?? 'UTC',
      lastMove: lastMoves.get(product.id) ?? null,
    }),
  )
}
