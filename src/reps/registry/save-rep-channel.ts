import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { readZone } from '#src/basics/zone.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { DISPATCH } from '../steps.ts'

export type RepChannelEntry = {
  repId: string
  channelId: string
  username: string | null
  password: string | null
  startTime: string
  endTime: string
  maxCapacity: number
  timezone: string
  sandbox: boolean
}

/** Gives a rep an account in a channel; every activity of the channel inherits its hours and capacity. */
export async function saveRepChannel(tx: Tx, { keys }: Needs<'keys'>, entry: RepChannelEntry): Promise<string> {
  const id = uuid()
  const [start, end] = [readWall(entry.startTime, 'startTime'), readWall(entry.endTime, 'endTime')]
  const zone = zoneOf(entry.timezone)
  const capacity = readCapacity(entry.maxCapacity)
  const password = entry.password && keys.seal(entry.password, { table: 'rep_channels', id })
  const made = await sql(
    tx.em,
    `insert into rep_channels (id, state, rep_id, channel_id, username, password, start_time, end_time, max_capacity,
       timezone, sandbox, created_at) select $1, 'open', r.id, c.id, $4, $5, $6, $7, $8, $9, $10, $11
     from reps r, channels c where r.id = $2 and c.id = $3 on conflict (rep_id, channel_id) do nothing returning 1`,
    [id, entry.repId, entry.channelId, entry.username, password, start, end, capacity, zone, entry.sandbox, tx.at],
  )
  if (made.length === 0)
    throw new Refusal('There is no such rep or channel, or the rep has it already.', { channel: 'unknown, or taken' })
  await sql(
    tx.em,
    `insert into rep_activities (id, rep_channel_id, activity_id, channel_id)
     select gen_random_uuid(), $1, id, channel_id from channel_activities where channel_id = $2`,
    [id, entry.channelId],
  )
  return id
}

export type ActivitySetting = {
  repChannelId: string
  activityId: string
  /** Null: the rep channel's. */
  startTime: string | null
  endTime: string | null
  maxCapacity: number | null
}

/** Hours and capacity of one activity, where they differ from the rep channel's. */
export async function saveSetting(tx: Tx, setting: ActivitySetting): Promise<string> {
  const start = setting.startTime === null ? null : readWall(setting.startTime, 'startTime')
  const end = setting.endTime === null ? null : readWall(setting.endTime, 'endTime')
  const capacity = setting.maxCapacity === null ? null : readCapacity(setting.maxCapacity)
  const [saved] = await sql<{ id: string }>(
    tx.em,
    `insert into rep_activities (id, rep_channel_id, activity_id, channel_id, start_time, end_time, max_capacity)
     select $1, rc.id, ca.id, ca.channel_id, $4, $5, $6 from rep_channels rc
     join channel_activities ca on ca.channel_id = rc.channel_id where rc.id = $2 and ca.id = $3
     on conflict (rep_channel_id, activity_id) do update set start_time = excluded.start_time,
       end_time = excluded.end_time, max_capacity = excluded.max_capacity returning id`,
    [uuid(), setting.repChannelId, setting.activityId, start, end, capacity],
  )
  if (!saved) throw new Refusal('That activity is not of this channel.', { activity: 'another channel\u2019s' })
  tx.ring(DISPATCH)
  return saved.id
}

/** `9:00`, `09:00:00`, `24:00` */
export function readWall(text: string, field: string): string {
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d\d)(?::\d\d)?$/.exec(text.trim()) ?? []
  const isTime = hour !== '' && Number(minute) < 60 && (Number(hour) < 24 || (Number(hour) === 24 && minute === '00'))
  if (isTime && (field === 'endTime' || Number(hour) < 24)) return `${hour.padStart(2, '0')}:${minute}`
  throw new Refusal(`'${text.slice(0, 20)}' is no time of day.`, { [field]: 'such as 09:00' })
}

export function zoneOf(named: string): string {
  const zone = readZone(named)
  if (!zone) throw new Refusal('A zone is needed, as IANA names it.', { timezone: 'such as America/Los_Angeles' })
  return zone
}

export function readCapacity(capacity: number): number {
  if (Number.isInteger(capacity) && capacity >= 0 && capacity <= 100_000) return capacity
  throw new Refusal('A capacity is a whole number of acts a day.', { maxCapacity: '0 or more' })
}
