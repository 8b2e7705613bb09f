import type { AlertReason } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'

type Rule = Pick<PriceSubscription, 'rule' | 'value' | 'currency' | 'baseline' | 'isArmed' | 'toldPrice' | 'toldAt'>

/** A price that is believed now, and the one before it. Minor units of one currency. */
export type PriceChange = { price: bigint; before: bigint; currency: string; at: Date }

export type Decision = { tell: AlertReason | null; set: Partial<Rule> }

/** The least drop worth a word, in hundredths of a percent: `any` means 1 %. */
const LEAST = 100n
const WHOLE = 10_000n
const FLAP_MS = 60 * 60_000

/**
 * Whether a subscriber hears of a change. A drop is measured from the price at subscription; it is told once, again
 * when the price falls further, and anew after the price has risen in between. What was told within the hour is not
 * told again.
 */
export function decideAlert(watch: Rule, change: PriceChange): Decision {
  const rearmed = { ...watch, ...rearm(watch, change) }
  const reason = reasonOf(rearmed, change)
  if (reason === null) return { tell: null, set: { isArmed: rearmed.isArmed } }
  const told = { isArmed: false, toldPrice: change.price, toldAt: change.at }
  if (!isNews(rearmed, change, reason)) return { tell: null, set: { isArmed: false } }
  return { tell: reason, set: told }
}

/** What a subscriber missed before they confirmed: the drop from their first price to the one of now. */
export function decideMissed(watch: Rule, now: Omit<PriceChange, 'before'>): Decision {
  if (watch.baseline === null) return { tell: null, set: {} }
  return decideAlert({ ...watch, isArmed: true, toldPrice: null, toldAt: null }, { ...now, before: watch.baseline })
}

function rearm({ rule, toldPrice, isArmed }: Rule, { price }: PriceChange): Pick<Rule, 'isArmed'> {
  if (toldPrice === null || isArmed) return { isArmed }
  return { isArmed: rule === 'up' ? isBelow(price, toldPrice, LEAST) : isBelow(toldPrice, price, LEAST) }
}

function reasonOf(watch: Rule, { price, before, currency }: PriceChange): AlertReason | null {
  const { rule, baseline } = watch
  if (baseline === null || (watch.currency !== null && watch.currency !== currency)) return null
  if (rule === 'up') return price > before && isBelow(baseline, price, LEAST) ? 'up' : null
  if (price >= before || !isLowEnough(watch, baseline, price)) return null
  return rule === 'target' ? 'target' : 'drop'
}

function isLowEnough({ rule, value }: Rule, baseline: bigint, price: bigint): boolean {
  if (rule === 'any') return isBelow(price, baseline, LEAST)
  if (value === null) return false
  if (rule === 'target') return price <= value
  return rule === 'amount' ? price <= baseline - value : isBelow(price, baseline, value)
}

/** News is what was not told yet: a further drop always, the same price again only after an hour. */
function isNews({ isArmed, toldPrice, toldAt }: Rule, { price, at }: PriceChange, reason: AlertReason): boolean {
  if (toldPrice === null || toldAt === null) return true
  const isFurther = reason === 'up' ? isBelow(toldPrice, price, LEAST) : isBelow(price, toldPrice, LEAST)
  return isFurther || (isArmed && at.getTime() - toldAt.getTime() >= FLAP_MS)
}

/** `low` is at least so many hundredths of a percent below `high`. */
function isBelow(low: bigint, high: bigint, hundredths: bigint): boolean {
  return low * WHOLE <= high * (WHOLE - hundredths)
}

type StockDecision = { tell: 'stock' | 'low' | null; set: { toldStock?: string; stockToldAt?: Date } }

/** Stock that comes back, or is about to go, is told once an hour at most. */
export function decideStock(
  { toldStock, stockToldAt }: Pick<PriceSubscription, 'toldStock' | 'stockToldAt'>,
  availability: string,
  at: Date,
): StockDecision {
  if (availability === 'unknown' || availability === toldStock) return { tell: null, set: {} }
  const news = toldStock === 'out_of_stock' ? 'stock' : availability === 'limited' ? 'low' : null
  const isFlap = stockToldAt !== null && at.getTime() - stockToldAt.getTime() < FLAP_MS
  return news === null || isFlap
    ? { tell: null, set: { toldStock: availability } }
    : { tell: news, set: { toldStock: availability, stockToldAt: at } }
}
