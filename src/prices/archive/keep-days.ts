import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** What stays of a day when its single prices go: the lowest, the highest and the last of each product, and when. */
export async function keepDays({ em }: Tx, day: string, ids: string[]): Promise<void> {
  await sql(
    em,
    `insert into price_days as kept
       (product_id, day, currency, low, low_at, high, high_at, last, last_at, falls)
     select product_id, $1, currency,
       min(price), (array_agg(at order by price, at))[1], max(price), (array_agg(at order by price desc, at))[1],
       (array_agg(price order by at desc))[1], max(at), count(*) filter (where price < before)
     from prices where id = any($2::uuid[]) and price is not null and currency is not null and withdrawn_at is null
     group by product_id, currency
     on conflict (product_id, day, currency) do update set
       low = least(kept.low, excluded.low),
       low_at = case when excluded.low < kept.low then excluded.low_at else kept.low_at end,
       high = greatest(kept.high, excluded.high),
       high_at = case when excluded.high > kept.high then excluded.high_at else kept.high_at end,
       last = case when excluded.last_at > kept.last_at then excluded.last else kept.last end,
       last_at = greatest(kept.last_at, excluded.last_at), falls = kept.falls + excluded.falls`,
    [day, ids],
  )
}

/** From now on these rows are in the archive. */
export async function markArchived({ em }: Tx, day: string, ids: string[]): Promise<void> {
  await sql(em, 'update prices set archived_on = $1 where id = any($2::uuid[])', [day, ids])
}

/** Exactly what is archived goes, but for the last price of each product: the next one is compared with it. */
export async function pruneArchived({ em }: Tx): Promise<number> {
  const gone = await sql(
    em,
    `delete from prices p where p.archived_on is not null and exists (
       select 1 from prices later where later.product_id = p.product_id and later.price is not null
         and later.withdrawn_at is null and (later.at, later.id) > (p.at, p.id))
     returning 1`,
  )
  return gone.length
}
