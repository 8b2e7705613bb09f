import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns, recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'
import type { Items } from './order.ts'

export const saleFlow = {
  /** The post is being looked up at Instagram. */
  looking: { find: 'proposed', lose: 'missing', drop: 'dropped' },
  missing: { retry: 'looking', drop: 'dropped' },
  /** What was read of the caption waits for a person. */
  proposed: { confirm: 'open', edit: 'proposed', drop: 'dropped', count: 'proposed' },
  open: { count: 'open', edit: 'open', close: 'closed', gap: 'open', seen: 'open' },
  closed: { reopen: 'open' },
  dropped: { retry: 'looking' },
} as const

export type SaleState = StateOf<typeof saleFlow>

const SaleSchema = defineEntity({
  name: 'Sale',
  tableName: 'sales',
  properties: {
    ...recordColumns('sales_number'),
    state: p.enum(Object.keys(saleFlow) as SaleState[]),
    storeId: p.uuid(),
    igAccountId: p.uuid(),
    igMediaId: p.string().unique().strictNullable(),
    igMediaShortCode: p.string().unique(),
    permalink: p.text().strictNullable(),
    caption: p.text().strictNullable(),
    colours: p.array(),
    /** Minor units of `currency`. */
    price: p.bigint().strictNullable(),
    currency: p.string().strictNullable(),
    maxPerPerson: p.integer().strictNullable(),
    maxPerColour: p.integer().strictNullable(),
    unit: p.enum(['each', 'pair'] as const).default('each'),
    /** How many of each colour there were; null: nobody counts. What is left of it is derived from the orders. */
    stock: p.json<Items>().strictNullable(),
    /** The colours' variants at Shopify, where the carts are there. */
    variants: p.json<Record<string, string>>().default('{}'),
    scrapedAt: p.datetime().strictNullable(),
    /** Comments may have been missed before this moment; an admin was told. */
    gapAt: p.datetime().strictNullable(),
    ...claimColumns,
  },
})

/** An Instagram post whose comments are orders. */
export class Sale extends SaleSchema.class {}

SaleSchema.setClass(Sale)
