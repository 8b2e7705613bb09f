import { defineEntity, p } from '@mikro-orm/core'

const OrderMailSchema = defineEntity({
  name: 'OrderMail',
  tableName: 'order_mails',
  properties: {
    id: p.uuid().primary(),
    orderId: p.uuid().index(),
    direction: p.enum(['in', 'out'] as const),
    gmailId: p.string().unique(),
    rfcMessageId: p.string().strictNullable(),
    subject: p.text(),
    /** What the sender wrote now, without the quoted rest. */
    text: p.text(),
    /** For a mail that came in: address, question, bounce ... */
    reading: p.string().strictNullable(),
    /** A person was asked to look at it; the others were dealt with by rules. */
    asked: p.boolean().default(false),
    at: p.datetime(),
  },
})

/** One mail of an order's conversation. */
export class OrderMail extends OrderMailSchema.class {}

OrderMailSchema.setClass(OrderMail)
