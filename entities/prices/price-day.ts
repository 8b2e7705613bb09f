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
    high: p.bigint(),
    last: p.bigint(),
  },
})

/** One day of a product, kept when its single prices are archived. */
export class PriceDay extends PriceDaySchema.class {}

PriceDaySchema.setClass(PriceDay)
