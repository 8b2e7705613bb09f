import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

export type Wrong = { productId: string; price: bigint; currency: string; since: Date }

/**
 * A price that was never asked leaves the days that are archived: where it was the lowest, the highest or the last from
 * a moment on, what else is known of that day takes its place. A day that knew nothing else goes.
 */
export async function forgetPrice({ em }: Tx, { productId, price, currency, since }: Wrong): Promise<void> {
  const wrong = [productId, currency, String(price), since]
  await sql(em, `delete from price_days d where ${DAYS} and low = $3 and high = $3 and low_at >= $4`, wrong)
  await sql(
    em,
    `with known as (
       select day, point.at, point.price from price_days d
       cross join lateral (values (low_at, low), (high_at, high), (last_at, last)) as point(at, price)
       where ${DAYS} and not (point.price = $3 and point.at >= $4)
     ), left_over as (
       select day, min(price) as low, (array_agg(at order by price, at))[1] as low_at, max(price) as high,
         (array_agg(at order by price desc, at))[1] as high_at, (array_agg(price order by at desc))[1] as last,
         max(at) as last_at
       from known group by day)
     update price_days d set low = l.low, low_at = l.low_at, high = l.high, high_at = l.high_at, last = l.last,
       last_at = l.last_at
     from left_over l where d.product_id = $1 and d.currency = $2 and d.day = l.day`,
    wrong,
  )
}

/** Those it may have shaped, of product $1 in currency $2. */
const DAYS = `d.product_id = $1 and d.currency = $2
  and d.day >= to_char($4::timestamptz at time zone 'UTC', 'YYYY-MM-DD')`
