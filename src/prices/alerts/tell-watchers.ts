import { step } from '#entities/actor.ts'
import type { Price } from '#entities/prices/price.ts'
import type { AlertReason } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { watchKind } from '../kinds.ts'
import { LOOK } from '../steps.ts'
import { askWatcher } from '../watches/ask-watcher.ts'
import { armed } from '../watches/keep-watch.ts'
import { decideAlert, decideStock } from './decide.ts'
import { sendAlert } from './send-alert.ts'
import type { NewAlert, TellingApp } from './types.ts'

export type Change = { product: TrackedProduct; row: Price; tierS: number }

const actor = step(LOOK)

/**
 * Who hears of a change, in the transaction that records it. Those who have not confirmed yet hear nothing: what they
 * miss is told right after they do. A first reading asks them whether it is right.
 */
export async function tellWatchers(tx: Tx, app: TellingApp, change: Change): Promise<void> {
  const { product, row } = change
  const watches = await lockWatches(tx, product.id)
  for (const watch of watches) {
    if (watch.baseline === null && row.price !== null) await begin(tx, app, watch, change)
    else if (row.price !== null && row.currency !== watch.currency) await beginAnew(tx, app, watch, change)
    else if (watch.state !== 'asked') await tellOne(tx, app, watch, change)
  }
}

/** Who stops, confirms or deletes just now waits for what is told here, or is seen as they are after it. */
async function lockWatches({ em }: Tx, productId: string): Promise<PriceSubscription[]> {
  const which = "from price_subscriptions where product_id = $1 and state <> 'stopped'"
  const held = await sql<{ id: string }>(em, `select id ${which} order by id for update`, [productId])
  return em.find(PriceSubscription, { id: { $in: held.map(({ id }) => id) } }, { refresh: true })
}

/** The first price of a watch: what drops are measured from. Who confirmed before sees it on their card. */
async function begin(tx: Tx, app: TellingApp, watch: PriceSubscription, { row }: Change): Promise<void> {
  const { price, currency, at, availability } = row
  const set = { baseline: price, currency, baselineAt: at, toldStock: availability }
  await tx.em.nativeUpdate(PriceSubscription, { id: watch.id }, set)
  if (watch.state === 'asked') await askWatcher(tx, app, Object.assign(watch, set))
  else await redrawCards(tx, watchKind, [watch])
}

/**
 * The shop asks another currency now: drops are measured from here on. An amount in the old one means nothing in the
 * new, so that any drop is told; and who watches it hears that.
 */
async function beginAnew(tx: Tx, app: TellingApp, watch: PriceSubscription, { product, row, tierS }: Change) {
  const { price, currency, at } = row
  const isAmount = watch.rule === 'amount' || watch.rule === 'target'
  const rule = isAmount ? { rule: 'any' as const, value: null } : {}
  const set = { ...rule, baseline: price, currency, baselineAt: at, ...armed }
  await tx.em.nativeUpdate(PriceSubscription, { id: watch.id }, set)
  if (watch.state === 'asked') return
  await sendAlert(tx, app, Object.assign(watch, set), product, alertOf('currency', row, null, null, tierS), actor)
}

async function tellOne(tx: Tx, app: TellingApp, watch: PriceSubscription, change: Change): Promise<void> {
  const { product, row, tierS } = change
  const { reason, set } = judge(watch, row)
  if (Object.keys(set).length > 0) await tx.em.nativeUpdate(PriceSubscription, { id: watch.id }, set)
  if (!reason) return
  const was = reason === 'up' ? row.before : watch.isArmed ? watch.baseline : watch.toldPrice
  await sendAlert(tx, app, watch, product, alertOf(reason, row, was, row.beforeSeenAt, tierS), actor)
}

type Judged = { reason: AlertReason | null; set: Partial<PriceSubscription> }

/** What cannot be bought is no bargain: it is told when it is back. */
function judge(watch: PriceSubscription, { price, currency, before, at, availability }: Price): Judged {
  const stock = decideStock(watch, availability, at)
  if (availability === 'out_of_stock') return { reason: null, set: stock.set }
  const hasMoved = price !== null && currency !== null && before !== null
  const drop = hasMoved ? decideAlert(watch, { price, before, currency, at }) : { tell: null, set: {} }
  return { reason: drop.tell ?? stock.tell, set: { ...stock.set, ...drop.set } }
}

export function alertOf(
  reason: AlertReason,
  row: Pick<Price, 'id' | 'price' | 'currency' | 'at'>,
  was: bigint | null,
  wasSeenAt: Date | null,
  tierS: number,
): NewAlert {
  const { id: priceId, price, currency, at: seenAt } = row
  return { priceId, reason, was, price, currency, wasSeenAt, seenAt, tierS }
}

/** A page that has not answered for a day: everyone who watches it hears so once. */
export async function tellUnreachable(tx: Tx, app: TellingApp, product: TrackedProduct, tierS: number): Promise<void> {
  const watches = await tx.em.find(PriceSubscription, { productId: product.id, state: { $in: ['watching', 'told'] } })
  const { price, currency, seenAt } = product
  for (const watch of watches) {
    const alert = { reason: 'unreachable' as const, priceId: null, was: null, wasSeenAt: null, seenAt: seenAt ?? tx.at }
    await sendAlert(tx, app, watch, product, { ...alert, price, currency, tierS }, actor)
  }
}

/** Pages are away, given up, or seen again: who watches them in chat reads so on their card. */
export async function redrawWatches(tx: Tx, productIds: string[]): Promise<void> {
  const where = { productId: { $in: productIds }, state: { $ne: 'stopped' as const }, personId: { $ne: null } }
  const watches = await tx.em.find(PriceSubscription, where)
  await redrawCards(tx, watchKind, watches)
}
