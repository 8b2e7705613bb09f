import type { Delivery } from '#entities/outbox/delivery.ts'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { composeAlert, type Told } from './compose.ts'

/** Words this old may be true no more. */
const OLD_MS = 5 * 60_000

/**
 * An alert that waited, for the morning or for a mail server, says what is true when it leaves. Its new words are kept
 * before it does, so that it can be found among what has left.
 */
export async function writeAnew(app: App, delivery: Delivery): Promise<Delivery> {
  const isOld = app.clock().getTime() - delivery.createdAt.getTime() > OLD_MS
  if (delivery.kind !== 'prices.alert' || !isOld) return delivery
  return inTransaction(app, async (tx) => {
    const told = await findTold(tx, String(delivery.payload.alertId))
    if (!told) return delivery
    const { payload } = await composeAlert(tx, app, told)
    const kept = await sql(
      tx.em,
      `update deliveries set payload = $3 where id = $1 and lease_token = $2 and state = 'waiting' returning 1`,
      [delivery.id, delivery.leaseToken, JSON.stringify(payload)],
    )
    if (kept.length === 0) throw new OutsideError('outbox', 'another worker holds this message now', { retry: 'later' })
    return Object.assign(Object.create(Object.getPrototypeOf(delivery)), delivery, { payload })
  })
}

async function findTold({ em }: Tx, id: string): Promise<Told | null> {
  const alert = await em.findOne(PriceAlert, { id })
  const watch = alert && (await em.findOne(PriceSubscription, { id: alert.subscriptionId }))
  if (!watch) return null
  const product = await em.findOneOrFail(TrackedProduct, { id: watch.productId })
  return { alert, watch, product, user: await em.findOneOrFail(PriceUser, { id: watch.userId }) }
}
