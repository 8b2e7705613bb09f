import type { EntityManager } from '@mikro-orm/postgresql'
import { type Actor, step } from '#entities/actor.ts'
import { Price } from '#entities/prices/price.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { decideMissed } from '../alerts/decide.ts'
import { sendAlert } from '../alerts/send-alert.ts'
import { takeBack } from '../alerts/take-back.ts'
import { alertOf } from '../alerts/tell-watchers.ts'
import type { TellingApp } from '../alerts/types.ts'
import { trackedKind, watchKind } from '../kinds.ts'
import { tierOfProduct } from '../looks/tier.ts'
import { LOOK } from '../steps.ts'

/** The watch as it is under our lock; null where there is none. */
export async function lockWatch({ em }: Tx, id: string): Promise<PriceSubscription | null> {
  await holdWatches(em, 'id = $1', [id])
  return em.findOne(PriceSubscription, { id }, { refresh: true })
}

/** Products before those who watch them, as a look does: neither waits for the other. */
export async function holdWatches(em: EntityManager, which: string, params: unknown[]): Promise<void> {
  const products = `select product_id from price_subscriptions where ${which}`
  await sql(em, `select 1 from tracked_products where id in (${products}) order by id for update`, params)
  await sql(em, `select 1 from price_subscriptions where ${which} order by id for update`, params)
}

/** The address is theirs and the product the right one. A drop they missed in between is told at once. */
export async function confirmWatch(
  tx: Tx,
  app: TellingApp,
  watch: PriceSubscription,
  by: Actor,
): Promise<'confirmed' | 'already'> {
  if (watch.state !== 'asked') return 'already'
  const user = await tx.em.findOneOrFail(PriceUser, { id: watch.userId })
  const verified = user.notifyBy === 'sms' ? { phoneVerifiedAt: tx.at } : { emailVerifiedAt: tx.at }
  await tx.em.nativeUpdate(PriceUser, { id: user.id }, { ...verified, asks: 0 })
  await move(tx, watchKind, [watch], 'confirm', by, { set: () => ({ confirmedAt: tx.at }) })
  await tellMissed(tx, app, await tx.em.findOneOrFail(PriceSubscription, { id: watch.id }, { refresh: true }), by)
  return 'confirmed'
}

/** Their page says what can be bought at this moment: what is sold out is news when it is back, and else no more. */
export async function tellMissed(tx: Tx, app: TellingApp, watch: PriceSubscription, by: Actor): Promise<void> {
  const product = await tx.em.findOneOrFail(TrackedProduct, { id: watch.productId }, { refresh: true })
  const { price, currency, availability: toldStock } = product
  if (toldStock !== 'unknown') await tx.em.nativeUpdate(PriceSubscription, { id: watch.id }, { toldStock })
  if (price === null || currency === null || toldStock === 'out_of_stock') return
  const { tell, set } = decideMissed(watch, { price, currency, at: tx.at })
  if (!tell) return
  await tx.em.nativeUpdate(PriceSubscription, { id: watch.id }, set)
  const where = { productId: product.id, price, withdrawnAt: null }
  const [row] = await tx.em.find(Price, where, { orderBy: { at: 'desc' }, limit: 1 })
  if (!row) return
  const seenAt = row.before === watch.baseline ? row.beforeSeenAt : watch.baselineAt
  const tierS = await tierOfProduct(tx.em, app, product)
  await sendAlert(tx, app, watch, product, alertOf(tell, row, watch.baseline, seenAt, tierS), by)
}

/** No more alerts. A product nobody watches is not looked at any more. */
export async function stopWatch(tx: Tx, watch: PriceSubscription, by: Actor): Promise<void> {
  if (watch.state === 'stopped') return
  await move(tx, watchKind, [watch], 'stop', by)
  await endWatch(tx, watch, by)
}

/** A watch that ends leaves nothing behind that still waits to be sent, and no page that is looked at for nobody. */
export async function endWatch(
  tx: Tx,
  { id, productId }: Pick<PriceSubscription, 'id' | 'productId'>,
  by: Actor,
): Promise<void> {
  await takeBack(tx, id, by)
  const others = await sql(
    tx.em,
    `select 1 from price_subscriptions where product_id = $1 and id <> $2 and state <> 'stopped' limit 1`,
    [productId, id],
  )
  if (others.length > 0) return
  const product = await tx.em.findOneOrFail(TrackedProduct, { id: productId }, { refresh: true })
  if (product.state !== 'resting') await move(tx, trackedKind, [product], 'rest', step(LOOK))
}
