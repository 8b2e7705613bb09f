import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const roundupFlow = {
  /** Whose e-mail came is asked for none: `join` while others are left, `settle` when nobody is. */
  open: { add: 'open', join: 'open', settle: 'left', answer: 'answered', leave: 'left' },
  /** More came the same day. */
  answered: { add: 'open' },
  left: { add: 'open' },
} as const

export type RoundupState = StateOf<typeof roundupFlow>

const RoundupSchema = defineEntity({
  name: 'Roundup',
  tableName: 'roundups',
  uniques: [{ properties: ['saleId', 'day'] }],
  properties: {
    ...recordColumns('roundups_number'),
    state: p.enum(Object.keys(roundupFlow) as RoundupState[]),
    saleId: p.uuid(),
    /** Of the shop, ISO 8601. */
    day: p.string(),
    /** The comments nobody has answered yet, by the orders they did not become. */
    orderIds: p.array(),
  },
})

/** What people wrote under one sale on one day without an e-mail: wishes and questions. */
export class Roundup extends RoundupSchema.class {}

RoundupSchema.setClass(Roundup)
