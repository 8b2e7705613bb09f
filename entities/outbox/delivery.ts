import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns, recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const deliveryFlow = {
  waiting: { record: 'sent', doubt: 'doubtful', die: 'dead', cancel: 'cancelled' },
  /** It may have left; the vendor cannot tell, so a person looks. */
  doubtful: { resend: 'waiting', settle: 'sent', drop: 'cancelled' },
  dead: { retry: 'waiting', drop: 'cancelled' },
  sent: {},
  cancelled: {},
} as const

export type DeliveryState = StateOf<typeof deliveryFlow>

const DeliverySchema = defineEntity({
  name: 'Delivery',
  tableName: 'deliveries',
  indexes: [{ properties: ['subject', 'subjectId'] }],
  properties: {
    ...recordColumns('deliveries_number'),
    state: p.enum(Object.keys(deliveryFlow) as DeliveryState[]),
    /** What makes it one delivery: `order:O-142:ask-address`. */
    key: p.string().unique(),
    /** What it is to its domain: `orders.ask-address`. */
    kind: p.string(),
    channel: p.string(),
    recipient: p.string().index(),
    /** The recipient's zone, for quiet hours. */
    zone: p.string(),
    payload: p.json<Record<string, unknown>>(),
    subject: p.string().strictNullable(),
    subjectId: p.uuid().strictNullable(),
    notBefore: p.datetime(),
    /** What the vendor said of it: draft id, message id, thread id, sid. */
    vendorRef: p.json<Record<string, string>>().strictNullable(),
    /** Since when it may be in the vendor's hands: set before the call, cleared when the vendor surely refused. */
    tryingSince: p.datetime().strictNullable(),
    sentAt: p.datetime().strictNullable(),
    ...claimColumns,
  },
})

/** One message to the outside, waiting to leave exactly once. */
export class Delivery extends DeliverySchema.class {}

DeliverySchema.setClass(Delivery)

/** A delivery to be. `key` makes it one: enqueueing it again changes nothing. */
export type NewDelivery = {
  key: string
  kind: string
  channel: string
  recipient: string
  zone: string
  payload: Record<string, unknown>
  subject: string
  subjectId: string
  /** Not before the undo window has passed; none: at once. */
  notBefore?: Date
}
