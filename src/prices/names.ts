import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
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

/** `$49.00, out of stock` */
export function writeNow({ price, currency, availability }: Priced): string {
  return `${writePrice(price, currency)}${availability === 'out_of_stock' ? ', out of stock' : ''}`
}
