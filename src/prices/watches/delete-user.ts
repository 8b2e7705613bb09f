import type { Actor } from '#entities/actor.ts'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { markForgotten } from '../archive/forget-people.ts'
import { holdWatches, stopWatch } from './watch-acts.ts'

/** Everything we know of a subscriber goes; what products cost is nobody's secret. */
export async function deleteUser(tx: Tx, userId: string, by: Actor): Promise<void> {
  await holdWatches(tx.em, 'user_id = $1', [userId])
  const watches = await tx.em.find(PriceSubscription, { userId }, { refresh: true })
  for (const watch of watches) await stopWatch(tx, watch, by)
  const ids = watches.map(({ id }) => id)
  await sql(tx.em, 'delete from links where subject_id = any($1::uuid[])', [ids])
  await tx.em.nativeDelete(PriceAlert, { subscriptionId: { $in: ids } })
  await tx.em.nativeDelete(PriceSubscription, { id: { $in: ids } })
  await tx.em.nativeDelete(PriceUser, { id: userId })
  await markForgotten(tx, userId)
}
