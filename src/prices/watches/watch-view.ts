import type { EntityManager } from '@mikro-orm/postgresql'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { type LastMove, loadArrivals } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { PRICE_REASONS } from '../alerts/types.ts'
import { watchKind } from '../kinds.ts'

export type WatchView = PriceSubscription & {
  product: TrackedProduct
  user: PriceUser
  lastAlert: PriceAlert | null
  /** How it came to stand where it is. */
  arrival: LastMove | null
}

/** Whether their last alert told of a price that still counts: it may be called wrong. */
export function isPriceTold({ lastAlert }: Pick<WatchView, 'lastAlert'>): boolean {
  return lastAlert !== null && lastAlert.withdrawnAt === null && PRICE_REASONS.includes(lastAlert.reason)
}

export async function loadWatches(em: EntityManager, ids: string[]): Promise<WatchView[]> {
  const watches = await em.find(PriceSubscription, { id: { $in: ids } })
  const products = await em.find(TrackedProduct, { id: { $in: watches.map(({ productId }) => productId) } })
  const users = await em.find(PriceUser, { id: { $in: watches.map(({ userId }) => userId) } })
  const last = await sql<{ id: string }>(
    em,
    `select distinct on (subscription_id) id from price_alerts where subscription_id = any($1::uuid[])
     order by subscription_id, created_at desc`,
    [ids],
  )
  const alerts = await em.find(PriceAlert, { id: { $in: last.map(({ id }) => id) } })
  const arrivals = await loadArrivals(em, watchKind.name, ids)
  return watches.flatMap((watch) => {
    const product = products.find(({ id }) => id === watch.productId)
    const user = users.find(({ id }) => id === watch.userId)
    if (!product || !user) return []
    const lastAlert = alerts.find(({ subscriptionId }) => subscriptionId === watch.id) ?? null
    return [Object.assign(watch, { product, user, lastAlert, arrival: arrivals.get(watch.id) ?? null })]
  })
}
