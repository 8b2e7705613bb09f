import { step } from '#entities/actor.ts'
import type { Product } from '#entities/catalog/product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { productKind } from '../kinds.ts'
import { POLL } from '../steps.ts'

/**
 * What Instagram said against the shop it says no longer: nobody has anything to decide, and the shop keeps its side.
 * What both last agreed on stays, so that the same words on Instagram ask again.
 */
export async function endConflicts(tx: Tx, products: Product[], set: (product: Product) => Partial<Product>) {
  const open = products.filter(({ conflict }) => conflict !== null)
  await move(tx, productKind, open, 'lapse', step(POLL), {
    set: (product) => ({
      ...set(product),
      conflict: null,
      synced: product.synced && { ...product.synced, lapsed: product.moves + 1 },
    }),
  })
}
