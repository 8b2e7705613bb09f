import { z } from 'zod'
import { Rep } from '#entities/reps/rep.ts'
import { RepChannel } from '#entities/reps/rep-channel.ts'
import type { App } from '#src/app.ts'
import type { Member } from '#src/cards/subject.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import type { Caller } from '#src/web/caller.ts'
import { isOwn, requireLeads } from '../desk/whose.ts'
import { addRequests } from '../registry/add-requests.ts'
import { type LeadEntry, readLead } from '../registry/read-lead.ts'
import { type Saving, saveLeads } from '../registry/save-leads.ts'

const words = z.string().max(255)
export const leadFields = {
  name: words.nullish(),
  handle: words.nullish(),
  phone: z.string().max(60).nullish(),
  email: words.nullish(),
}
export const leadOf = z
  .union([z.strictObject({ id: z.uuid() }), z.strictObject(leadFields)])
  .describe('A lead by id, or by handle, phone or mail')

type Wanted = {
  repChannelId: string
  activity: string
  content: string
  idempotencyKey?: string | null | undefined
  leads: z.infer<typeof leadOf>[]
  isBulk: boolean
}

/** Takes acts in, one each lead. One that names nobody is refused with its reason, and holds up no other. */
export async function takeRequests(app: App, caller: Caller, wanted: Wanted) {
  const { member, by } = caller
  return inTransaction(app, async (tx) => {
    const account = await tx.em.findOne(RepChannel, { id: wanted.repChannelId })
    const rep = account && (await tx.em.findOne(Rep, { id: account.repId }))
    if (!account || !rep) throw new Refusal('There is no such account.', { repChannelId: 'unknown' })
    if (!isOwn(member, rep.personId)) throw new NotAllowed('That one is not yours.')
    const saving = { channelId: account.channelId, repId: rep.id, personId: rep.personId }
    const { leadIds, refused } = await findLeads(tx, wanted.leads, saving, member)
    const { repChannelId, activity, content, idempotencyKey = null, isBulk } = wanted
    const asked = { repChannelId, activity, content, idempotencyKey, isBulk, leadIds }
    const added = await addRequests(tx, asked, { personId: member.id, name: member.name, via: by.via })
    return { requests: added.map(({ number, ...rest }) => ({ ...rest, ref: `R-${number}` })), refused }
  })
}

type Found = { leadIds: string[]; refused: { at: number; why: string }[] }

/** Those named by id as they are; the others found or made, each a person once. */
async function findLeads(tx: Tx, leads: Wanted['leads'], saving: Saving, member: Member): Promise<Found> {
  const known = leads.flatMap((lead) => ('id' in lead ? [lead.id] : []))
  await requireLeads(tx.em, member, known)
  const read = leads.flatMap((lead, at) => ('id' in lead ? [] : [{ at, read: readLead(entryOf(lead)) }]))
  const fit = read.flatMap(({ at, read: one }) => ('entry' in one ? [{ at, entry: one.entry }] : []))
  const entries = fit.map(({ entry }) => entry)
  const saved = await saveLeads(tx, entries, saving)
  const results = [...read, ...fit.map(({ at }, nth) => ({ at, read: saved[nth] ?? { refused: 'It names nobody.' } }))]
  return {
    leadIds: [...new Set([...known, ...saved.flatMap((one) => ('leadId' in one ? [one.leadId] : []))])],
    refused: results.flatMap(({ at, read: one }) => ('refused' in one ? [{ at, why: one.refused }] : [])),
  }
}

/** What is not said is left as it is. */
export function entryOf(fields: { [Name in keyof LeadEntry]?: string | null | undefined }) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<LeadEntry>
}
