import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import { drawChart, type Point } from './chart.ts'

const DAYS = 30
const MOST = 400

/** A product's prices of the last 30 days, oldest first: single prices, and before those the days kept of them. */
export async function readHistory(
  em: EntityManager,
  { id, currency }: { id: string; currency: string | null },
  now: Date,
): Promise<Point[]> {
  if (!currency) return []
  const since = new Date(now.getTime() - DAYS * 24 * 60 * 60_000)
  const rows = await sql<{ at: string; price: string }>(
    em,
    `select at::text, price::text from (
       select at, price from prices where product_id = $1 and currency = $2 and price is not null
         and withdrawn_at is null and at >= $3
       union all select day::timestamptz, last from price_days where product_id = $1 and currency = $2 and day >= $4
     ) seen order by at desc limit ${MOST}`,
    [id, currency, since, since.toISOString().slice(0, 10)],
  )
  return rows.reverse().map(({ at, price }) => ({ at: new Date(at), price: BigInt(price) }))
}

/** The chart of a product, as PNG; null while there is nothing to draw. */
export async function chartOf(
  em: EntityManager,
  product: { id: string; currency: string | null },
  now: Date,
  zone: string,
): Promise<Buffer | null> {
  const points = await readHistory(em, product, now)
  return points.length > 0 && product.currency ? drawChart(points, product.currency, now, zone) : null
}
