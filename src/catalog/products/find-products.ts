import type { EntityManager } from '@mikro-orm/postgresql'
import type { ProductState } from '#entities/catalog/product.ts'
import type { Member } from '#src/cards/subject.ts'
import { escapeLike, sql } from '#src/database/sql.ts'
import { ownStore } from '#src/web/own-store.ts'
import { offsetOf, type Paging } from '#src/web/paging.ts'
import type { Rows } from '#src/web/shown.ts'

export type ProductFilter = { q?: string; state?: ProductState; storeId?: string }

/** A store's products, newest first. */
export async function findProducts(
  em: EntityManager,
  who: Member,
  filter: ProductFilter,
  paging: Paging,
): Promise<Rows> {
  const { storeId } = ownStore(who)
  const params = [
    storeId ?? filter.storeId ?? null,
    filter.state ?? null,
    filter.q ? `%${escapeLike(filter.q)}%` : null,
  ]
  const [count] = await sql<{ total: number }>(em, `select count(*)::int as total ${FROM}`, params)
  const rows = await sql<{ id: string }>(em, listSql(paging), params)
  return { ids: rows.map(({ id }) => id), total: count?.total ?? 0 }
}

/** Newest first, as the index has them: no page costs more than those before it. */
export function listSql(paging: Paging): string {
  const { limit, offset } = offsetOf(paging)
  return `select p.id ${FROM} order by p.number desc limit ${limit} offset ${offset}`
}

const FROM = `
  from products p where ($1::uuid is null or p.store_id = $1) and ($2::text is null or p.state = $2)
    and ($3::text is null or p.name ilike $3 or p.source_caption ilike $3)`

export async function countProducts(em: EntityManager, who: Member): Promise<Record<string, number>> {
  const rows = await sql<{ state: string; n: number }>(
    em,
    'select state, count(*)::int as n from products where $1::uuid is null or store_id = $1 group by 1',
    [ownStore(who).storeId ?? null],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
