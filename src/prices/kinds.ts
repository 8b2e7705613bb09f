import { PriceSubscription, watchFlow } from '#entities/prices/price-subscription.ts'
import { TrackedProduct, trackedFlow } from '#entities/prices/tracked-product.ts'
import { defineKind } from '#src/moves/kind.ts'

export const trackedKind = defineKind<TrackedProduct>({
  name: 'tracked',
  prefix: 'T',
  entity: TrackedProduct,
  table: 'tracked_products',
  flow: trackedFlow,
  pipeline: () => 'prices',
  waits: ({ state }) => state === 'doubtful',
  waitsSql: "state = 'doubtful'",
  findSql: '(product_name ilike $1 or url ilike $1)',
  endedSql: "state = 'resting'",
})

export const watchKind = defineKind<PriceSubscription>({
  name: 'watch',
  prefix: 'W',
  entity: PriceSubscription,
  table: 'price_subscriptions',
  flow: watchFlow,
  pipeline: () => 'prices',
  waits: ({ state, personId }) => state === 'told' && personId !== null,
  waitsSql: "(state = 'told' and person_id is not null)",
  audience: ({ personId }) => ({ personIds: personId ? [personId] : [] }),
  endedSql: "state = 'stopped'",
})
