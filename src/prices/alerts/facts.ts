import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/** What 30 days of prices say about the one of now. Minor units. */
export type PriceFacts = {
  lowest: bigint | null
  lowestAt: Date | null
  /** Whether the shop's own old price was ever asked in that time. Null where the shop names none. */
  wasSeen: boolean | null
}

const DAYS = 30

/** From single prices and, where those are archived, from the days that are kept of them. */
export async function priceFacts(
  em: EntityManager,
  { id, currency, was }: { id: string; currency: string | null; was: bigint | null },
  at: Date,
): Promise<PriceFacts> {
  const since = new Date(at.getTime() - DAYS * 24 * 60 * 60_000)
  const [row] = await sql<{ price: string | null; at: string | null; seen: boolean | null }>(
    em,
    `with seen as (
       select price, price as high, at from prices
         where product_id = $1 and currency = $2 and at >= $3 and at < $5 and withdrawn_at is null and price is not null
       union all select low, high, day::timestamptz from price_days where product_id = $1 and currency = $2 and day >= $4)
     select (select price::text from seen order by price, at limit 1) as price,
       (select at::text from seen order by price, at limit 1) as at,
       (select bool_or(high >= $6::bigint) from seen) as seen`,
    [id, currency, since, since.toISOString().slice(0, 10), at, was === null ? null : was.toString()],
  )
  return {
    lowest: row?.price ? BigInt(row.price) : null,
    lowestAt: row?.at ? new Date(row.at) : null,
    wasSeen: was === null ? null : (row?.seen ?? false),
  }
}
