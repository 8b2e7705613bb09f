import type { EntityManager } from '@mikro-orm/postgresql'
import type { DraftState } from '#entities/catalog/product-draft.ts'
import type { Member } from '#src/cards/subject.ts'
import { escapeLike, sql } from '#src/database/sql.ts'
import { ownStore } from '#src/web/own-store.ts'
import { offsetOf, type Paging } from '#src/web/paging.ts'
import type { Rows } from '#src/web/shown.ts'
import { SURE_ABOVE } from '../extract/sure-above.ts'

export const SHOW = ['all', 'high', 'low', 'expiring'] as const
/** In a person's words. By its figure alone: what is ticked by itself is sure in more ways. */
export const SHOWN = {
  high: `Above ${SURE_ABOVE * 100} %`,
  low: `${SURE_ABOVE * 100} % or less`,
  expiring: 'Running out',
}
export type DraftFilter = { q?: string; show?: (typeof SHOW)[number]; state?: DraftState }

const SOON_H = 48

/** A store's drafts, narrowed; the surest first where they wait, else the newest. */
export async function findDrafts(
  em: EntityManager,
  who: Member,
  filter: DraftFilter,
  paging: Paging,
  now: Date,
): Promise<Rows> {
  const { limit, offset } = offsetOf(paging)
  const params = [
    ownStore(who).storeId ?? null,
    filter.state ?? null,
    filter.q ? `%${escapeLike(filter.q)}%` : null,
    filter.show ?? 'all',
    new Date(now.getTime() + SOON_H * 3_600_000),
  ]
  const [count] = await sql<{ total: number }>(em, `select count(*)::int as total ${FROM}`, params)
  const rows = await sql<{ id: string }>(
    em,
    `select d.id ${FROM}
     order by (d.state = 'pending') desc, (d.extracted_data ->> 'confidence')::float desc, d.number desc
     limit ${limit} offset ${offset}`,
    params,
  )
  return { ids: rows.map(({ id }) => id), total: count?.total ?? 0 }
}

const FROM = `
  from product_drafts d where ($1::uuid is null or d.store_id = $1) and ($2::text is null or d.state = $2)
    and ($3::text is null or d.extracted_data ->> 'name' ilike $3 or d.ig_caption ilike $3)
    and case $4 when 'high' then (d.extracted_data ->> 'confidence')::float > ${SURE_ABOVE}
      when 'low' then (d.extracted_data ->> 'confidence')::float <= ${SURE_ABOVE}
      when 'expiring' then d.state = 'pending' and d.expires_at <= $5 else true end
    and ($4 <> 'expiring' or d.expires_at <= $5) `

export async function countDrafts(em: EntityManager, who: Member): Promise<Record<string, number>> {
  const rows = await sql<{ state: string; n: number }>(
    em,
    'select state, count(*)::int as n from product_drafts where $1::uuid is null or store_id = $1 group by 1',
    [ownStore(who).storeId ?? null],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
