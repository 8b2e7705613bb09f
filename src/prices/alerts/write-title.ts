import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { Availability, TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Settings } from '#src/config.ts'
import { fillLine } from '#src/words/words.ts'
import { nameOf, writePrice } from '../names.ts'

/** `Now $49.00 (was $59.00): Blue denim jacket, M`: the subject of its mail, and how its text begins. */
export function writeTitle(
  { MAIL_TEMPLATES }: Pick<Settings, 'MAIL_TEMPLATES'>,
  alert: PriceAlert,
  of: TrackedProduct,
): string {
  const { was, currency } = alert
  const values = {
    product: nameOf(of),
    price: writePrice(alert.price, currency),
    now: writePrice(of.price, of.currency),
    currency: currency ?? '',
    ...(was !== null && { was: writePrice(was, currency) }),
  }
  return fillLine('prices.alert-subjects', lineOf(alert, of), values, MAIL_TEMPLATES)
}

function lineOf(alert: PriceAlert, of: TrackedProduct): string {
  const { reason, price, was } = alert
  if (reason === 'stock' && of.availability === 'out_of_stock') return 'stock-gone'
  if (reason === 'stock') return price === null ? 'stock' : 'stock-price'
  if (reason === 'low') return lowWords(of.availability)
  if (reason === 'unreachable' || reason === 'currency' || reason === 'correction') return reason
  if (isOver(alert, of)) return 'over'
  return was === null ? 'now' : 'fell'
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
