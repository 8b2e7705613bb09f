import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** The product as it is under our lock, not as this unit of work may have seen it before. */
export async function lockProduct({ em }: Tx, id: string): Promise<TrackedProduct | null> {
  const held = await sql(em, 'select 1 from tracked_products where id = $1 for update', [id])
  return held.length > 0 ? em.findOneOrFail(TrackedProduct, { id }, { refresh: true }) : null
}
