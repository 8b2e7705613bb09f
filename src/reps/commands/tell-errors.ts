import type { Asked, Reply } from '#src/cards/command.ts'
import { sql } from '#src/database/sql.ts'
import { repOf } from '../desk/whose.ts'
import { writeMoment } from '../plan/words.ts'

/** What went wrong in a rep's shifts lately, newest first: `10:05 AM · Instagram · R-7 · 551 Not available now.` */
export async function tellErrors({ app, member }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const rep = await repOf(em, member)
  const rows = await sql<{
    at: string
    message: string
    code: number
    channel: string
    zone: string
    request: number | null
  }>(
    em,
    `select e.at, e.message, e.code, c.name as channel, rc.timezone as zone, q.number as request
     from rep_shift_errors e join rep_shifts s on s.id = e.shift_id join rep_channels rc on rc.id = s.rep_channel_id
     join channels c on c.id = rc.channel_id left join rep_requests q on q.id = e.request_id
     where s.rep_id = $1 order by e.at desc limit 20`,
    [rep.id],
  )
  if (rows.length === 0) return { text: 'Nothing went wrong.' }
  const lines = rows.map(({ at, message, code, channel, zone, request }) =>
    [
      writeMoment(new Date(at), zone, app.clock()),
      channel,
      request && `R-${request}`,
      code ? `${code} ${message}` : message,
    ]
      .filter(Boolean)
      .join(' · '),
  )
  return { text: lines.join('\n') }
}
