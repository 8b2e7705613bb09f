import { defineEntity, p } from '@mikro-orm/core'
import type { Availability } from './tracked-product.ts'

const PriceSchema = defineEntity({
  name: 'Price',
  tableName: 'prices',
  indexes: [{ properties: ['productId', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    productId: p.uuid(),
    /** Minor units; null while the page names no price. */
    price: p.bigint().strictNullable(),
    currency: p.string().strictNullable(),
    was: p.bigint().strictNullable(),
    availability: p.string().$type<Availability>(),
    at: p.datetime().index(),
    source: p.string(),
    /** What it cost before, and until when that was seen. */
    before: p.bigint().strictNullable(),
    beforeSeenAt: p.datetime().strictNullable(),
    /** The words of the page it stands on. */
    piece: p.text(),
    /** Someone said it was wrong. */
    withdrawnAt: p.datetime().strictNullable(),
    /** The day in whose files of the archive it is: `2026-03-02`. Such a row is pruned once a later one stands. */
    archivedOn: p.string().strictNullable(),
  },
})

/** What a product cost from then on. Rows are added when something changed; one is only withdrawn, or put back. */
export class Price extends PriceSchema.class {}

PriceSchema.setClass(Price)
