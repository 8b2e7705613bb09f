import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import { PRICES_SINCE } from '../history/history.ts'

/** What 30 days of prices say about the one of now. Minor units. */
export type PriceFacts = {
  lowest: bigint | null
  lowestAt: Date | null
  /** Whether the shop's own old price was ever asked in that time. */
  wasSeen: boolean
}

const DAYS = 30

export async function priceFacts(
  em: EntityManager,
  { id, currency, was }: { id: string; currency: string | null; was: bigint | null },
  at: Date,
): Promise<PriceFacts> {
  const since = new Date(at.getTime() - DAYS * 24 * 60 * 60_000)
  const [row] = await sql<{ price: string | null; at: string | null; seen: boolean | null }>(
    em,
    `with seen as (
       select price, greatest(at, $3) as at from ${PRICES_SINCE})
     select (select price::text from seen order by price, at limit 1) as price,
       (select at::text from seen order by price, at limit 1) as at,
       (select bool_or(price >= $4::bigint) from seen) as seen`,
    [id, currency, since, was === null ? null : was.toString()],
  )
  return {
    lowest: row?.price ? BigInt(row.price) : null,
    lowestAt: row?.at ? new Date(row.at) : null,
    wasSeen: row?.seen ?? false,
  }
}
