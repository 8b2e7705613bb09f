import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { takeAnswer } from './take-answer.ts'

const ANSWERS = [
  'Hi! Yes, I would like to hear more. What does it cost?',
  'Maybe next month, can you write me again then?',
  'Who is this?',
  'Not for me, thanks.',
  'Do you ship to Canada?',
  'stop',
]

type Due = { id: string; channelId: string; username: string | null; from: string | null; name: string | null }

/** Sandbox leads write back now and then: it goes the way of a real answer, and says that nobody wrote it. */
export async function playLeads(app: Needs<'em' | 'clock' | 'ring'>): Promise<number> {
  for (let count = 0; ; count += 1) {
    const played = await inTransaction(app, async (tx) => {
      const [due] = await sql<Due>(tx.em, DUE, [tx.at])
      if (!due) return false
      const text = ANSWERS[Number.parseInt(due.id.slice(-4), 16) % ANSWERS.length] ?? ''
      await sql(tx.em, 'update rep_requests set answer_at = null where id = $1', [due.id])
      const { channelId, username: to, name } = due
      const said = { channelId, externalId: `sandbox:${due.id}`, to, name, text, at: tx.at, simulated: true }
      if (due.from) await takeAnswer(tx, { ...said, from: due.from })
      return true
    })
    if (!played) return count
  }
}

const DUE = `
  select q.id, c.id as "channelId", rc.username, l.name, case c.addressed_by when 'phone' then l.phone
    when 'email' then l.email else (select h.handle from lead_handles h where h.lead_id = l.id and h.channel_id = c.id
    order by h.id limit 1) end as "from"
  from rep_requests q join rep_channels rc on rc.id = q.rep_channel_id join channels c on c.id = rc.channel_id
  join leads l on l.id = q.lead_id
  where q.answer_at <= $1 and rc.sandbox order by q.answer_at limit 1 for update of q skip locked`
