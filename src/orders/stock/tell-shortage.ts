import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import { loadLeft } from './stock.ts'

/** `3 black left, 9 want it`: where those who wait want more than there is. */
export async function tellShortage(em: EntityManager): Promise<string[]> {
  const wanted = await sql<{ media: string; colour: string; count: number }>(
    em,
    `select o.ig_media_id as media, i.key as colour, sum(i.value::int)::int as count
     from orders o join sales s on s.ig_media_id = o.ig_media_id and s.stock is not null
     cross join lateral jsonb_each_text(o.items) i
     where o.state = 'pending-details-validation' group by 1, 2 order by 1, 2`,
  )
  if (wanted.length === 0) return []
  const left = await loadLeft(
    em,
    wanted.map(({ media }) => media),
  )
  return wanted.flatMap(({ media, colour, count }) => {
    const own = left.get(media)?.[colour]
    return own !== undefined && count > own ? [`${Math.max(0, own)} ${colour} left, ${count} wanted`] : []
  })
}
