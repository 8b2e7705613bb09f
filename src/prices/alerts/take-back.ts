import type { Actor } from '#entities/actor.ts'
import { type AlertReason, PriceAlert } from '#entities/prices/price-alert.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cancel } from '#src/outbox/enqueue.ts'

/** Alerts of a watch that wait, for the morning or a mail server, are not sent any more. Those it got, oldest first. */
export async function takeBack(
  tx: Tx,
  subscriptionId: string,
  by: Actor,
  reasons: AlertReason[] | null = null,
): Promise<PriceAlert[]> {
  const where = { subscriptionId, sentAt: null, withdrawnAt: null, ...(reasons && { reason: { $in: reasons } }) }
  const waiting = await tx.em.find(PriceAlert, where, { orderBy: { createdAt: 'asc' } })
  const keyOf = ({ id }: PriceAlert) => `price-alert:${id}`
  const stopped = await cancel(tx, waiting.map(keyOf), by)
  const taken = waiting.filter((alert) => stopped.has(keyOf(alert)))
  if (taken.length === 0) return []
  await tx.em.nativeUpdate(PriceAlert, { id: { $in: taken.map(({ id }) => id) } }, { withdrawnAt: tx.at })
  return taken
}
