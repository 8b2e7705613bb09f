import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** Bits that may differ in two recompressions of one picture; a different colour is another product. */
const MOST_BITS = 4

/** A product of the store that shows the same picture: the same post again, perhaps a restock. Null: none. */
export async function findSimilar(
  em: EntityManager,
  storeId: string,
  pictures: { hash: string; looks: string }[],
): Promise<string | null> {
  const [first] = pictures
  if (!first) return null
  const [same] = await sql<{ id: string }>(
    em,
    `select p.id from products p join product_pictures i on i.hash = p.pictures ->> 0
     where p.store_id = $1 and right(i.looks, 3) = right($2, 3)
       and bit_count(('x' || left(i.looks, 16))::bit(64) # ('x' || left($2, 16))::bit(64)) <= ${MOST_BITS}
     order by p.created_at desc limit 1`,
    [storeId, first.looks],
  )
  return same?.id ?? null
}
