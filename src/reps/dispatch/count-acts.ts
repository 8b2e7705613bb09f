import { uuid } from '#entities/uuid.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { allowanceOf, dayOf } from '../plan/daily-cap.ts'
import type { Lane } from '../plan/lane.ts'
import { type Act, writesTo } from '../plan/plan.ts'

/** The day that counts an act, and what the lead's guard said before it. */
export type Counted = { dayId: string; guardWas: Date | null; sandbox: boolean }

/**
 * Counts acts in the ledger before anything leaves: their days, and the guards of their leads. The capacity is checked
 * once more by the database itself: where a count cannot be made, nothing goes.
 */
export async function countActs(tx: Tx, acts: Act[]): Promise<Map<string, Counted>> {
  const guards = await guardLeads(tx, acts)
  const days = await countDays(tx, acts)
  return new Map(
    acts.map(({ wish, lane, date }) => {
      const dayId = days.get(`${lane.id} ${date}`)
      if (!dayId) throw new Error(`the day of ${lane.id} cannot be counted`)
      return [wish.id, { dayId, guardWas: guards.get(wish.leadId) ?? null, sandbox: lane.sandbox }]
    }),
  )
}

async function guardLeads(tx: Tx, acts: Act[]): Promise<Map<string, Date | null>> {
  const ids = acts.flatMap(({ wish, lane }) => (writesTo(lane, wish) ? [wish.leadId] : []))
  const rows = await sql<{ id: string; was: string | null }>(
    tx.em,
    `update leads l set contacted_at = $2 from leads old where l.id = old.id and l.id = any($1::uuid[])
     returning l.id, old.contacted_at as was`,
    [ids, tx.at],
  )
  return new Map(rows.map(({ id, was }) => [id, readTime(was)]))
}

async function countDays(tx: Tx, acts: Act[]): Promise<Map<string, string>> {
  const groups = [...Map.groupBy(acts, ({ lane, date }) => `${lane.id} ${date}`).values()]
  const rows = await sql<{ id: string; day: string }>(tx.em, COUNT, [
    JSON.stringify(groups.map((group) => dayRow(group))),
    tx.at,
  ])
  return new Map(rows.map(({ id, day }) => [day, id]))
}

function dayRow(group: Act[]) {
  const [{ lane, date }] = group as [Act]
  const replies = group.filter(({ wish }) => wish.turn === 'reply').length
  return { id: uuid(), ...beginning(lane, date), count: group.length, replies }
}

/** A day as it begins: what the one before it was worth. */
function beginning(lane: Lane, date: string) {
  const day = dayOf(lane, date)
  const { id: laneId, repChannelId } = lane
  return { laneId, repChannelId, date, average: allowanceOf(lane, day), goodDays: day.goodDays }
}

const CAPACITY = `select coalesce(a.max_capacity, rc.max_capacity) from rep_activities a
  join rep_channels rc on rc.id = a.rep_channel_id`

const COUNT = `
  insert into rep_days as d
    (id, rep_activity_id, rep_channel_id, date, average, good_days, taken, replies, attempts, last_at)
  select v.id, v."laneId", v."repChannelId", v.date, v.average, v."goodDays", v.count, v.replies, v.count, $2
  from jsonb_to_recordset($1::jsonb) as v(id uuid, "laneId" uuid, "repChannelId" uuid, date date, average int,
    "goodDays" int, count int, replies int)
  where v.count <= (${CAPACITY} where a.id = v."laneId")
  on conflict (rep_activity_id, date) do update set taken = d.taken + excluded.taken,
    replies = d.replies + excluded.replies, attempts = d.attempts + excluded.attempts, average = excluded.average,
    last_at = excluded.last_at
  where d.taken + excluded.taken <= (${CAPACITY} where a.id = d.rep_activity_id)
  returning d.id, d.rep_activity_id || ' ' || d.date as day`
