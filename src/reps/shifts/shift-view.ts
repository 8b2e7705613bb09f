import type { EntityManager } from '@mikro-orm/postgresql'
import { RepShift } from '#entities/reps/rep-shift.ts'
import { sql } from '#src/database/sql.ts'
import { allowanceOf, dayOf } from '../plan/daily-cap.ts'
import type { Lane } from '../plan/lane.ts'
import { loadLanes } from '../plan/load-lanes.ts'
import { ANSWERS, ERRORS } from './counts.ts'

export type ShiftView = RepShift & {
  rep: string
  lanes: Lane[]
  answers: number
  errors: number
  queued: number
}

type Counts = { id: string; rep: string; answers: number; errors: number; queued: number }

/** Shifts with their ledgers: what each activity did of what it may. */
export async function loadShifts(em: EntityManager, ids: string[]): Promise<ShiftView[]> {
  const rows = await sql<Counts>(
    em,
    `select s.id, r.full_name as rep, ${ANSWERS} as answers, ${ERRORS} as errors,
       (select count(*)::int from rep_requests q
         where q.rep_channel_id = s.rep_channel_id and q.state = 'queued') as queued
     from rep_shifts s join reps r on r.id = s.rep_id join rep_channels rc on rc.id = s.rep_channel_id
     where s.id = any($1::uuid[])`,
    [ids],
  )
  const counts = new Map(rows.map((row) => [row.id, row]))
  const lanes = Map.groupBy(
    await loadLanes(em, 'rc.id in (select rep_channel_id from rep_shifts where id = any($1::uuid[]))', [ids]),
    ({ repChannelId }) => repChannelId,
  )
  const shifts = await em.find(RepShift, { id: { $in: ids } })
  return shifts.flatMap((shift) => {
    const found = counts.get(shift.id)
    return found ? [Object.assign(shift, found, { lanes: lanes.get(shift.repChannelId ?? '') ?? [] })] : []
  })
}

/** `4 of 4` */
export function tellCount(lane: Lane, date: string): string {
  const day = dayOf(lane, date)
  return `${day.taken} of ${Math.max(allowanceOf(lane, day), day.taken)}`
}

/** `message 4 of 4, like 0 of 4` */
export function tellLanes(lanes: Lane[], date: string): string {
  return lanes.map((lane) => `${lane.activity} ${tellCount(lane, date)}`).join(', ')
}

/** What something was done of, for a title; all of them are told below it. */
export function tellDone({ lanes, shiftDate }: Pick<ShiftView, 'lanes' | 'shiftDate'>): string {
  const used = lanes.filter((lane) => dayOf(lane, shiftDate).taken > 0)
  return used.length > 0 ? tellLanes(used, shiftDate) : 'nothing'
}
