import { Queue, queueFlow } from '#entities/cards/queue.ts'
import { defineKind } from '#src/moves/kind.ts'
import { pipelineOf } from '../pipelines.ts'

export const queueKind = defineKind<Queue>({
  name: 'queue',
  prefix: 'Q',
  entity: Queue,
  table: 'queues',
  flow: queueFlow,
  pipeline: ({ kind }) => pipelineOf(kind)?.name ?? '*',
  waits: ({ pending }) => pending > 0,
  waitsSql: 'pending > 0',
})
