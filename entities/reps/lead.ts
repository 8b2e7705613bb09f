import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const leadFlow = {
  open: { answer: 'open', reply: 'open', seen: 'open', cold: 'cold', block: 'blocked', edit: 'open' },
  /** Not interested: nothing is sent unless they write again. */
  cold: { answer: 'open', seen: 'cold', block: 'blocked', edit: 'cold' },
  /** Asked us to stop, or was marked so. What they write still reaches the rep. */
  blocked: { answer: 'blocked', seen: 'blocked', unblock: 'open', edit: 'blocked' },
} as const

export type LeadState = StateOf<typeof leadFlow>

const LeadSchema = defineEntity({
  name: 'Lead',
  tableName: 'leads',
  properties: {
    ...recordColumns('leads_number'),
    state: p.enum(Object.keys(leadFlow) as LeadState[]),
    name: p.string().strictNullable(),
    /** E.164 */
    phone: p.string().unique().strictNullable(),
    /** Lower case. */
    email: p.string().unique().strictNullable(),
    /** Who talks to them: whose message was the last. */
    repId: p.uuid().index().strictNullable(),
    /** That rep as a person: whose phone rings. */
    personId: p.uuid().strictNullable(),
    /** The last message or broadcast of any rep in any channel. */
    contactedAt: p.datetime().strictNullable(),
    /** Since when something they wrote waits for the rep. */
    wroteAt: p.datetime().strictNullable(),
  },
})

/** One person reps write to, however many channels they are in. */
export class Lead extends LeadSchema.class {}

LeadSchema.setClass(Lead)
