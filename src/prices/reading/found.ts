import type { Availability } from '#entities/prices/tracked-product.ts'

/** How a value was found, the most trusted first. */
const sources = ['shop', 'json-ld', 'microdata', 'meta', 'state', 'selector', 'page', 'model'] as const
export type Source = (typeof sources)[number]

/** What one extractor says of the product of a page. Prices are decimal strings: `1299.00`. */
export type Found = {
  source: Source
  name: string | null
  variant: string | null
  price: string | null
  /** ISO 4217. */
  currency: string | null
  availability: Availability
  /** What it cost before, as the shop says. */
  was: string | null
  picture: string | null
  /** The highest of several prices, where `price` is only the lowest of them. */
  upTo: string | null
  /** The words of the page the price stands on. */
  piece: string
}

/** A product page as it was understood. `doubts`: why a person should look at it, in plain words. */
export type PageReading = Omit<Found, 'source'> & {
  source: Source | null
  /** Every extractor's own price, so that a second one can bear the first out. */
  claims: { source: Source; price: string; currency: string | null; piece: string }[]
  doubts: string[]
  truncated: boolean
}

export const nothing = {
  name: null,
  variant: null,
  price: null,
  currency: null,
  availability: 'unknown',
  was: null,
  picture: null,
  upTo: null,
  piece: '',
} as const satisfies Omit<Found, 'source'>
