import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import type { Caller } from '#src/web/caller.ts'
import { defineRoute } from '#src/web/route.ts'
import { loadLeads } from '../desk/lead-view.ts'
import { repOf, requireLeads } from '../desk/whose.ts'
import { importLeads } from '../registry/import-leads.ts'
import { readLead } from '../registry/read-lead.ts'
import { saveLeads } from '../registry/save-leads.ts'
import { makeShifts } from '../shifts/make-shift.ts'
import { leadShape, writeLead } from './shown.ts'
import { entryOf, leadFields, leadOf, takeRequests } from './take-requests.ts'

const id = z.uuid()
const words = z.string().max(255)
const roles = ['admin' as const, 'rep' as const]
const addedShape = z.strictObject({
  ...{ id, ref: z.string(), state: z.string(), why: z.string().nullable(), leadId: id },
})
const request = {
  repChannelId: id,
  activity: words.describe('Such as message, like, comment or broadcast'),
  content: z.string().max(2_000).default(''),
  idempotencyKey: z.string().min(1).max(150).nullish().describe('The same again is the same request'),
}

/** Leads, acts to be done for them, and shifts. A rep's key acts on the rep's own. */
export const outreachRoutes = [
  defineRoute({
    method: 'post',
    path: '/leads',
    summary: 'Adds a lead, or what is new about one we know',
    roles,
    body: z.strictObject({ ...leadFields, channelId: id.nullish().describe('Where the handle is') }),
    answer: z.strictObject({ lead: leadShape, as: z.enum(['created', 'merged']) }),
    status: 201,
    async run({ app, caller, body: { channelId = null, ...fields } }) {
      const read = readLead(entryOf(fields))
      if ('refused' in read) throw new Refusal(read.refused, { lead: read.refused })
      const saved = await inTransaction(app, async (tx) => {
        const [one] = await saveLeads(tx, [read.entry], { channelId, ...(await ownerOf(tx.em, caller)) })
        if (one && !('refused' in one)) await requireLeads(tx.em, caller.member, [one.leadId])
        return one
      })
      if (!saved || 'refused' in saved) throw new Refusal(saved?.refused ?? 'It names nobody.')
      const [view] = await loadLeads(app.em.fork(), [saved.leadId])
      return { lead: view && writeLead(view), as: saved.as }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/leads/import',
    summary: 'Leads from a CSV: every line is created, merged or refused with its reason',
    roles,
    body: z.strictObject({
      csv: z.string().max(900_000).describe('First line: name, handle, phone, email'),
      channelId: id.nullish(),
    }),
    answer: z.strictObject({
      ...{ created: z.int(), merged: z.int(), refused: z.int() },
      lines: z.array(
        z.strictObject({ line: z.int(), as: z.string(), why: z.string().nullable(), leadId: id.nullable() }),
      ),
    }),
    async run({ app, caller, body: { csv, channelId = null } }) {
      const lines = await inTransaction(app, async (tx) =>
        importLeads(tx, csv, { channelId, ...(await ownerOf(tx.em, caller)) }),
      )
      const count = (as: string) => lines.filter((line) => line.as === as).length
      return { created: count('created'), merged: count('merged'), refused: count('refused'), lines }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/requests',
    summary: 'An act to be done for a lead: queued, or refused with the reason',
    roles,
    body: z.strictObject({ ...request, lead: leadOf }),
    answer: z.strictObject({ request: addedShape }),
    status: 201,
    async run({ app, caller, body }) {
      const { requests, refused } = await takeRequests(app, caller, { ...body, leads: [body.lead], isBulk: false })
      for (const { why } of refused) throw new Refusal(why, { lead: why })
      return { request: requests[0] }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/requests/bulk',
    summary: 'The same act for many leads, such as a broadcast: spread over the hours, one request each',
    roles,
    body: z.strictObject({ ...request, leads: z.array(leadOf).min(1).max(10_000) }),
    answer: z.strictObject({
      requests: z.array(addedShape),
      refused: z.array(z.strictObject({ at: z.int().describe('Which of the leads, from 0'), why: z.string() })),
    }),
    status: 201,
    run: ({ app, caller, body }) => takeRequests(app, caller, { ...body, isBulk: true }),
  }),
  defineRoute({
    method: 'post',
    path: '/shifts',
    summary: 'Makes today\u2019s shifts where midnight has not made them yet',
    roles,
    answer: z.strictObject({ made: z.int() }),
    async run({ app, caller: { member } }) {
      const rep = member.role === 'admin' ? null : await repOf(app.em.fork(), member)
      return { made: (await inTransaction(app, (tx) => makeShifts(tx, rep?.id ?? null))).length }
    },
  }),
]

/** What a rep brings is theirs. */
async function ownerOf(
  em: EntityManager,
  { member }: Caller,
): Promise<{ repId: string | null; personId: string | null }> {
  if (member.role !== 'rep') return { repId: null, personId: null }
  return { repId: (await repOf(em, member)).id, personId: member.id }
}
