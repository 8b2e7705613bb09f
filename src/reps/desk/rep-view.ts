import type { EntityManager } from '@mikro-orm/postgresql'
import { Rep } from '#entities/reps/rep.ts'
import { writeCity } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { hoursOf } from '../plan/why.ts'

/** A rep's account in a channel, as the rep's own card lists it. */
export type Account = {
  number: number
  channel: string
  username: string | null
  start: string
  end: string
  zone: string
  capacity: number
  sandbox: boolean
  available: boolean
}

export type RepView = Rep & {
  accounts: Account[]
  /** Channels the rep has no account in. */
  others: { id: string; name: string }[]
}

type Row = Pick<RepView, 'id' | 'accounts' | 'others'>

/** Reps with their accounts. */
export async function loadReps(em: EntityManager, ids: string[]): Promise<RepView[]> {
  const rows = await sql<Row>(
    em,
    `select r.id,
       coalesce((select jsonb_agg(jsonb_build_object('number', rc.number, 'channel', c.name, 'username', rc.username,
         'start', rc.start_time::text, 'end', rc.end_time::text, 'zone', rc.timezone, 'capacity', rc.max_capacity,
         'sandbox', rc.sandbox, 'available', rc.available) order by rc.number)
         from rep_channels rc join channels c on c.id = rc.channel_id where rc.rep_id = r.id), '[]') as accounts,
       coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.number) from channels c
         where not exists (
           select 1 from rep_channels rc where rc.rep_id = r.id and rc.channel_id = c.id)), '[]') as others
     from reps r where r.id = any($1::uuid[])`,
    [ids],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const reps = await em.find(Rep, { id: { $in: ids } })
  return reps.flatMap((rep) => {
    const row = byId.get(rep.id)
    return row ? [Object.assign(rep, row)] : []
  })
}

/** `RC-2 @ada.quist · 9:00 AM to 5:00 PM, Los Angeles · 20 a day of each activity · SANDBOX` */
export function tellAccount({ number, username, capacity, sandbox, available, zone, ...hours }: Account): string {
  return [
    username ? `RC-${number} @${username.replace(/^@/, '')}` : `RC-${number}`,
    `${hoursOf(hours)}, ${writeCity(zone)}`,
    capacity === 0 ? 'capacity 0: nothing may be sent' : `${capacity} a day of each activity`,
    ...(available ? [] : ['off']),
    ...(sandbox ? ['SANDBOX'] : []),
  ].join(' · ')
}
