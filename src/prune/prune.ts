import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'

const DAY_MS = 86_400_000
/** Small, so that no delete holds locks for long or floods the log of a standby. */
const BATCH = 2_000

/** One sort of row that nobody needs any more: which, older than how many days. `$1` is the time they must be before. */
type Old = { table: string; days: number; where: string; key?: string }

/**
 * What is kept and for how long. Records themselves (orders, sales, people) stay; a delivery's key stays with its
 * record for half a year, far longer than anything could enqueue it again. Moves stay while their record is open.
 */
const old: Old[] = [
  {
    table: 'inbox',
    days: 30,
    where: `received_at < $1 and not exists (
      select 1 from inbox_readings r where r.item_id = inbox.id and (r.read_at is null or r.read_at >= $1))`,
  },
  {
    table: 'moves',
    days: 400,
    where: `at < $1 and kind = 'order' and ${closed('orders', "'not-valid'", 'paid_at is not null')}`,
  },
  { table: 'moves', days: 400, where: `at < $1 and kind = 'sale' and ${closed('sales', "'closed', 'dropped'")}` },
  {
    table: 'moves',
    days: 400,
    where: `at < $1 and kind = 'delivery' and ${closed('deliveries', "'sent', 'cancelled'")}`,
  },
  { table: 'moves', days: 400, where: `at < $1 and kind = 'alert' and ${closed('alerts', "'closed'")}` },
  { table: 'moves', days: 400, where: `at < $1 and kind = 'queue'` },
  { table: 'deliveries', days: 180, where: `state = 'sent' and sent_at < $1` },
  { table: 'deliveries', days: 180, where: `state = 'cancelled' and created_at < $1` },
  { table: 'refused_presses', days: 180, where: 'at < $1' },
  { table: 'links', days: 30, where: 'expires_at < $1' },
  { table: 'sessions', days: 1, where: 'expires_at < $1' },
  { table: 'dialogues', days: 1, where: 'expires_at < $1' },
  { table: 'calls', days: 2, where: 'at < $1' },
  { table: 'notes', days: 7, where: `name like 'pause:%' and at < $1`, key: 'name' },
  {
    table: 'agenda_jobs',
    days: 1,
    where: `type = 'normal' and locked_at is null and coalesce(next_run_at, last_finished_at) < $1`,
  },
  { table: 'digests', days: 30, where: 'created_at < $1' },
  {
    table: 'card_posts',
    days: 30,
    where: `subject = 'digest' and not exists (select 1 from digests d where d.id = subject_id) and rang_at < $1`,
  },
]

/** The record is gone, or is where nothing happens to it any more. */
function closed(table: string, states: string, also = 'false'): string {
  return `not exists (select 1 from ${table} r where r.id = record_id and not (r.state in (${states}) or ${also}))`
}

/** Deletes what is past its age, a few thousand rows at a time; returns how many. Safe beside itself and the steps. */
export async function prune(app: Needs<'em' | 'clock'>): Promise<number> {
  let count = 0
  for (const one of old) count += await pruneOne(app, one)
  return count
}

async function pruneOne(
  { em, clock }: Needs<'em' | 'clock'>,
  { table, days, where, key = 'id' }: Old,
): Promise<number> {
  const before = new Date(clock().getTime() - days * DAY_MS)
  for (let count = 0; ; ) {
    const gone = await sql(
      em.fork(),
      `delete from "${table}" where "${key}" in (
         select "${key}" from "${table}" where ${where} limit ${BATCH} for update skip locked) returning 1`,
      [before],
    )
    count += gone.length
    if (gone.length < BATCH) return count
  }
}
