import { step } from '#entities/actor.ts'
import type { AddressedBy } from '#entities/reps/channel.ts'
import { Lead } from '#entities/reps/lead.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { leadKind } from '../kinds.ts'
import { readAddress } from '../registry/read-lead.ts'
import { saveLeads } from '../registry/save-leads.ts'
import { blockLead } from './block-lead.ts'
import { stopRequests } from './stop-requests.ts'

/** What a lead wrote, as the channel tells it. */
export type LeadWords = {
  channelId: string
  /** The channel's own id of it: the same again is no news. */
  externalId: string
  from: string
  name: string | null
  /** The account it was written to; none: whoever wrote to them last hears it. */
  to: string | null
  text: string
  at: Date
  simulated: boolean
}

/** A lead wrote: the rep's phone rings with the words in full, and everything queued for that lead stops. */
export async function takeAnswer(tx: Tx, words: LeadWords): Promise<'taken' | 'known' | { refused: string }> {
  const [channel] = await sql<{ addressedBy: AddressedBy }>(
    tx.em,
    'select addressed_by as "addressedBy" from channels where id = $1',
    [words.channelId],
  )
  const read = channel ? readAddress(channel.addressedBy, words.from) : { refused: 'There is no such channel.' }
  if ('refused' in read) return read
  const entry = { ...read.entry, name: words.name?.trim() || null }
  const [saved] = await saveLeads(tx, [entry], { channelId: words.channelId, repId: null, personId: null })
  if (!saved || 'refused' in saved) return saved ?? { refused: 'Nobody is named.' }
  await sql(tx.em, 'select 1 from leads where id = $1 for update', [saved.leadId])
  const listener = await findListener(tx, saved.leadId, words)
  if (!(await keep(tx, saved.leadId, listener?.repChannelId ?? null, words))) return 'known'
  await tell(tx, saved.leadId, listener, words)
  return 'taken'
}

type Listener = { repId: string; personId: string | null; repChannelId: string }

/** Whose account was written to; else who wrote to them last, in this channel before any other. */
async function findListener(tx: Tx, leadId: string, { channelId, to, simulated }: LeadWords): Promise<Listener | null> {
  const [row] = await sql<Listener>(
    tx.em,
    `select rc.rep_id as "repId", r.person_id as "personId", rc.id as "repChannelId"
     from rep_channels rc join reps r on r.id = rc.rep_id left join leads l on l.id = $1
     left join lateral (select max(q.done_at) as at from rep_requests q where q.lead_id = $1
       and q.rep_channel_id = rc.id and q.state in ('done', 'doubtful') and q.sandbox = $4) last on true
     where rc.channel_id = $2 and (lower(rc.username) = lower($3) or ($3::text is null and last.at is not null)
       or (l.rep_id = rc.rep_id and $3::text is null))
     order by last.at desc nulls last limit 1`,
    [leadId, channelId, to, simulated],
  )
  return row ?? null
}

async function keep(tx: Tx, leadId: string, repChannelId: string | null, words: LeadWords): Promise<boolean> {
  const { channelId, externalId, text, at, simulated } = words
  const kept = await sql(
    tx.em,
    `insert into lead_messages (id, lead_id, channel_id, rep_channel_id, external_id, text, at, simulated)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (channel_id, external_id) do nothing returning 1`,
    [uuid(), leadId, channelId, repChannelId, externalId, text, at, simulated],
  )
  return kept.length > 0
}

async function tell(tx: Tx, leadId: string, listener: Listener | null, { text, simulated }: LeadWords) {
  // What nobody wrote binds nobody: the lead may be somebody's for real.
  const stops = readOptOut(text) === 'stop' && !simulated
  const which = simulated ? 'sandbox' : stops ? 'all' : 'but answers'
  await stopRequests(tx, leadId, stops ? 'They asked us to stop.' : 'They wrote back.', which)
  const actor = step('reps.answers')
  const set = (lead: Lead) => ({
    wroteAt: lead.wroteAt ?? tx.at,
    ...(listener && { personId: listener.personId, repId: simulated ? lead.repId : listener.repId }),
  })
  const [answered] = await move(tx, leadKind, [await tx.em.findOneOrFail(Lead, { id: leadId })], 'answer', actor, {
    set,
    ring: true,
  })
  if (!stops || !answered || answered.state === 'blocked') return
  await blockLead(tx, leadId, text.slice(0, 200), 'the lead')
  await move(tx, leadKind, [answered], 'block', actor, { note: text.slice(0, 200) })
}
