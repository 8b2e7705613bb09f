import { defineEntity, p } from '@mikro-orm/core'

export type AlertReason = 'drop' | 'target' | 'up' | 'stock' | 'low' | 'unreachable' | 'currency' | 'correction'

const PriceAlertSchema = defineEntity({
  name: 'PriceAlert',
  tableName: 'price_alerts',
  indexes: [{ properties: ['subscriptionId', 'createdAt'] }],
  // Two processes that see the same change tell of it once.
  uniques: [{ properties: ['subscriptionId', 'priceId', 'reason'] }],
  properties: {
    id: p.uuid().primary(),
    subscriptionId: p.uuid(),
    productId: p.uuid(),
    /** The reading it tells of. */
    priceId: p.uuid().strictNullable(),
    reason: p.string().$type<AlertReason>(),
    was: p.bigint().strictNullable(),
    price: p.bigint().strictNullable(),
    currency: p.string().strictNullable(),
    /** When the old price was last seen. */
    wasSeenAt: p.datetime().strictNullable(),
    seenAt: p.datetime(),
    /** How often the shop lets us look, in seconds: what the promise of three minutes rests on. */
    tierS: p.integer(),
    createdAt: p.datetime().index(),
    /** When it may leave: at once, or where phones are silent at night, in the morning. */
    dueAt: p.datetime(),
    /** When the mail server, Twilio or the chat took it. */
    sentAt: p.datetime().strictNullable(),
    withdrawnAt: p.datetime().strictNullable(),
  },
})

/** One alert: what was told to whom, on which reading, and how long it took. */
export class PriceAlert extends PriceAlertSchema.class {}

PriceAlertSchema.setClass(PriceAlert)
