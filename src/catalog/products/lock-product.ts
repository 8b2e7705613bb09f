import { Product } from '#entities/catalog/product.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** A product as it is now, held until the transaction ends. */
export async function lockProduct({ em }: Tx, id: string): Promise<Product> {
  await sql(em, 'select 1 from products where id = $1 for update', [id])
  return em.findOneOrFail(Product, { id }, { refresh: true })
}
