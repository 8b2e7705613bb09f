import { defineEntity, p } from '@mikro-orm/core'

const InboxItemSchema = defineEntity({
  name: 'InboxItem',
  tableName: 'inbox',
  uniques: [{ properties: ['source', 'externalId'] }],
  properties: {
    id: p.uuid().primary(),
    source: p.string(),
    /** The sender's own id of it, or a hash of the bytes. */
    externalId: p.string(),
    /** Well-formed: without NUL and halves of characters, which no table holds. */
    body: p.text(),
    /** As it came, where that is not the body. */
    bytes: p.blob().strictNullable(),
    receivedAt: p.datetime().index(),
  },
})

/** What came in, stored before anything reads it. Who has read it stands in its readings. */
export class InboxItem extends InboxItemSchema.class {}

InboxItemSchema.setClass(InboxItem)
