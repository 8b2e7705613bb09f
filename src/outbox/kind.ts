import { Delivery, deliveryFlow } from '#entities/outbox/delivery.ts'
import { defineKind } from '#src/moves/kind.ts'
import { ownerOf } from '#src/moves/owner-of.ts'

export const deliveryKind = defineKind<Delivery>({
  name: 'delivery',
  prefix: 'D',
  entity: Delivery,
  table: 'deliveries',
  flow: deliveryFlow,
  pipeline: ({ kind }) => ownerOf(kind),
  waits: ({ state }) => state === 'dead' || state === 'doubtful',
  waitsSql: "state in ('dead', 'doubtful')",
  endedSql: "state in ('sent', 'cancelled')",
})
