import type { Availability, TrackedProduct } from '#entities/prices/tracked-product.ts'
import { clip } from '#src/cards/clip.ts'
import { writeWhen } from '#src/cards/times.ts'
import { writeMoney } from '#src/money.ts'

type Named = Pick<TrackedProduct, 'productName' | 'variant' | 'url'>

/** `Blue denim jacket, M` */
export function nameOf({ productName, variant, url }: Named): string {
  const name = productName ?? url.replace(/^https?:\/\//, '').slice(0, 80)
  return variant && !hasWords(name, variant) ? `${name}, ${variant}` : name
}

function hasWords(name: string, variant: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const known = new Set(words(name))
  return words(variant).every((word) => known.has(word))
}

/** `$49.00`, or that there is none. */
export function writePrice(price: bigint | null, currency: string | null): string {
  return price === null || currency === null ? 'no price' : writeMoney(price, currency)
}

type Seen = Pick<TrackedProduct, 'price' | 'currency' | 'failingSince'>

/** `$49.00 now`; what its page asked when it was seen last is no price of today. */
export function writeToday({ price, currency, failingSince }: Seen): string {
  return `${writePrice(price, currency)} ${failingSince && price !== null ? 'when last seen' : 'now'}`
}

type Priced = Pick<TrackedProduct, 'price' | 'currency' | 'availability'>

/** What is said of the stock beside a price, where there is something to say. */
export function sayStock(availability: Availability): 'out of stock' | 'few left' | null {
  if (availability === 'out_of_stock') return 'out of stock'
  return availability === 'limited' ? 'few left' : null
}

/** `$49.00, out of stock` */
export function writeOffer({ price, currency, availability }: Priced): string {
  return [writePrice(price, currency), sayStock(availability) ?? []].flat().join(', ')
}

/** `$49.00, few left`; `$49.00 when last seen` of a page that is away. */
export function writeNow(product: Priced & Seen): string {
  return `${writeOffer(product)}${product.failingSince && product.price !== null ? ' when last seen' : ''}`
}

/** `Not seen since 14:05: the page answers 404.` of a page that is away; else nothing. */
export function sayUnseen(
  { failingSince, lastError }: Pick<TrackedProduct, 'failingSince' | 'lastError'>,
  zone: string,
  now: Date,
): string {
  if (!failingSince) return ''
  const why = lastError ? `: ${clip(lastError, 200)}` : ''
  return `Not seen since ${writeWhen(failingSince, zone, now)}${why}.`
}

/** Whether its page was there at the last look, and sells it: else its link leads to a page, and not to a purchase. */
export function canBeBought({ availability, failingSince }: Pick<TrackedProduct, 'availability' | 'failingSince'>) {
  return availability !== 'out_of_stock' && failingSince === null
}
