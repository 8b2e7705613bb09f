import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { dateAt, type Window, windowOn } from '../plan/windows.ts'

/**
 * The rep's shift in a channel on a local date: found, or made with the next number of that day. The rep's row is
 * locked meanwhile, so that two makers never take one number; the database would refuse it.
 */
export async function makeShift(tx: Tx, repChannelId: string, date: string): Promise<string> {
  const known = await findShift(tx, repChannelId, date)
  if (known) return known
  const [rep] = await sql<{ id: string; personId: string | null }>(
    tx.em,
    'select id, person_id as "personId" from reps where id = (select rep_id from rep_channels where id = $1) for update',
    [repChannelId],
  )
  const raced = await findShift(tx, repChannelId, date)
  if (raced || !rep) return raced ?? ''
  const { from, to } = await spanOf(tx, repChannelId, date)
  const id = uuid()
  await sql(
    tx.em,
    `insert into rep_shifts (id, state, rep_id, person_id, rep_channel_id, shift_number, shift_date, begins_at, ends_at, created_at)
     select $1, 'planned', $2, $8, $3, coalesce(max(shift_number), 0) + 1, $4, $5, $6, $7
     from rep_shifts where rep_id = $2 and shift_date = $4`,
    [id, rep.id, repChannelId, date, from, to, tx.at, rep.personId],
  )
  return id
}

async function findShift(tx: Tx, repChannelId: string, date: string): Promise<string | null> {
  const [row] = await sql<{ id: string }>(
    tx.em,
    'select id from rep_shifts where rep_channel_id = $1 and shift_date = $2',
    [repChannelId, date],
  )
  return row?.id ?? null
}

type HoursRow = { start: string; end: string; zone: string }

/** From the first hours of any activity to the end of the last. */
async function spanOf(tx: Tx, repChannelId: string, date: string): Promise<Pick<Window, 'from' | 'to'>> {
  const rows = await sql<HoursRow>(
    tx.em,
    `select coalesce(a.start_time, rc.start_time)::text as start, coalesce(a.end_time, rc.end_time)::text as "end",
       rc.timezone as zone
     from rep_channels rc left join rep_activities a on a.rep_channel_id = rc.id where rc.id = $1`,
    [repChannelId],
  )
  const windows = rows.map((hours) => windowOn(date, hours))
  return {
    from: new Date(Math.min(...windows.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...windows.map(({ to }) => to.getTime()))),
  }
}

/** Everyone's shift of their local day; idempotent. Returns those that are new. */
export async function makeShifts(tx: Tx, repId: string | null): Promise<string[]> {
  const rows = await sql<{ id: string; zone: string; has: string | null }>(
    tx.em,
    `select rc.id, rc.timezone as zone, (select max(shift_date)::text from rep_shifts s where s.rep_channel_id = rc.id) as has
     from rep_channels rc where $1::uuid is null or rc.rep_id = $1 order by rc.rep_id, rc.number`,
    [repId],
  )
  const made: string[] = []
  for (const { id, zone, has } of rows) {
    const today = dateAt(tx.at, zone)
    if (has !== null && has >= today) continue
    made.push(await makeShift(tx, id, today))
  }
  return made
}
