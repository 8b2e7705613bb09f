import type { EntityManager } from '@mikro-orm/postgresql'
import { readTime, sql } from '#src/database/sql.ts'
import type { Turn } from './daily-cap.ts'
import type { Lane } from './lane.ts'
import { loadLanes } from './load-lanes.ts'
import type { Board, Wish } from './plan.ts'

/** One person is left alone for so long after a message or a broadcast. */
export type Guard = { REPS_GUARD_H: number }

/** Everything queued in some lanes, or in all: two queries however much that is. */
export async function loadBoard(em: EntityManager, { REPS_GUARD_H }: Guard, laneIds: string[] | null): Promise<Board> {
  const queued = `exists (select 1 from rep_requests q where q.rep_activity_id = a.id and q.state = 'queued')`
  const lanes = laneIds ? await loadLanes(em, 'a.id = any($1::uuid[])', [laneIds]) : await loadLanes(em, queued, [])
  const rows = await sql<WishRow>(
    em,
    `select ${COLUMNS} from rep_requests r join leads l on l.id = r.lead_id
     where r.state = 'queued' and r.rep_activity_id = any($1::uuid[])`,
    [lanes.map(({ id }) => id)],
  )
  return boardOf(lanes, rows, REPS_GUARD_H)
}

/** What could go now, no more of each lane than it has room for. */
export async function loadReady(em: EntityManager, guard: Guard, rooms: Room[], now: Date): Promise<WishRow[]> {
  const free = new Date(now.getTime() - guard.REPS_GUARD_H * 3_600_000)
  return sql<WishRow>(
    em,
    `select ${COLUMNS}
     from jsonb_to_recordset($1::jsonb) as v(lane uuid, reply boolean, bulk boolean, contacts boolean, room int)
     cross join lateral (
       select q.id from rep_requests q join leads ql on ql.id = q.lead_id
       where q.rep_activity_id = v.lane and q.state = 'queued' and q.is_reply = v.reply and q.is_bulk = v.bulk
         and (q.not_before is null or q.not_before <= $2) and ql.state = 'open'
         and (q.is_reply or not v.contacts or ql.contacted_at is null or ql.contacted_at <= $3)
       order by q.number limit v.room) picked
     join rep_requests r on r.id = picked.id join leads l on l.id = r.lead_id`,
    [JSON.stringify(rooms), now, free],
  )
}

/** So many of one turn of a lane are looked at. */
export type Room = { lane: string; reply: boolean; bulk: boolean; contacts: boolean; room: number }

export type WishRow = {
  id: string
  number: number
  laneId: string
  leadId: string
  turn: Turn
  notBefore: string | null
  contactedAt: string | null
}

const COLUMNS = `r.id, r.number, r.rep_activity_id as "laneId", r.lead_id as "leadId", r.not_before as "notBefore",
  case when r.is_reply then 'reply' when r.is_bulk then 'bulk' else 'single' end as turn,
  l.contacted_at as "contactedAt"`

export function boardOf(lanes: Lane[], rows: WishRow[], guardHours: number): Board {
  const contactedAt = new Map<string, Date>()
  for (const { leadId, contactedAt: at } of rows) if (at) contactedAt.set(leadId, readTime(at))
  return { lanes, wishes: rows.map(readWish), contactedAt, guardMs: guardHours * 3_600_000 }
}

function readWish({ id, number, laneId, leadId, turn, notBefore }: WishRow): Wish {
  return { id, number, laneId, leadId, turn, notBefore: readTime(notBefore) }
}
