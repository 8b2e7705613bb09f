import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { Availability, TrackedProduct } from '#entities/prices/tracked-product.ts'
import { nameOf, writePrice } from '../names.ts'
import { say, type Writing } from '../sentences.ts'

type Own = Pick<Writing, 'MAIL_TEMPLATES'>

/** `Now $49.00 (was $59.00): Blue denim jacket, M` */
export function writeTitle(settings: Own, alert: PriceAlert, of: TrackedProduct): string {
  const { reason, was, currency } = alert
  const product = nameOf(of)
  const price = writePrice(alert.price, currency)
  if (reason === 'stock' && of.availability === 'out_of_stock') return say(settings, 'stock-gone', { product })
  if (reason === 'stock') return say(settings, alert.price === null ? 'stock' : 'stock-price', { product, price })
  if (reason === 'low') return say(settings, lowWords(of.availability), { product, price })
  if (reason === 'unreachable') return say(settings, 'unreachable', { product })
  if (reason === 'currency') return say(settings, 'currency', { product, price, currency: currency ?? '' })
  if (reason === 'correction') return say(settings, 'correction', { product, price })
  if (isOver(alert, of)) return say(settings, 'over', { product, price, now: writePrice(of.price, of.currency) })
  if (was === null) return say(settings, 'now', { product, price })
  return say(settings, 'fell', { product, price, was: writePrice(was, currency) })
}

/** What was told of few may be over when it leaves. */
function lowWords(now: Availability): string {
  return { limited: 'low', unknown: 'low', in_stock: 'low-over', out_of_stock: 'low-gone' }[now]
}

/** What it tells of held only until something else was seen: it waited for the morning, or for a mail server. */
export function isOver({ reason, price, currency }: PriceAlert, product: TrackedProduct): boolean {
  if (price === null || product.price === null || currency !== product.currency) return false
  if (reason === 'up') return product.price < price
  return (reason === 'drop' || reason === 'target') && product.price > price
}
