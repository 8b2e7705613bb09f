import { step } from '#entities/actor.ts'
import type { Price } from '#entities/prices/price.ts'
import { type Doubt, TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { redrawWatches, tellWatchers } from '../alerts/tell-watchers.ts'
import { trackedKind } from '../kinds.ts'
import { LOOK } from '../steps.ts'
import { addPrice } from './add-price.ts'
import { recordFailure } from './failing/record-failure.ts'
import { lockProduct } from './lock-product.ts'
import type { Reading } from './read-page.ts'
import type { LookingApp } from './site.ts'
import { type Doubtful, doubtOf, isSame, type Read, weigh } from './weigh.ts'

const SECOND_LOOK_MS = 5_000
/** What only a model can read is not asked of it each minute. */
const MODEL_WAIT_S = 60 * 60
const actor = step(LOOK)

/** One page that changed: weighs what was read under the product's lock, keeps it, and tells who watches. */
export async function recordReading(
  tx: Tx,
  app: LookingApp,
  id: string,
  reading: Reading,
  at: Date,
  tierS: number,
): Promise<void> {
  const product = await lockProduct(tx, id)
  if (!product || product.state === 'resting' || (product.lookedAt && product.lookedAt > at)) return
  const { read } = reading
  if (!read) {
    const isKnown = product.price !== null && reading.availability === 'out_of_stock'
    if (isKnown) return keepSame(tx, app, product, reading, at, tierS)
    return recordFailure(tx, app, id, { why: reading.why ?? 'no price was found', isGone: false }, at, tierS)
  }
  await act(tx, app, product, { ...reading, read }, at, tierS)
}

async function act(tx: Tx, app: LookingApp, product: TrackedProduct, reading: Priced, at: Date, tierS: number) {
  const verdict = weigh(product, reading.read, { productName: reading.name, variant: reading.variant })
  if (verdict.what === 'believe') return believe(tx, app, product, reading, at, tierS)
  if (verdict.what === 'same') return keepSame(tx, app, product, reading, at, tierS)
  if (!('why' in verdict)) return look(tx, product, reading, at, tierS, {})
  await hold(tx, product, reading, verdict, at, tierS)
}

/**
 * Not believed: a second look comes soon, and after it a person is asked. Until then nothing else counts that such a
 * page says: it may be of another thing.
 */
async function hold(tx: Tx, product: TrackedProduct, given: Priced, verdict: Doubtful, at: Date, tierS: number) {
  const { availability, was, read } = given
  const known = { was: product.was, availability: product.availability }
  const reading = { ...given, ...known, name: null, variant: null, picture: null }
  if (product.doubt?.isAsked) return keepAsking(tx, product, product.doubt, reading, at, tierS)
  const isAsked = verdict.what === 'ask' || product.state === 'doubtful'
  const doubt = doubtOf(read, verdict.why, at, { availability, was: was === null ? null : String(was), isAsked })
  if (isAsked && (product.state === 'watched' || product.state === 'unreachable')) {
    await move(tx, trackedKind, [product], 'doubt', actor, { set: () => ({ doubt }), note: verdict.why })
  }
  await look(tx, product, reading, at, isAsked ? tierS : SECOND_LOOK_MS / 1000, { doubt })
}

/** What a person was asked stays the question, whatever the page says since: that is only shown beside it. */
async function keepAsking(tx: Tx, product: TrackedProduct, asked: Doubt, reading: Priced, at: Date, tierS: number) {
  const [claim = null] = reading.read.claims
  const now = claim && isSame(asked.claims[0], reading.read) ? null : claim
  await look(tx, product, reading, at, tierS, { doubt: { ...asked, now } })
  if (now?.price !== asked.now?.price) await redrawCards(tx, trackedKind, [product])
}

type Priced = Reading & { read: Read }

/** The price counts from now on: a row in the history, the product's own columns, and whoever must hear of it. */
async function believe(tx: Tx, app: LookingApp, product: TrackedProduct, reading: Priced, at: Date, tierS: number) {
  const { price, currency, source, claims } = reading.read
  const set = { price, currency, source, priceAt: at, seenAt: at, was: reading.was, doubt: null, rejected: null }
  const row = await addPrice(tx, product, { ...reading, price, currency, source, piece: claims[0]?.piece ?? '' }, at)
  await settle(tx, product, set, set)
  await look(tx, product, reading, at, tierS, set)
  await tell(tx, app, row, tierS)
}

async function keepSame(tx: Tx, app: LookingApp, product: TrackedProduct, reading: Reading, at: Date, tierS: number) {
  const set = { seenAt: at, doubt: null, rejected: null }
  const { price, currency, source, availability } = product
  const isNews = reading.availability !== 'unknown' && reading.availability !== availability
  const next = { ...reading, price, currency, source: source ?? 'page', piece: '' }
  const row = isNews ? await addPrice(tx, product, next, at) : null
  await settle(tx, product, set, {})
  await look(tx, product, reading, at, tierS, set)
  if (row) await tell(tx, app, row, tierS)
}

/** Those who hear of it are told what the page says now, its stock and its old price too. */
async function tell(tx: Tx, app: LookingApp, row: Price, tierS: number): Promise<void> {
  const product = await tx.em.findOneOrFail(TrackedProduct, { id: row.productId }, { refresh: true })
  await tellWatchers(tx, app, { product, row, tierS })
}

/** A first reading, one after a silence, and one that ends a doubt are moves; any other only changes figures. */
async function settle(tx: Tx, product: TrackedProduct, set: Partial<TrackedProduct>, more: Partial<TrackedProduct>) {
  const verb = { new: 'find', unreachable: 'find', doubtful: 'settle' }[product.state as string]
  if (verb) await move(tx, trackedKind, [product], verb, actor, { set: () => ({ ...set, ...more }) })
}

/** What every look leaves behind. */
async function look(
  tx: Tx,
  product: TrackedProduct,
  { name, variant, picture, availability, etag, lastModified, bodyHash, was, shopApi, read }: Reading,
  at: Date,
  waitS: number,
  set: Partial<TrackedProduct>,
): Promise<void> {
  const known = availability === 'unknown' ? {} : { availability }
  // Who waits for a first price is drawn with it.
  if (product.failingSince && product.price !== null) await redrawWatches(tx, [product.id])
  await tx.em.nativeUpdate(
    TrackedProduct,
    { id: product.id },
    {
      ...known,
      ...(name && { productName: name }),
      ...(variant && { variant }),
      ...(picture && { pictureUrl: picture }),
      ...(shopApi && { shopApi }),
      ...{ etag, lastModified, bodyHash, was, lookedAt: at, failingSince: null, lastError: null },
      nextLookAt: new Date(at.getTime() + Math.max(waitS, read?.source === 'model' ? MODEL_WAIT_S : 0) * 1000),
      ...set,
    },
  )
}
