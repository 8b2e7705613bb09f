import { alertKind } from '#src/alerts/kind.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { deliveryKind } from '#src/outbox/kind.ts'
import type { Old } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'

const DAY_MS = 86_400_000
/** Small, so that no delete holds locks for long or floods the log of a standby. */
const BATCH = 2_000

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
  { table: 'moves', days: 400, where: `at < $1 and kind = 'queue'` },
  { table: 'deliveries', days: 180, where: `state = 'sent' and sent_at < $1` },
  { table: 'deliveries', days: 180, where: `state = 'cancelled' and created_at < $1` },
  { table: 'refused_presses', days: 180, where: 'at < $1' },
  { table: 'links', days: 30, where: 'expires_at < $1' },
  { table: 'sessions', days: 1, where: 'expires_at < $1' },
  { table: 'dialogues', days: 1, where: 'expires_at < $1' },
  { table: 'calls', days: 2, where: 'at < $1' },
  { table: 'notes', days: 7, where: `name like 'pause:%' and at < $1`, key: 'name' },
  { table: 'notes', days: 90, where: `name like 'picture:%' and at < $1`, key: 'name' },
  {
    table: 'agenda_jobs',
    days: 1,
    // Agenda goes by the machine's clock: where the business's is ahead of it, what is still to ring is not old.
    where: `type = 'normal' and locked_at is null
      and coalesce(next_run_at, last_finished_at) < least($1, now() - interval '1 day')`,
  },
  { table: 'digests', days: 30, where: 'created_at < $1' },
  // An alert about one thing is not opened again once it is mended; those of vendors and steps are few.
  { table: 'alerts', days: 180, where: `state = 'closed' and key like 'item:%' and closed_at < $1` },
  ...cardsOf('digest', 'digests'),
  ...cardsOf('alert', 'alerts'),
  ...cardsOf('delivery', 'deliveries'),
]

/** Where a card hung whose record is gone. */
function cardsOf(subject: string, table: string): Old[] {
  const isGone = `not exists (select 1 from ${table} d where d.id = subject_id)`
  return [{ table: 'card_posts', days: 30, where: `subject = '${subject}' and ${isGone} and rang_at < $1` }]
}

/** The history of records that are gone, or where nothing happens any more. */
function oldMoves(kinds: { name: string; table: string; endedSql?: string }[]): Old[] {
  return kinds.flatMap(({ name, table, endedSql }) => {
    if (!endedSql) return []
    const isAtWork = `exists (select 1 from "${table}" where "${table}".id = moves.record_id and not (${endedSql}))`
    return [{ table: 'moves', days: 400, where: `at < $1 and kind = '${name}' and not ${isAtWork}` }]
  })
}

function everyOld(): Old[] {
  const kinds = pipelines.flatMap((pipeline) => pipeline.kinds.map(({ subject }) => subject.kind))
  return [...old, ...oldMoves([...kinds, deliveryKind, alertKind]), ...pipelines.flatMap(({ prune: own }) => own ?? [])]
}

/** Deletes what is past its age, a few thousand rows at a time; returns how many. Safe beside itself and the steps. */
export async function prune(app: Needs<'em' | 'clock'>): Promise<number> {
  let count = 0
  for (const one of everyOld()) count += await pruneOne(app, one)
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
