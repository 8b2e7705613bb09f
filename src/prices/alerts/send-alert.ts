import type { Actor } from '#entities/actor.ts'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { afterQuietHours } from '#src/outbox/quiet-hours.ts'
import { watchKind } from '../kinds.ts'
import { composeAlert } from './compose.ts'
import { overtake } from './overtake.ts'
import type { NewAlert, TellingApp } from './types.ts'

/** One alert to one subscriber: a mail, a text, or the card in their own chat. */
export async function sendAlert(
  tx: Tx,
  app: TellingApp,
  watch: PriceSubscription,
  product: TrackedProduct,
  next: NewAlert,
  by: Actor,
): Promise<void> {
  const user = await tx.em.findOneOrFail(PriceUser, { id: watch.userId })
  const dueAt = dueOf(user, app, tx.at)
  const alert = await keepAlert(tx, watch, product, { ...(await overtake(tx, watch, next, by)), dueAt })
  if (user.notifyBy === 'chat') {
    const fresh = await tx.em.findOneOrFail(PriceSubscription, { id: watch.id }, { refresh: true })
    await move(tx, watchKind, [fresh], 'ring', by, { ring: true })
    await tx.em.nativeUpdate(PriceAlert, { id: alert.id }, { sentAt: tx.at })
    return
  }
  const about = { key: `price-alert:${alert.id}`, kind: 'prices.alert', subject: watchKind.name, subjectId: watch.id }
  const words = await composeAlert(tx, app, { alert, watch, product, user })
  await enqueue(tx, [{ ...about, ...words, zone: user.zone, notBefore: dueAt }])
}

/** At night a phone is silent, unless its owner said otherwise: the text comes in the morning of their zone. */
function dueOf({ notifyBy, textsAtNight, zone }: PriceUser, { settings }: TellingApp, now: Date): Date {
  return notifyBy === 'sms' && !textsAtNight ? afterQuietHours(settings.QUIET_HOURS, zone, now) : now
}

async function keepAlert(
  tx: Tx,
  watch: PriceSubscription,
  product: TrackedProduct,
  next: NewAlert & Pick<PriceAlert, 'dueAt'>,
): Promise<PriceAlert> {
  const id = uuid()
  const row = {
    id,
    subscriptionId: watch.id,
    productId: product.id,
    ...next,
    createdAt: tx.at,
    sentAt: null,
    withdrawnAt: null,
  }
  await tx.em.insert(PriceAlert, row)
  return tx.em.findOneOrFail(PriceAlert, { id })
}
