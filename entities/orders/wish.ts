import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const wishFlow = {
  open: { add: 'open', answer: 'answered', leave: 'left' },
  /** More came the same day. */
  answered: { add: 'open' },
  left: { add: 'open' },
} as const

export type WishState = StateOf<typeof wishFlow>

const WishSchema = defineEntity({
  name: 'Wish',
  tableName: 'wishes',
  uniques: [{ properties: ['saleId', 'day'] }],
  properties: {
    ...recordColumns('wishes_number'),
    state: p.enum(Object.keys(wishFlow) as WishState[]),
    saleId: p.uuid(),
    /** Of the shop, ISO 8601. */
    day: p.string(),
    /** The comments nobody has answered yet, by the orders they did not become. */
    orderIds: p.array(),
  },
})

/** What people wrote under one sale on one day without an e-mail: wishes and questions. */
export class Wish extends WishSchema.class {}

WishSchema.setClass(Wish)
