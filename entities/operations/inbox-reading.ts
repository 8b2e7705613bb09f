import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'

const InboxReadingSchema = defineEntity({
  name: 'InboxReading',
  tableName: 'inbox_readings',
  uniques: [{ properties: ['itemId', 'step'] }],
  properties: {
    id: p.uuid().primary(),
    itemId: p.uuid(),
    /** The step that reads it. */
    step: p.string(),
    /** The item's: what came first is read first. */
    receivedAt: p.datetime(),
    readAt: p.datetime().strictNullable(),
    /** What the reader said; null until it has. */
    mine: p.boolean().strictNullable(),
    ...claimColumns,
  },
})

/** One item as one of its readers has it: each reads, fails and tries again by itself. */
export class InboxReading extends InboxReadingSchema.class {}

InboxReadingSchema.setClass(InboxReading)
