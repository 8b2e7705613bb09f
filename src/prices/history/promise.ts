import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

/** The promise, as it was kept in a week: `9 alerts in 7 days, left 2 s after the change was seen (95 % within 4 s).` */
export async function readPromise(em: EntityManager, now: Date): Promise<string> {
  const [row] = await sql<{ n: number; p50: number | null; p95: number | null }>(
    em,
    `select count(*)::int as n,
       percentile_cont(0.5) within group (order by extract(epoch from sent_at - due_at))::float as p50,
       percentile_cont(0.95) within group (order by extract(epoch from sent_at - due_at))::float as p95
     from price_alerts where sent_at is not null and created_at >= $1 and reason in ('drop', 'target', 'up', 'stock')`,
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
