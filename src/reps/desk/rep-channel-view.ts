import type { EntityManager } from '@mikro-orm/postgresql'
import { RepChannel } from '#entities/reps/rep-channel.ts'
import { sql } from '#src/database/sql.ts'

/** What one activity does otherwise than its account; null: as the account. */
export type Setting = { id: string; name: string; start: string | null; end: string | null; capacity: number | null }

type Row = { id: string; rep: string; channel: string; personId: string | null; settings: Setting[] }

export type RepChannelView = RepChannel & Row

/** Accounts with the names of their reps and channels, and the settings of their activities. */
export async function loadRepChannels(em: EntityManager, ids: string[]): Promise<RepChannelView[]> {
  const rows = await sql<Row>(
    em,
    `select rc.id, r.full_name as rep, c.name as channel, r.person_id as "personId",
       coalesce((select jsonb_agg(jsonb_build_object('id', ca.id, 'name', ca.name, 'start', a.start_time::text,
         'end', a.end_time::text, 'capacity', a.max_capacity) order by ca.contacts desc, ca.name)
         from channel_activities ca
         left join rep_activities a on a.activity_id = ca.id and a.rep_channel_id = rc.id
         where ca.channel_id = rc.channel_id), '[]') as settings
     from rep_channels rc
     join reps r on r.id = rc.rep_id join channels c on c.id = rc.channel_id where rc.id = any($1::uuid[])`,
    [ids],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = await em.find(RepChannel, { id: { $in: ids } })
  return found.flatMap((account) => {
    const row = byId.get(account.id)
    return row ? [Object.assign(account, row)] : []
  })
}
