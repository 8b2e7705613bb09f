import type { EntityManager } from '@mikro-orm/postgresql'
import { readTime, sql } from '#src/database/sql.ts'
import type { Day } from './daily-cap.ts'
import type { Lane } from './lane.ts'

type Row = Omit<Lane, 'rep' | 'own' | 'days' | 'restUntil'> & {
  repAvailable: boolean
  repUntil: string | null
  ownAvailable: boolean
  ownUntil: string | null
  restUntil: string | null
  days: (Omit<Day, 'lastAt'> & { lastAt: string | null })[]
}

/** Lanes with their ledgers, in one query however many; `where` is SQL over the table as `a`, `rc` and `r`. */
export async function loadLanes(em: EntityManager, where: string, params: unknown[]): Promise<Lane[]> {
  const rows = await sql<Row>(em, LANES.replace('{where}', where), params)
  return rows.map(({ repAvailable, repUntil, ownAvailable, ownUntil, restUntil, days, ...row }) => ({
    ...row,
    rep: { available: repAvailable, until: readTime(repUntil) },
    own: { available: ownAvailable, until: readTime(ownUntil) },
    restUntil: readTime(restUntil),
    days: days.map((day) => ({ ...day, lastAt: readTime(day.lastAt) })),
  }))
}

/** What a day of its own does not say is the rep channel's. In the sandbox no platform can ask us to wait. */
const LANES = `
  select a.id, rc.rep_id as "repId", rc.id as "repChannelId", c.id as "channelId", c.name as channel,
    ca.name as activity, ca.contacts, rc.timezone as zone, rc.ramp_lifted as "rampLifted", rc.sandbox,
    coalesce(a.start_time, rc.start_time)::text as start, coalesce(a.end_time, rc.end_time)::text as "end",
    coalesce(a.max_capacity, rc.max_capacity) as capacity,
    r.state = 'paused' as "isRepPaused", c.state = 'paused' as "isChannelPaused",
    r.available as "repAvailable", r.available_until as "repUntil",
    rc.available as "ownAvailable", rc.available_until as "ownUntil",
    case when rc.sandbox then null else c.rest_until end as "restUntil",
    coalesce((select jsonb_agg(to_jsonb(d) order by d.date desc) from (
      select date::text, good_days as "goodDays", taken, replies, attempts, done, errors, last_at as "lastAt"
      from rep_days where rep_activity_id = a.id order by date desc limit 3) d), '[]') as days
  from rep_activities a
  join rep_channels rc on rc.id = a.rep_channel_id
  join reps r on r.id = rc.rep_id
  join channels c on c.id = rc.channel_id
  join channel_activities ca on ca.id = a.activity_id
  where {where} order by rc.number, ca.contacts desc, ca.name`
