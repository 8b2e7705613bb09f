import { Price } from '#entities/prices/price.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { trackedKind } from '../kinds.ts'

type NewPrice = Pick<Price, 'price' | 'currency' | 'source' | 'piece' | 'availability' | 'was'>

/** One more row of the history, with the price that was believed before. */
export async function addPrice({ em }: Tx, product: TrackedProduct, next: NewPrice, at: Date): Promise<Price> {
  const row = {
    id: uuid(),
    productId: product.id,
    ...{ price: next.price, currency: next.currency, was: next.was, availability: next.availability },
    ...{ source: next.source, piece: next.piece.slice(0, 300), at, withdrawnAt: null, archivedOn: null },
    before: next.currency === product.currency ? product.price : null,
    beforeSeenAt: product.seenAt,
  }
  await em.insert(Price, row)
  // The dashboard's live pages hear of moves; a new price changes what they show, though nothing moved.
  await sql(em, `select pg_notify('moves', $1)`, [JSON.stringify({ kind: trackedKind.name, ids: [product.id] })])
  return em.findOneOrFail(Price, { id: row.id })
}
