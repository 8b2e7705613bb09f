import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'
import { allowanceOf, type Day, dayOf } from '../plan/daily-cap.ts'
import type { Lane } from '../plan/lane.ts'
import { gainOf, judgeDay, rampTo } from '../plan/ramp.ts'
import { weekdayOf } from '../plan/words.ts'

/** `Today 22 of 50. You began at 10 and gain 3 each good day; Tuesday did not count: Instagram blocked a message.` */
export async function tellRamp(em: EntityManager, lane: Lane, date: string): Promise<string> {
  const day = dayOf(lane, date)
  const allowance = allowanceOf(lane, day)
  const today = `Today ${day.taken - day.replies} of ${allowance}${tellReplies(day.replies)}`
  if (lane.capacity === 0) return `${today}. The capacity is 0: nothing may be sent.`
  if (lane.rampLifted) return `${today}. An established account: the whole capacity.`
  if (allowance >= lane.capacity) return `${today}. You have grown to the whole capacity.`
  const gain = `You began at ${rampTo(lane.capacity, 0)} and gain ${gainOf(lane.capacity)} each good day`
  const grows = `${today}; it grows to ${lane.capacity}. ${gain}`
  const before = lane.days.find((one) => one.date < date)
  const verdict = before && judgeDay(before)
  if (!before || verdict === 'good') return `${grows}.`
  const why = await lastError(em, lane, before)
  const counted = `${weekdayOf(before.date)} ${verdict === 'heavy' ? 'took one back' : 'did not count'}`
  return `${grows}; ${counted}${why ? `: ${why}` : ''}.`
}

/** Replies count against the capacity, not against what a new account may begin. */
function tellReplies(count: number): string {
  return count === 0 ? '' : ` and ${writeCount(count, 'reply', 'replies')}`
}

async function lastError(em: EntityManager, lane: Lane, { date }: Day): Promise<string | null> {
  const [error] = await sql<{ message: string }>(
    em,
    `select e.message from rep_shift_errors e join rep_shifts s on s.id = e.shift_id
     where e.rep_activity_id = $1 and s.shift_date = $2 and e.level = 2 order by e.at desc limit 1`,
    [lane.id, date],
  )
  return error?.message ?? null
}
