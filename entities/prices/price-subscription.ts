import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const watchFlow = {
  /** The subscriber has not confirmed the product and the address yet. */
  asked: { confirm: 'watching', resend: 'asked', stop: 'stopped', lapse: 'stopped', change: 'asked' },
  watching: { ring: 'told', stop: 'stopped', change: 'watching' },
  /** The alert hangs in the chat of the person who watches. */
  told: { ring: 'told', wrong: 'watching', keep: 'watching', change: 'watching', stop: 'stopped' },
  stopped: { again: 'asked' },
} as const

export type WatchState = StateOf<typeof watchFlow>
export const watchRules = ['any', 'percent', 'amount', 'target', 'up'] as const

const PriceSubscriptionSchema = defineEntity({
  name: 'PriceSubscription',
  tableName: 'price_subscriptions',
  uniques: [{ properties: ['userId', 'productId'] }],
  indexes: [{ properties: ['productId'] }],
  properties: {
    ...recordColumns('price_subscriptions_number'),
    state: p.enum(Object.keys(watchFlow) as WatchState[]),
    userId: p.uuid(),
    productId: p.uuid(),
    /** The person in whose chat it hangs. */
    personId: p.uuid().strictNullable(),
    rule: p.enum(watchRules),
    /** Hundredths of a percent for `percent`, minor units of `currency` for `amount` and `target`. */
    value: p.bigint().strictNullable(),
    currency: p.string().strictNullable(),
    /** The price a drop is measured from: at subscription, and again after a rise. */
    baseline: p.bigint().strictNullable(),
    baselineAt: p.datetime().strictNullable(),
    /** Ready to tell: set again when the price rises after an alert. */
    isArmed: p.boolean().default(true),
    /** The price of the last alert, and when. */
    toldPrice: p.bigint().strictNullable(),
    toldAt: p.datetime().strictNullable(),
    /** The stock when last told or subscribed: `in_stock` after `out_of_stock` is news, and so is `limited`. */
    toldStock: p.string().strictNullable(),
    stockToldAt: p.datetime().strictNullable(),
    /** When the question to confirm was last put, and when it was put again unasked. */
    askedAt: p.datetime().strictNullable(),
    remindedAt: p.datetime().strictNullable(),
    confirmedAt: p.datetime().strictNullable(),
  },
})

/** One person's wish to hear of one product. */
export class PriceSubscription extends PriceSubscriptionSchema.class {}

PriceSubscriptionSchema.setClass(PriceSubscription)
