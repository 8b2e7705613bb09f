import { defineEntity, p } from '@mikro-orm/core'
import type { Items } from './order.ts'

const OrderExampleSchema = defineEntity({
  name: 'OrderExample',
  tableName: 'order_examples',
  properties: {
    id: p.uuid().primary(),
    orderId: p.uuid(),
    text: p.text(),
    caption: p.text().strictNullable(),
    read: p.json<{ email: string | null; items: Items | null }>(),
    corrected: p.json<{ email: string | null; items: Items | null }>(),
    at: p.datetime(),
  },
})

/** A comment with what the reader said and what a person made of it. */
export class OrderExample extends OrderExampleSchema.class {}

OrderExampleSchema.setClass(OrderExample)
