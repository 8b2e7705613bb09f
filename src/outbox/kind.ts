import { Delivery, deliveryFlow } from '#entities/outbox/delivery.ts'
import { defineKind } from '#src/moves/kind.ts'

export const deliveryKind = defineKind<Delivery>({
  name: 'delivery',
  prefix: 'D',
  entity: Delivery,
  table: 'deliveries',
  flow: deliveryFlow,
  pipeline: ({ kind }) => kind.slice(0, kind.indexOf('.')),
  waits: ({ state }) => state === 'dead' || state === 'doubtful',
  waitsSql: "state in ('dead', 'doubtful')",
  endedSql: "state in ('sent', 'cancelled')",
})
