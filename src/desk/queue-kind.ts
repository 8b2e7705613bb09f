import { Queue, queueFlow } from '#entities/cards/queue.ts'
import { defineKind } from '#src/moves/kind.ts'

export const queueKind = defineKind<Queue>({
  name: 'queue',
  prefix: 'Q',
  entity: Queue,
  table: 'queues',
  flow: queueFlow,
  pipeline: ({ kind }) => pipelines[kind] ?? '*',
  waits: ({ pending }) => pending > 0,
  waitsSql: 'pending > 0',
})

/** Whose place the queue of a kind hangs in. */
const pipelines: Record<string, string> = { order: 'orders' }
