import { defineEntity, p } from '@mikro-orm/core'

const PriceDaySchema = defineEntity({
  name: 'PriceDay',
  tableName: 'price_days',
  properties: {
    productId: p.uuid().primary(),
    /** UTC: `2026-03-02`. */
    day: p.string().primary(),
    currency: p.string().primary(),
    low: p.bigint(),
    lowAt: p.datetime(),
    high: p.bigint(),
    highAt: p.datetime(),
    last: p.bigint(),
    lastAt: p.datetime(),
    /** How often it fell that day. */
    falls: p.integer(),
  },
})

/** One day of a product: what stays when its single prices are in the archive. */
export class PriceDay extends PriceDaySchema.class {}

PriceDaySchema.setClass(PriceDay)
