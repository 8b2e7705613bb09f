import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** To whom a store's cards go: its own sellers; null where it has none, and the catalogue's place is used. */
export async function audienceOf(em: EntityManager, storeId: string): Promise<string[] | null> {
  return (await audiencesOf(em, [storeId])).get(storeId) ?? null
}

/** The same of several stores; one that has no sellers is left out. */
export async function audiencesOf(em: EntityManager, storeIds: string[]): Promise<Map<string, string[]>> {
  const rows = await sql<{ store: string; people: string[] }>(
    em,
    `select store_id as store, jsonb_agg(id order by id) as people from people
     where store_id = any($1::uuid[]) and role = 'seller' and state = 'member' group by store_id`,
    [[...new Set(storeIds)]],
  )
  return new Map(rows.map(({ store, people }) => [store, people]))
}

export type StoreRow = {
  id: string
  name: string
  zone: string
  currency: string
  publishesAtOnce: boolean
  approvesAbove: number | null
  /** Those that come first. */
  categories: string[]
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
    `select id, name, zone, currency, publishes_at_once as "publishesAtOnce", approves_above as "approvesAbove",
       categories
     from stores where id = any($1::uuid[])`,
    [[...new Set(rows.map(({ storeId }) => storeId))]],
  )
  return new Map(found.map((store) => [store.id, store]))
}
