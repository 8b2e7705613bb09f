import { levels } from '#entities/reps/rep-shift-error.ts'
import type { Request } from '#entities/reps/request.ts'
import { uuid } from '#entities/uuid.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { redrawHung } from '#src/moves/raise-cards.ts'
import { shiftKind } from '../kinds.ts'
import { judgeDay, rampTo } from '../plan/ramp.ts'
import { makeShift } from './make-shift.ts'

/** One act of the shift it was counted in. A doubt that is settled becomes what it was. */
export async function noteActivity(tx: Tx, request: Request, outcome: 'done' | 'failed' | 'doubtful'): Promise<void> {
  const shiftId = await shiftOf(tx, request)
  const settled = await sql(
    tx.em,
    `update rep_shift_activities set outcome = $2 where request_id = $1 and outcome = 'doubtful' returning 1`,
    [request.id, outcome],
  )
  if (settled.length === 0) {
    await sql(
      tx.em,
      `insert into rep_shift_activities (id, shift_id, rep_activity_id, request_id, lead_id, at, outcome, sandbox)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [uuid(), shiftId, request.repActivityId, request.id, request.leadId, tx.at, outcome, request.sandbox],
    )
  }
  await redrawHung(tx, shiftKind.name, [shiftId])
}

export type ShiftError = { code: number; message: string; level: keyof typeof levels }

/** What went wrong, in the shift; what the platform held against us also in the day's count. */
export async function noteError(tx: Tx, request: Request, { code, message, level }: ShiftError): Promise<void> {
  const shiftId = await shiftOf(tx, request)
  await sql(
    tx.em,
    `insert into rep_shift_errors (id, shift_id, rep_activity_id, request_id, message, code, level, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuid(), shiftId, request.repActivityId, request.id, message, code, levels[level], tx.at],
  )
  if (level === 'error') await countError(tx, request, message)
  await redrawHung(tx, shiftKind.name, [shiftId])
}

type Counted = { attempts: number; done: number; errors: number; goodDays: number; rep: string; channel: string }

/** A day on which errors outweigh lowers the next day's allowance: an admin hears it once, when it turns. */
async function countError(tx: Tx, request: Request, message: string): Promise<void> {
  const [day] = await sql<Counted & { capacity: number; activity: string }>(
    tx.em,
    `update rep_days d set errors = d.errors + 1
     from rep_activities a join rep_channels rc on rc.id = a.rep_channel_id join reps r on r.id = rc.rep_id
     join channels c on c.id = rc.channel_id join channel_activities ca on ca.id = a.activity_id
     where d.id = $1 and a.id = d.rep_activity_id
     returning d.attempts, d.done, d.errors, d.good_days as "goodDays", r.full_name as rep, c.name as channel,
       ca.name as activity, coalesce(a.max_capacity, rc.max_capacity) as capacity`,
    [request.dayId],
  )
  if (!day || judgeDay(day) !== 'heavy' || judgeDay({ ...day, errors: day.errors - 1 }) === 'heavy') return
  const tomorrow = rampTo(day.capacity, Math.max(0, day.goodDays - 1))
  await openAlert(tx, {
    key: `reps-heavy:${request.dayId}`,
    pipeline: 'reps',
    title: `${day.channel} refuses ${day.rep}: ${day.errors} of ${day.attempts} failed today.`,
    detail: `The last one said: ${message}. Tomorrow ${day.rep} may do ${tomorrow} (${day.activity}), less than today.`,
    step: null,
  })
}

async function shiftOf(tx: Tx, request: Request): Promise<string> {
  const [day] = await sql<{ date: string }>(tx.em, 'select date::text from rep_days where id = $1', [request.dayId])
  if (!day) throw new Error('an act without a day')
  return makeShift(tx, request.repChannelId, day.date)
}
