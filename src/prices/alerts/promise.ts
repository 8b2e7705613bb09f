import type { EntityManager } from '@mikro-orm/postgresql'
import type { PriceAlert } from '#entities/prices/price-alert.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** From the drop to the mail. The shop's own tier is what we cannot do better than. */
const PROMISE_S = 180
const LATE_KEY = 'prices:late'

const WEEK_MS = 7 * 24 * 60 * 60_000

/** A card where it was broken. From when it may leave: a text that waits for the morning is not late. */
export async function judgePromise(tx: Tx, { dueAt, sentAt, tierS, reason }: PriceAlert): Promise<void> {
  if (reason === 'unreachable' || reason === 'correction') return
  const tookS = Math.round(((sentAt ?? tx.at).getTime() - dueAt.getTime()) / 1000)
  if (tookS + tierS <= PROMISE_S || tookS < 30) return closeAlert(tx, LATE_KEY)
  await openAlert(tx, {
    key: LATE_KEY,
    pipeline: 'prices',
    title: `A price alert left ${writeCount(Math.ceil(tookS / 60), 'minute')} after the drop was seen`,
    detail: 'The promise is three minutes. The mail server was slow or away; nothing is lost.',
    step: null,
  })
}

/** As it was kept in a week: `9 alerts in 7 days, left 2 s after the change was seen (95 % within 4 s).` */
export async function readPromise(em: EntityManager, now: Date): Promise<string> {
  const [row] = await sql<{ n: number; p50: number | null; p95: number | null }>(
    em,
    `select count(*)::int as n,
       percentile_cont(0.5) within group (order by extract(epoch from sent_at - due_at))::float as p50,
       percentile_cont(0.95) within group (order by extract(epoch from sent_at - due_at))::float as p95
     from price_alerts where sent_at is not null and created_at >= $1
       and reason in ('drop', 'target', 'up', 'stock', 'low')`,
    [new Date(now.getTime() - WEEK_MS)],
  )
  if (!row || row.n === 0) return 'No alert in the last 7 days.'
  const alerts = writeCount(row.n, 'alert')
  const [usual, most] = [say(row.p50), say(row.p95)]
  const rest = usual === most ? '' : ` (95 % within ${most})`
  return `${alerts} in 7 days, left ${usual} after the change was seen${rest}.`
}

function say(seconds: number | null): string {
  const value = Math.max(0, seconds ?? 0)
  return value < 1 ? 'less than a second' : `${Math.round(value)} s`
}
