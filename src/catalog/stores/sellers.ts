import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** To whom a store's cards go: its own sellers; null where it has none, and the catalogue's place is used. */
export async function audienceOf(em: EntityManager, storeId: string): Promise<string[] | null> {
  const rows = await sql<{ id: string }>(
    em,
    `select id from people where store_id = $1 and role = 'seller' and state = 'member' order by id`,
    [storeId],
  )
  return rows.length > 0 ? rows.map(({ id }) => id) : null
}

export type StoreRow = {
  id: string
  name: string
  zone: string
  currency: string
  publishesAtOnce: boolean
  approvesAbove: number | null
}

export async function storeOf(em: EntityManager, id: string): Promise<StoreRow> {
  const store = (await storesOf(em, [{ storeId: id }])).get(id)
  if (!store) throw new Error(`there is no store ${id}`)
  return store
}

/** The stores of these rows, by id. */
export async function storesOf(em: EntityManager, rows: { storeId: string }[]): Promise<Map<string, StoreRow>> {
  const found = await sql<StoreRow>(
    em,
    `select id, name, zone, currency, publishes_at_once as "publishesAtOnce", approves_above as "approvesAbove"
     from stores where id = any($1::uuid[])`,
    [[...new Set(rows.map(({ storeId }) => storeId))]],
  )
  return new Map(found.map((store) => [store.id, store]))
}
