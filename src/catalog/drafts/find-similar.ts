import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** Bits that may differ in two recompressions of one picture; a different colour is another product. */
const MOST_BITS = 4

type Shown = { id: string; storeId: string; looks: string | null }

/**
 * The products of their stores that show the same picture as these: the same post again, perhaps a restock. By the id
 * of whoever shows it; the newest where there are several.
 */
export async function findSimilar(em: EntityManager, shown: Shown[]): Promise<Map<string, string>> {
  const seen = shown.filter(({ looks }) => looks !== null)
  if (seen.length === 0) return new Map()
  const rows = await sql<{ id: string; product: string }>(em, SIMILAR, [JSON.stringify(seen)])
  return new Map(rows.map(({ id, product }) => [id, product]))
}

/** By colour first: of all pictures there are, few have the same. */
export const SIMILAR = `
  select distinct on (v.id) v.id, p.id as product
  from jsonb_to_recordset($1::jsonb) as v(id uuid, "storeId" uuid, looks text)
  join product_pictures i on right(i.looks, 3) = right(v.looks, 3)
    and bit_count(('x' || left(i.looks, 16))::bit(64) # ('x' || left(v.looks, 16))::bit(64)) <= ${MOST_BITS}
  join products p on p.pictures ->> 0 = i.hash and p.store_id = v."storeId"
  order by v.id, p.created_at desc`

type Read = { store: { id: string; approvesAbove: number | null }; reading: { pictures: { looks: string }[] } }

/** Those that look like one before them, in a store where that one may go into the shop at once. */
export function findAlike<T extends Read>(shown: T[]): Set<T> {
  const alike = shown.filter(({ store, reading }, at) => {
    const looks = reading.pictures[0]?.looks
    return shown.slice(0, at).some((before) => {
      const theirs = before.store.id === store.id && before.reading.pictures[0]?.looks
      return store.approvesAbove !== null && looks !== undefined && theirs && isAlike(theirs, looks)
    })
  })
  return new Set(alike)
}

function isAlike(a: string, b: string): boolean {
  if (a.slice(-3) !== b.slice(-3)) return false
  const bits = BigInt(`0x${a.slice(0, 16)}`) ^ BigInt(`0x${b.slice(0, 16)}`)
  return bits.toString(2).replaceAll('0', '').length <= MOST_BITS
}
