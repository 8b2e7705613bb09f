import { z } from 'zod'
import { type OrderState, orderFlow } from '#entities/orders/order.ts'
import { type SaleState, saleFlow } from '#entities/orders/sale.ts'
import { decimal, ref, time } from '#src/web/shapes.ts'

const orderState = z.enum(Object.keys(orderFlow) as OrderState[])
const saleState = z.enum(Object.keys(saleFlow) as SaleState[])

const currency = z.string().length(3).describe('ISO 4217')

const addressShape = z.strictObject({
  recipient: z.string().nullable(),
  lines: z.array(z.string()).optional().describe('As it was written; the parts below are Google’s'),
  line1: z.string().nullable(),
  line2: z.string().nullable(),
  city: z.string().nullable(),
  region: z.string().nullable(),
  postcode: z.string().nullable(),
  country: z.string().nullable(),
})

const checkedAddressShape = z.strictObject({
  raw: z.string().describe('As the customer wrote it'),
  given: addressShape,
  formatted: z.string().nullable(),
  suggestion: addressShape.nullable(),
  location: z.strictObject({ lat: z.number(), lng: z.number() }).nullable(),
  verdict: z.string().nullable().describe('accepted, confirm, fix or unsupported; null: not checked yet'),
  notes: z.array(z.string()),
  responseId: z.string().nullable(),
  validatedAt: time.nullable(),
  missing: z.array(z.string()).optional(),
  typedBy: z.string().optional().describe('The admin who typed it'),
})

const sourceCommentShape = z.strictObject({
  id: z.string(),
  text: z.string(),
  created_time: z.string(),
  from: z.strictObject({
    id: z.string().nullable(),
    username: z.string(),
    full_name: z.string().nullable(),
    profile_picture: z.string().nullable(),
  }),
  raw: z.unknown(),
})

export const saleShape = z.strictObject({
  ref: ref('S-3'),
  state: saleState,
  igMediaId: z.string().nullable(),
  igMediaShortCode: z.string(),
  permalink: z.string().nullable(),
  caption: z.string().nullable(),
  colours: z.array(z.string()),
  price: decimal.nullable(),
  currency: currency.nullable(),
  maxPerPerson: z.int().nullable(),
  maxPerColour: z.int().nullable(),
  unit: z.enum(['each', 'pair']),
  stock: z.record(z.string(), z.int()).nullable().describe('How many of each there were; null: not counted'),
  scrapedAt: time.nullable(),
  createdAt: time,
})

export const orderShape = z.strictObject({
  ref: ref('O-142'),
  state: orderState,
  sale: ref('S-3'),
  igMediaId: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  items: z.record(z.string(), z.int()).nullable().describe('Quantity by colour'),
  total: decimal.nullable(),
  currency: currency.nullable(),
  address: checkedAddressShape.nullable(),
  sourceComment: sourceCommentShape,
  gmailConversationId: z.string().nullable(),
  attention: z.string().nullable().describe('Why a person is needed now'),
  attentionNote: z.string().nullable(),
  cartLink: z.string().nullable().describe('Null where it is a page of ours: only the mail has its token'),
  linkSentAt: time.nullable(),
  paidAt: time.nullable(),
  shippedAt: time.nullable(),
  tracking: z.string().nullable(),
  closedReason: z.string().nullable(),
  createdAt: time,
  lastModifiedDate: time,
})
