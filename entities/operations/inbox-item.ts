import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'

const InboxItemSchema = defineEntity({
  name: 'InboxItem',
  tableName: 'inbox',
  uniques: [{ properties: ['source', 'externalId'] }],
  properties: {
    id: p.uuid().primary(),
    source: p.string(),
    /** The sender's own id of it, or a hash of the bytes. */
    externalId: p.string(),
    body: p.text(),
    // Without an index of its own: Postgres would take it to find what is unread, through everything ever read.
    receivedAt: p.datetime(),
    readAt: p.datetime().strictNullable(),
    ...claimColumns,
  },
})

/** What came in, as it came, stored before anything reads it. */
export class InboxItem extends InboxItemSchema.class {}

InboxItemSchema.setClass(InboxItem)
