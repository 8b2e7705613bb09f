import { Order, orderFlow } from '#entities/orders/order.ts'
import { Roundup, roundupFlow } from '#entities/orders/roundup.ts'
import { Sale, saleFlow } from '#entities/orders/sale.ts'
import { defineKind } from '#src/moves/kind.ts'

export const orderKind = defineKind<Order>({
  name: 'order',
  prefix: 'O',
  entity: Order,
  table: 'orders',
  flow: orderFlow,
  pipeline: () => 'orders',
  waits: ({ state, attention }) => state === 'pending-details-validation' || attention !== null,
  waitsSql: "(state = 'pending-details-validation' or attention is not null)",
  findSql: "(username ilike $1 or email ilike $1 or source_comment ->> 'text' ilike $1)",
  endedSql: "(state = 'not-valid' or paid_at is not null)",
  stamps: ['lastModifiedDate'],
})

export const saleKind = defineKind<Sale>({
  name: 'sale',
  prefix: 'S',
  entity: Sale,
  table: 'sales',
  flow: saleFlow,
  pipeline: () => 'orders',
  waits: ({ state, gapAt }) => state === 'proposed' || state === 'missing' || (state === 'open' && gapAt !== null),
  waitsSql: "(state in ('proposed', 'missing') or (state = 'open' and gap_at is not null))",
  findSql: '(caption ilike $1 or ig_media_short_code ilike $1)',
  endedSql: "state in ('closed', 'dropped')",
})

export const roundupKind = defineKind<Roundup>({
  name: 'roundup',
  prefix: 'C',
  entity: Roundup,
  table: 'roundups',
  flow: roundupFlow,
  pipeline: () => 'orders',
  waits: ({ state }) => state === 'open',
  waitsSql: "state = 'open'",
  endedSql: "state <> 'open'",
})
