import type { Actor } from '#entities/actor.ts'
import { Price } from '#entities/prices/price.ts'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { type Claim, TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import { sendAlert } from '../alerts/send-alert.ts'
import { alertOf } from '../alerts/tell-watchers.ts'
import { PRICE_REASONS, type TellingApp } from '../alerts/types.ts'
import { forgetPrice } from '../archive/forget-price.ts'
import { trackedKind } from '../kinds.ts'
import { lockProduct } from '../looks/lock-product.ts'
import { tierOfProduct } from '../looks/tier.ts'
import { armed } from './keep-watch.ts'

/**
 * A subscriber calls the price of their last alert wrong: the reading is taken back, everyone told of it is ready for
 * an alert again and gets one correction, and an admin is asked what is true.
 */
export async function withdrawPrice(tx: Tx, app: TellingApp, watch: PriceSubscription, by: Actor): Promise<void> {
  const product = await lockProduct(tx, watch.productId)
  const [told] = await tx.em.find(
    PriceAlert,
    { subscriptionId: watch.id, priceId: { $ne: null }, reason: { $in: PRICE_REASONS } },
    { orderBy: { createdAt: 'desc' }, limit: 1 },
  )
  if (!product || !told?.priceId || told.price === null) throw new Refusal('There is no price to take back.')
  const row = (await tx.em.findOne(Price, { id: told.priceId })) ?? readingOf(told, told.priceId, product)
  if (told.withdrawnAt) return
  const readings = await takeBack(tx, row, product)
  if (product.price === row.price) await goBack(tx, product, row, by)
  await correct(tx, app, { product: { ...product, price: row.before }, row, readings, reporter: watch, by })
}

type Reading = Pick<Price, 'id' | 'price' | 'currency' | 'was' | 'at' | 'source' | 'before' | 'beforeSeenAt' | 'piece'>

/** Of a reading that is in the archive by now, what its alert kept of it. */
function readingOf(told: PriceAlert, id: string, { source }: TrackedProduct): Reading {
  const { price, currency, was: before, wasSeenAt: beforeSeenAt, seenAt: at } = told
  return { id, price, currency, was: null, at, source: source ?? 'page', before, beforeSeenAt, piece: '' }
}

/** With every later reading of the same price; of days that are archived, the figures it shaped go with it. */
async function takeBack(tx: Tx, { id, price, currency, at }: Reading, product: TrackedProduct) {
  const same = { productId: product.id, price, currency, withdrawnAt: null, at: { $gte: at } }
  const readings = await tx.em.find(Price, { $or: [{ id }, same] }, { fields: ['id'] })
  const ids = [id, ...readings.map((reading) => reading.id)]
  await tx.em.nativeUpdate(Price, { id: { $in: ids } }, { withdrawnAt: tx.at })
  if (price !== null && currency !== null) await forgetPrice(tx, { productId: product.id, price, currency, since: at })
  return ids
}

/**
 * The price before counts again; the page's word is not taken for this one until an admin has spoken. Where they are
 * asked about another price already, or the page does not answer, that stays as it is.
 */
async function goBack(tx: Tx, product: TrackedProduct, row: Reading, by: Actor): Promise<void> {
  const piece = row.piece || 'the page'
  const claim: Claim = { source: row.source, price: String(row.price), currency: row.currency ?? '', piece }
  const doubt = {
    why: 'a subscriber says that this price is wrong',
    seenAt: row.at.toISOString(),
    claims: [claim],
    availability: product.availability,
    was: row.was === null ? null : String(row.was),
    isAsked: true,
  }
  const set = { price: row.before, priceAt: row.beforeSeenAt, rejected: claim }
  if (product.state === 'watched') {
    await move(tx, trackedKind, [product], 'report', by, { set: () => ({ ...set, doubt }) })
  } else await tx.em.nativeUpdate(TrackedProduct, { id: product.id }, set)
}

type Withdrawn = {
  product: TrackedProduct
  row: Reading
  /** The ids of all that were taken back. */
  readings: string[]
  reporter: PriceSubscription
  by: Actor
}

async function correct(tx: Tx, app: TellingApp, { product, row, readings, reporter, by }: Withdrawn) {
  const alerts = await tx.em.find(PriceAlert, { priceId: { $in: readings }, withdrawnAt: null })
  const stopped = await cancel(
    tx,
    alerts.map(({ id }) => `price-alert:${id}`),
    by,
  )
  await tx.em.nativeUpdate(PriceAlert, { priceId: { $in: readings } }, { withdrawnAt: tx.at })
  const told = [...new Set(alerts.map(({ subscriptionId }) => subscriptionId))]
  await tx.em.nativeUpdate(PriceSubscription, { id: { $in: told } }, armed)
  const tierS = await tierOfProduct(tx.em, app, product)
  for (const alert of alerts) {
    if (alert.subscriptionId === reporter.id || stopped.has(`price-alert:${alert.id}`)) continue
    const confirmed = { id: alert.subscriptionId, state: { $in: ['watching', 'told'] as const } }
    const watch = await tx.em.findOne(PriceSubscription, confirmed, { refresh: true })
    const fixed = { ...row, price: row.before }
    if (watch) await sendAlert(tx, app, watch, product, alertOf('correction', fixed, row.price, null, tierS), by)
  }
}
