import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'
import { isOn } from '../plan/availability.ts'
import { dayOf } from '../plan/daily-cap.ts'
import { type Lane, todayOf } from '../plan/lane.ts'
import { loadLanes } from '../plan/load-lanes.ts'
import { ANSWERS, ERRORS } from '../shifts/counts.ts'
import { tellCount } from '../shifts/shift-view.ts'

export type TeamRow = {
  repId: string
  personId: string | null
  number: number
  name: string
  lanes: Lane[]
  answers: number
  errors: number
  queued: number
  isPaused: boolean
}

/** Every rep with today's figures, as the ledger has them. */
export async function loadTeam(em: EntityManager, now: Date): Promise<TeamRow[]> {
  const reps = await sql<Omit<TeamRow, 'lanes'>>(
    em,
    `select r.id as "repId", r.person_id as "personId", r.number, r.full_name as name, r.state = 'paused' as "isPaused",
       coalesce(sum(t.answers), 0)::int as answers, coalesce(sum(t.errors), 0)::int as errors,
       (select count(*)::int from rep_requests q where q.rep_id = r.id and q.state = 'queued') as queued
     from reps r left join (${TODAY}) t on t.rep_id = r.id group by r.id order by r.number`,
    [now],
  )
  const lanes = Map.groupBy(await loadLanes(em, 'true', []), ({ repId }) => repId)
  return reps.map((rep) => ({ ...rep, lanes: lanes.get(rep.repId) ?? [] }))
}

/** The shift one speaks of, of each account: the one under way, after midnight too; else the calendar's. */
const TODAY = `select rc.rep_id, ${ANSWERS} as answers, ${ERRORS} as errors
  from rep_channels rc cross join lateral (select * from rep_shifts s where s.rep_channel_id = rc.id
    and (s.shift_date = ($1::timestamptz at time zone rc.timezone)::date or (s.begins_at <= $1 and s.ends_at > $1))
    order by s.shift_date limit 1) s`

/** `on · Instagram message 4 of 4 · LinkedIn nothing yet · 1 answer · 0 errors · 6 wait` */
export function tellRep({ lanes, answers, errors, queued, isPaused }: TeamRow, now: Date): string {
  const [lane] = lanes
  const standing = isPaused ? 'paused' : !lane ? 'no channel' : isOn(lane.rep, now) ? 'on' : 'off'
  const accounts = Map.groupBy(lanes, ({ repChannelId }) => repChannelId)
  return [
    standing,
    ...[...accounts.values()].map((own) => tellAccount(own, now)),
    writeCount(answers, 'answer'),
    writeCount(errors, 'error'),
    ...(queued ? [`${queued} wait`] : []),
  ].join(' · ')
}

/** `Instagram (off) message 4 of 4, like 2 of 4` */
function tellAccount(lanes: Lane[], now: Date): string {
  const [{ channel, own, sandbox, isChannelPaused }] = lanes as [Lane]
  const used = lanes.filter((lane) => dayOf(lane, todayOf(lane, now)).taken > 0)
  const done = used.map((lane) => `${lane.activity} ${tellCount(lane, todayOf(lane, now))}`).join(', ')
  const standing = isChannelPaused ? ' (paused)' : isOn(own, now) ? '' : ' (off)'
  return `${channel}${standing} ${done || 'nothing yet'}${sandbox ? ' SANDBOX' : ''}`
}
