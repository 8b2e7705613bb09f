import type { EntityManager } from '@mikro-orm/postgresql'
import { Lead } from '#entities/reps/lead.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { leadKind } from '../kinds.ts'
import { LEAD_NAME } from './request-view.ts'

export type LeadView = Lead & {
  /** `@tilly.f` */
  called: string
  /** Where they wrote last, and through whose account. */
  channel: string | null
  repChannelId: string | null
  rep: string | null
  zone: string
  /** What they wrote that nobody has answered, oldest first; else their last words. */
  words: string[]
  isSimulated: boolean
  /** The person whose lead they are, whoever hears the sandbox's words. */
  ownerId: string | null
  lastMove: LastMove | null
}

type Row = Pick<
  LeadView,
  'id' | 'called' | 'channel' | 'repChannelId' | 'rep' | 'words' | 'isSimulated' | 'ownerId'
> & {
  zone: string | null
}

export async function loadLeads(em: EntityManager, ids: string[]): Promise<LeadView[]> {
  const rows = await sql<Row>(
    em,
    `select l.id, ${LEAD_NAME} as called, c.name as channel, m.rep_channel_id as "repChannelId", r.full_name as rep,
       coalesce(m.simulated, false) as "isSimulated", r.person_id as "ownerId", rc.timezone as zone,
       coalesce((select jsonb_agg(w.text order by w.at) from (
         select text, at from lead_messages w
         where w.lead_id = l.id and (l.wrote_at is null or w.id >= m.id or w.at >= l.wrote_at)
         order by at desc limit case when l.wrote_at is null then 1 else 10 end) w), '[]') as words
     from leads l
     left join lateral (
       select * from lead_messages m where m.lead_id = l.id order by m.at desc, m.id desc limit 1) m on true
     left join channels c on c.id = m.channel_id left join rep_channels rc on rc.id = m.rep_channel_id
     left join reps r on r.id = l.rep_id
     where l.id = any($1::uuid[])`,
    [ids],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const lastMoves = await loadLastMoves(em, leadKind.name, ids)
  const leads = await em.find(Lead, { id: { $in: ids } })
  return leads.flatMap((lead) => {
    const row = byId.get(lead.id)
    return row ? [Object.assign(lead, row, { zone: row.zone ?? 'UTC', lastMove: lastMoves.get(lead.id) ?? null })] : []
  })
}
