import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const shiftFlow = {
  /** Made at local midnight. */
  planned: { begin: 'open', finish: 'over' },
  /** Its first hours have come: the rep has its card. */
  open: { on: 'open', off: 'open', finish: 'over' },
  over: {},
} as const

export type ShiftState = StateOf<typeof shiftFlow>

const RepShiftSchema = defineEntity({
  name: 'RepShift',
  tableName: 'rep_shifts',
  uniques: [{ properties: ['repId', 'shiftNumber', 'shiftDate'] }, { properties: ['repChannelId', 'shiftDate'] }],
  properties: {
    ...recordColumns('rep_shifts_number'),
    state: p.enum(Object.keys(shiftFlow) as ShiftState[]),
    repId: p.uuid(),
    personId: p.uuid().strictNullable(),
    repChannelId: p.uuid().strictNullable(),
    /** The ordinal of the rep's shifts of that date, from 1. */
    shiftNumber: p.integer(),
    /** The local date. */
    shiftDate: p.date(),
    /** From the first hours of any activity to the last. */
    beginsAt: p.datetime(),
    endsAt: p.datetime(),
  },
})

/** A rep's day in a channel. */
export class RepShift extends RepShiftSchema.class {}

RepShiftSchema.setClass(RepShift)
