import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const repFlow = {
  active: { give: 'active', pause: 'paused', on: 'active', off: 'active', edit: 'active' },
  /** An admin stopped everything of theirs. */
  paused: { give: 'paused', resume: 'active', on: 'paused', off: 'paused', edit: 'paused' },
} as const

export type RepState = StateOf<typeof repFlow>

const RepSchema = defineEntity({
  name: 'Rep',
  tableName: 'reps',
  properties: {
    ...recordColumns('reps_number'),
    state: p.enum(Object.keys(repFlow) as RepState[]),
    /** The person who works here; a rep may be registered before they are let in. */
    personId: p.uuid().unique().strictNullable(),
    fullName: p.string(),
    /** E.164 */
    phoneNumber: p.string().length(20).strictNullable(),
    /** For all channels: a rep is one real person. */
    country: p.text().default('US'),
    city: p.text().default('Pasadena'),
    /** Works at all; false overrules every channel. */
    available: p.boolean().default(true),
    /** When `available` turns round by itself. */
    availableUntil: p.datetime().strictNullable(),
    /** Kept from before there were channels. */
    igUsername: p.string().strictNullable(),
    /** Encrypted, never told. */
    igPassword: p.text().strictNullable(),
  },
})

/** Someone who talks to leads through channels. */
export class Rep extends RepSchema.class {}

RepSchema.setClass(Rep)
