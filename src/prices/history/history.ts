import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import { drawChart, type Point } from './chart.ts'

const DAYS = 30
const MOST = 400

/** In SQL: what product `$1` cost in currency `$2`; of archived days the lowest, the highest and the last price. */
const POINTS = `select at, price from prices
    where product_id = $1 and currency = $2 and price is not null and withdrawn_at is null
  union select point.at, point.price from price_days
    cross join lateral (values (low_at, low), (high_at, high), (last_at, last)) as point(at, price)
    where product_id = $1 and currency = $2`

/** The same from `$3` on; the first of them is the one that held then. */
export const PRICES_SINCE = `(with points as (${POINTS})
  select at, price from points where at >= coalesce((select max(at) from points where at <= $3), $3)) as since`

/** A product's prices of the last 30 days, oldest first. */
export async function readHistory(
  em: EntityManager,
  { id, currency }: { id: string; currency: string | null },
  now: Date,
): Promise<Point[]> {
  if (!currency) return []
  const since = new Date(now.getTime() - DAYS * 24 * 60 * 60_000)
  const rows = await sql<{ at: string; price: string }>(
    em,
    `select greatest(at, $3)::text as at, price::text from ${PRICES_SINCE} order by since.at desc limit ${MOST}`,
    [id, currency, since],
  )
  return rows.reverse().map(({ at, price }) => ({ at: new Date(at), price: BigInt(price) }))
}

type Drawn = { id: string; currency: string | null; failingSince: Date | null; seenAt: Date | null }

/** The chart of a product, as PNG; null while there is nothing to draw. A page that is away holds no price since. */
export async function chartOf(em: EntityManager, product: Drawn, now: Date, zone: string): Promise<Buffer | null> {
  const { currency, failingSince, seenAt } = product
  const points = await readHistory(em, product, now)
  const held = (failingSince && seenAt) || now
  return points.length > 0 && currency ? drawChart(points, currency, { held, until: now }, zone) : null
}
