import type { Actor } from '#entities/actor.ts'
import { type AlertReason, PriceAlert } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import type { NewAlert } from './types.ts'

/** Of one kind of news only the newest is worth reading. */
const NEWS: AlertReason[][] = [['drop', 'target'], ['up'], ['stock']]

/**
 * What still waits, for the morning or for a mail server, says less than what comes now: it is taken back, and the new
 * one tells of the whole way, from the price the first would have named.
 */
export async function overtake(tx: Tx, { id }: PriceSubscription, next: NewAlert, by: Actor): Promise<NewAlert> {
  const reasons = NEWS.find((news) => news.includes(next.reason))
  if (!reasons) return next
  const where = { subscriptionId: id, sentAt: null, withdrawnAt: null, reason: { $in: reasons } }
  const waiting = await tx.em.find(PriceAlert, where, { orderBy: { createdAt: 'asc' } })
  const keyOf = (alert: PriceAlert) => `price-alert:${alert.id}`
  const stopped = await cancel(tx, waiting.map(keyOf), by)
  const [first, ...others] = waiting.filter((alert) => stopped.has(keyOf(alert)))
  if (!first) return next
  const ids = [first, ...others].map((alert) => alert.id)
  await tx.em.nativeUpdate(PriceAlert, { id: { $in: ids } }, { withdrawnAt: tx.at })
  return next.reason === 'stock' ? next : { ...next, was: first.was, wasSeenAt: first.wasSeenAt }
}
