import type { Actor } from '#entities/actor.ts'
import type { AlertReason } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { Tx } from '#src/database/transaction.ts'
import { takeBack } from './take-back.ts'
import type { NewAlert } from './types.ts'

/** Of one kind of news only the newest is worth reading. */
const NEWS: AlertReason[][] = [['drop', 'target'], ['up'], ['stock', 'low']]

/**
 * What still waits, for the morning or for a mail server, says less than what comes now: it is taken back, and the new
 * one tells of the whole way, from the price the first would have named.
 */
export async function overtake(tx: Tx, { id }: PriceSubscription, next: NewAlert, by: Actor): Promise<NewAlert> {
  const reasons = NEWS.find((news) => news.includes(next.reason))
  if (!reasons) return next
  const [first] = await takeBack(tx, id, by, reasons)
  return first ? { ...next, was: first.was, wasSeenAt: first.wasSeenAt } : next
}
