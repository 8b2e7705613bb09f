import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns, recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

/** What may happen at any time once a conversation began: a mail comes or goes, a person looks at it. */
const conversation = ['receive', 'flag', 'reply', 'seen', 'edit', 'fix', 'mailed'] as const

function stay<S extends string>(state: S): Record<(typeof conversation)[number], S> {
  return Object.fromEntries(conversation.map((verb) => [verb, state])) as Record<(typeof conversation)[number], S>
}

export const orderFlow = {
  scraped: { extract: 'pending-details-validation', dismiss: 'not-valid' },
  'pending-details-validation': {
    ...stay('pending-details-validation'),
    approve: 'details-validated',
    reject: 'not-valid',
  },
  'not-valid': { ...stay('not-valid'), reopen: 'pending-details-validation' },
  'details-validated': {
    ...stay('details-validated'),
    sent: 'awaiting-address-reply',
    undo: 'pending-details-validation',
    close: 'not-valid',
  },
  'awaiting-address-reply': {
    ...stay('awaiting-address-reply'),
    /** The address was given to Google: accepted, doubtful, not served. */
    check: 'awaiting-address-reply',
    ask: 'awaiting-address-reply',
    use: 'awaiting-address-reply',
    accept: 'awaiting-address-reply',
    remind: 'awaiting-address-reply',
    /** The cart link was made; its mail waits to leave. */
    prepare: 'awaiting-address-reply',
    /** The provider was quicker than our own record that the link has left. */
    paid: 'awaiting-address-reply',
    link: 'shopping-cart-link-sent',
    close: 'not-valid',
  },
  'shopping-cart-link-sent': {
    ...stay('shopping-cart-link-sent'),
    paid: 'shopping-cart-link-sent',
    unpay: 'shopping-cart-link-sent',
    ship: 'shopping-cart-link-sent',
    bill: 'shopping-cart-link-sent',
    /** What it holds was changed: a link to the new cart. */
    prepare: 'shopping-cart-link-sent',
    close: 'not-valid',
  },
} as const

export type OrderState = StateOf<typeof orderFlow>

/** Why a person is needed now, beside the state. */
export type Attention =
  | 'change'
  | 'question'
  | 'cancel'
  | 'address'
  | 'unchecked-address'
  | 'two-addresses'
  | 'bounce'
  | 'mail'
  | 'silent'
  | 'link'
  /** What it waited for came free. */
  | 'stock'
  /** Nobody but us can tell the customer how to pay. */
  | 'payment'

export type Items = Record<string, number>

/** A comment as it came from the Graph API, with the seed's names beside Graph's own. */
export type SourceComment = {
  id: string
  text: string
  created_time: string
  from: { id: string | null; username: string; full_name: string | null; profile_picture: string | null }
  raw: unknown
}

/** What the reader said of the comment, with the pieces of the text it rests on. */
export type OrderReading = {
  why: string
  clear: boolean
  confidence: number
  doubts: string[]
  evidence: { email?: string; items: Record<string, string> }
  /** The pieces of the comment that no rule read, as they were written. */
  notUnderstood?: string[]
  by: 'rules' | 'model'
}

export type OrderAddress = {
  recipient: string | null
  /** As the customer wrote them, unsplit; the parts below are Google's, or those typed into the older form. */
  lines?: string[]
  line1: string | null
  line2: string | null
  city: string | null
  region: string | null
  postcode: string | null
  country: string | null
}

/** An address as the customer gave it and as it was checked. */
export type CheckedAddress = {
  raw: string
  given: OrderAddress
  formatted: string | null
  suggestion: OrderAddress | null
  location: { lat: number; lng: number } | null
  /** What the check said: accepted, confirm, fix, unsupported, or by whom it was accepted. */
  verdict: string | null
  notes: string[]
  responseId: string | null
  validatedAt: string | null
  /** What the reader missed in it: street, town, postcode. */
  missing?: string[]
  /** The admin who typed it: the customer is not asked about it. */
  typedBy?: string
}

const OrderSchema = defineEntity({
  name: 'Order',
  tableName: 'orders',
  indexes: [{ properties: ['igMediaId', 'username'] }],
  properties: {
    ...recordColumns('orders_number'),
    state: p.enum(Object.keys(orderFlow) as OrderState[]),
    igMediaId: p.string(),
    commentId: p.string().unique(),
    sourceComment: p.json<SourceComment>(),
    username: p.string().index(),
    email: p.string().strictNullable(),
    items: p.json<Items>().strictNullable(),
    reading: p.json<OrderReading>().strictNullable(),
    address: p.json<CheckedAddress>().strictNullable(),
    /** The Gmail thread. */
    gmailConversationId: p.string().strictNullable(),
    /** RFC 5322 Message-IDs of the thread, oldest first: what a reply refers to. */
    messageIds: p.array(),
    /** The rules are unsure of the comment: a model is asked next. */
    asksModel: p.boolean().default(false),
    attention: p.string().$type<Attention>().strictNullable(),
    /** The words behind the attention: the customer's question, Google's doubt. */
    attentionNote: p.text().strictNullable(),
    /** How often we asked the customer to make the address clear. */
    asked: p.integer().default(0),
    reminded: p.integer().default(0),
    /** When our last mail left. */
    mailedAt: p.datetime().strictNullable(),
    cartLink: p.text().strictNullable(),
    /** The vendor's own id of the cart link, where it can be switched off. */
    cartLinkRef: p.string().strictNullable(),
    /** As their last mail was signed. */
    customerName: p.text().strictNullable(),
    linkSentAt: p.datetime().strictNullable(),
    paidAt: p.datetime().strictNullable(),
    shippedAt: p.datetime().strictNullable(),
    /** A number or a link, as an admin typed it. */
    tracking: p.text().strictNullable(),
    closedReason: p.text().strictNullable(),
    lastModifiedDate: p.datetime(),
    ...claimColumns,
  },
})

/** One order, born from one comment. */
export class Order extends OrderSchema.class {}

OrderSchema.setClass(Order)
