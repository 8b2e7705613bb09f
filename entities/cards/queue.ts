import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'

export const queueFlow = { open: { approve: 'open', check: 'open', undo: 'open' } } as const

/** The last batch decided from a queue card, by whom and when. */
export type Batch = { verb: string; ids: string[]; by: string; at: string; undoUntil: string | null }

const QueueSchema = defineEntity({
  name: 'Queue',
  tableName: 'queues',
  uniques: [{ properties: ['kind'] }],
  properties: {
    ...recordColumns('queues_number'),
    state: p.enum(['open'] as const),
    /** The kind of record that waits behind this card. */
    kind: p.string(),
    /** How many wait behind it now. */
    pending: p.integer().default(0),
    /** How many of them may be decided together. */
    clear: p.integer().default(0),
    /** Goes up whenever cards go behind this one; a button speaks for those up to the round it was drawn in. */
    round: p.integer().default(0),
    batch: p.json<Batch>().strictNullable(),
  },
})

/** Many waiting records of one kind behind one card. */
export class Queue extends QueueSchema.class {}

QueueSchema.setClass(Queue)
