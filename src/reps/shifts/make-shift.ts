import { uuid } from '#entities/uuid.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { dateAt, type Hours, type Window, windowOn } from '../plan/windows.ts'

/**
 * The rep's shift in a channel on a local date: found, or made with the next number of that day. The rep's row is
 * locked meanwhile, so that two makers never take one number; the database would refuse it.
 */
export async function makeShift(tx: Tx, repChannelId: string, date: string): Promise<string> {
  const known = await findShift(tx, repChannelId, date)
  if (known) return known
  const [rep] = await sql<{ id: string; personId: string | null }>(
    tx.em,
    `select id, person_id as "personId" from reps
     where id = (select rep_id from rep_channels where id = $1) for update`,
    [repChannelId],
  )
  const raced = await findShift(tx, repChannelId, date)
  if (raced || !rep) return raced ?? ''
  const hours = await sql<HoursRow>(tx.em, `${HOURS} where rc.id = $1`, [repChannelId])
  const { from, to } = spanOf(hours, date)
  const id = uuid()
  await sql(
    tx.em,
    `insert into rep_shifts (id, state, rep_id, person_id, rep_channel_id, shift_number, shift_date, begins_at, ends_at,
       created_at) select $1, $9, $2, $8, $3, coalesce(max(shift_number), 0) + 1, $4, $5, $6, $7
     from rep_shifts where rep_id = $2 and shift_date = $4`,
    // Of hours that are over before it is made there is nothing to tell at the end.
    [id, rep.id, repChannelId, date, from, to, tx.at, rep.personId, to > tx.at ? 'planned' : 'over'],
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

type HoursRow = Hours & { repChannelId: string }

const HOURS = `select rc.id as "repChannelId", coalesce(a.start_time, rc.start_time)::text as start,
    coalesce(a.end_time, rc.end_time)::text as "end", rc.timezone as zone
  from rep_channels rc left join rep_activities a on a.rep_channel_id = rc.id`

/** From the first hours of any activity to the end of the last. */
function spanOf(hours: Hours[], date: string): Pick<Window, 'from' | 'to'> {
  const windows = hours.map((each) => windowOn(date, each))
  return {
    from: new Date(Math.min(...windows.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...windows.map(({ to }) => to.getTime()))),
  }
}

type Spanned = { id: string; repChannelId: string; date: string; begins: string; ends: string }

/** Hours may be changed while a shift is to come or under way: it begins and ends with those that hold now. */
export async function spanShifts(tx: Tx): Promise<void> {
  const shifts = await sql<Spanned>(
    tx.em,
    `select id, rep_channel_id as "repChannelId", shift_date::text as date, begins_at as begins, ends_at as ends
     from rep_shifts where state <> 'over' and rep_channel_id is not null`,
  )
  const ids = shifts.map(({ repChannelId }) => repChannelId)
  const hours = Map.groupBy(
    await sql<HoursRow>(tx.em, `${HOURS} where rc.id = any($1::uuid[])`, [ids]),
    ({ repChannelId }) => repChannelId,
  )
  const changed = shifts.flatMap(({ id, repChannelId, date, begins, ends }) => {
    const { from, to } = spanOf(hours.get(repChannelId) ?? [], date)
    const isSame = from.getTime() === readTime(begins).getTime() && to.getTime() === readTime(ends).getTime()
    return isSame ? [] : [{ id, from, to }]
  })
  if (changed.length === 0) return
  await sql(
    tx.em,
    `update rep_shifts s set begins_at = v.from, ends_at = v.to
     from jsonb_to_recordset($1::jsonb) as v(id uuid, "from" timestamptz, "to" timestamptz) where s.id = v.id`,
    [JSON.stringify(changed)],
  )
}

/** Everyone's shift of their local day; idempotent. Returns those that are new. */
export async function makeShifts(tx: Tx, repId: string | null): Promise<string[]> {
  const rows = await sql<{ id: string; zone: string; has: string | null }>(
    tx.em,
    `select rc.id, rc.timezone as zone,
       (select max(shift_date)::text from rep_shifts s where s.rep_channel_id = rc.id) as has
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
