import type { Lead } from '#entities/reps/lead.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { blockLead, isOnList, unblockLead } from '../answers/block-lead.ts'
import { stopRequests } from '../answers/stop-requests.ts'
import { leadKind } from '../kinds.ts'
import { writeMoment } from '../plan/words.ts'
import { addRequests } from '../registry/add-requests.ts'
import { contactKeys } from '../registry/read-lead.ts'
import { askLead, editLead } from './edits.ts'
import { type LeadView, loadLeads } from './lead-view.ts'
import { loadRequests, tellWaiting } from './request-view.ts'
import { isOwn } from './whose.ts'

/** A person reps write to. Their card hangs while something they wrote waits for the rep. */
export const leadSubject = defineSubject<Lead, LeadView>({
  kind: leadKind,
  load: loadLeads,
  card: (view, app) => ({
    title: titleOf(view),
    tone: view.wroteAt ? 'todo' : view.state === 'blocked' ? 'bad' : 'done',
    facts: [
      ...(view.channel
        ? [{ label: 'On', value: view.isSimulated ? `${view.channel} (sandbox: nobody wrote this)` : view.channel }]
        : []),
      ...(view.name ? [{ label: 'Name', value: view.name }] : []),
    ],
    ...(view.words.length > 0 && { quote: view.words.join('\n') }),
    footer: footerOf(view, app.clock()),
  }),
  offers: offersOf,
  tells: { steps: { answer: ({ note }) => (note ? `They wrote: "${note}".` : 'They wrote.') } },
  verbs: {
    reply: { label: 'Reply', past: 'replied to', style: 'primary' },
    cold: { label: 'Not interested', past: 'marked {it} as not interested' },
    block: { label: 'Do not contact', past: 'put {it} on the do-not-contact list', style: 'danger' },
    seen: { label: 'OK', past: 'saw' },
    edit: { label: 'Edit', past: 'edited' },
    unblock: { label: 'May be contacted', past: 'took {it} off the do-not-contact list' },
  },
  ask: (view, verb) =>
    verb === 'edit'
      ? askLead(view)
      : verb === 'reply'
        ? {
            title: `Reply to ${clip(view.called, 20)}`,
            submit: 'Send',
            fields: [{ name: 'text', label: 'Your answer', kind: 'long', hint: clip(view.words.at(-1) ?? '', 140) }],
          }
        : null,
  act: {
    reply,
    cold: async ({ tx, view }) => {
      await stopRequests(tx, view.id, `${view.called} is not interested.`, 'all')
      return { set: { wroteAt: null }, tell: `${view.called} is left alone, unless they write again.` }
    },
    block: async ({ tx, view, by }) => {
      await blockLead(tx, view.id, 'marked by hand', by.name)
      await stopRequests(tx, view.id, `${view.called} must not be contacted.`, 'all')
      return { set: { wroteAt: null }, tell: `Nobody here writes to ${view.called} again.` }
    },
    seen: ({ view }) => ({ set: answered(view), tell: 'Good.' }),
    edit: async ({ tx, view, answers }) => {
      const edited = editLead(answers)
      await refuseOthers(tx, view, edited)
      return { set: edited, edited: true, tell: 'Saved.' }
    },
    unblock: async ({ tx, view }) => {
      await unblockLead(tx, view.id)
      return { tell: `${view.called} may be written to again.` }
    },
  },
  mayPress: (member, view, verb) => (verb === 'unblock' ? member.role === 'admin' : isOwn(member, view.personId)),
})

function offersOf(view: LeadView): Offer[] {
  return [...decisionsOf(view), { verb: 'edit', quiet: true }]
}

function decisionsOf({ state, wroteAt, repChannelId, isSimulated }: LeadView): Offer[] {
  if (wroteAt && isSimulated) return [...(repChannelId ? [{ verb: 'reply' }] : []), { verb: 'seen' }]
  if (state === 'blocked') return [...(wroteAt ? [{ verb: 'seen' }] : []), { verb: 'unblock', quiet: true }]
  if (!wroteAt) return [{ verb: 'block', quiet: true }]
  const reply = repChannelId ? [{ verb: 'reply' }] : []
  return state === 'open' ? [...reply, { verb: 'cold' }, { verb: 'block' }] : [...reply, { verb: 'block' }]
}

/** A number or a mail is one person's, and on the list it stays whoever is called by it. */
async function refuseOthers({ em }: Tx, { id, state }: Lead, { phone = null, email = null }: Partial<Lead>) {
  const [other] = await sql<{ field: 'phone' | 'email' }>(
    em,
    `select case when phone = $2 then 'phone' else 'email' end as field from leads
     where id <> $1 and (phone = $2 or email = $3)`,
    [id, phone, email],
  )
  if (other) throw new Refusal('Another lead has that already.', { [other.field]: 'another lead has it' })
  if (state !== 'blocked' && (await isOnList(em, contactKeys({ handles: [], phone, email }))))
    throw new Refusal('Whoever that is must not be contacted.', { phone: 'on the do-not-contact list' })
}

/** Its own request, outside the ramp and the daily guard, but within the capacity. */
async function reply({ tx, app, view, by, answers }: Acting<LeadView>): Promise<Effect<Lead>> {
  const text = answers.text?.trim()
  if (!text) throw new Refusal('What shall I answer?', { text: 'Write the answer.' })
  if (!view.repChannelId) throw new Refusal('They did not write to any account of a rep.')
  const [added] = await addRequests(
    tx,
    { repChannelId: view.repChannelId, activity: 'message', leadIds: [view.id], content: text, isReply: true },
    by,
  )
  if (!added || added.state === 'refused') throw new Refusal(added?.why ?? 'That cannot be sent.')
  const [request] = await loadRequests(tx.em, [added.id])
  const when = request ? tellWaiting(request, { settings: app.settings, clock: () => tx.at }) : 'It leaves now.'
  return { set: answered(view), note: text, tell: `R-${added.number} to ${view.called}: ${when}` }
}

/** Nothing of theirs waits any more; after the sandbox's words they are their own rep's again. */
function answered({ isSimulated, ownerId, personId }: LeadView): Partial<Lead> {
  return { wroteAt: null, personId: isSimulated && ownerId ? ownerId : personId }
}

function titleOf(view: LeadView): string {
  const words = view.words.at(-1)
  const ref = writeRef(leadKind, view)
  if (view.state === 'blocked' && words && readOptOut(words) === 'stop' && !view.isSimulated)
    return `${ref} ${view.called} asked us to stop: ${clip(words, 80)}`
  if (view.state === 'blocked') return `${ref} ${view.called} is not to be contacted`
  if (view.wroteAt && words) return `${ref} ${view.called}: ${clip(words, 120)}`
  return `${ref} ${view.called}${view.state === 'cold' ? ' is not interested' : ''}`
}

function footerOf(view: LeadView, now: Date): string {
  const { state, wroteAt, lastMove, zone } = view
  const at = (when: Date) => `${writeMoment(when, zone, now)}, ${writeCity(zone)}`
  if (wroteAt && view.isSimulated) return 'Practice: the sandbox wrote this, and nothing about this lead changes.'
  if (state === 'blocked' && lastMove?.verb === 'block')
    return `${lastMove.by.name} put them on the do-not-contact list, ${at(lastMove.at)}.`
  if (state === 'blocked') return 'On the do-not-contact list: nothing more is sent to them.'
  if (wroteAt) return 'Everything that was queued for them has stopped.'
  if (lastMove?.verb === 'reply') return `${lastMove.by.name} replied, ${at(lastMove.at)}.`
  if (lastMove?.verb === 'cold') return `${lastMove.by.name} marked them as not interested, ${at(lastMove.at)}.`
  return 'Nothing of theirs waits.'
}
