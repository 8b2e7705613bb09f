import { readCurrency } from '#src/reading/money/currencies.ts'
import { chooseOffer, chooseProduct, lacksVariant, type Wanted } from './choose-offer.ts'
import type { Document } from './document.ts'
import { type Found, nothing, type Source } from './found.ts'
import { type Bag, isBag, listOf, textOf } from './json.ts'
import { findProducts, nameOf, type ProductNode } from './linked-data.ts'
import { readMarkup } from './markup.ts'
import { higher, readAvailability } from './offers.ts'

/** JSON-LD: a Product with its offers. */
export function readLinkedData(html: string, wanted: Wanted): Found | null {
  return readNodes(findProducts(html), wanted, 'json-ld')
}

/** Microdata and RDFa, which say the same in attributes. */
export function readItems(items: Bag[], wanted: Wanted): Found | null {
  const products = items.flatMap((item) => productsIn(item, 0))
  return readNodes(products.length > 0 ? products : loneOffers(items), wanted, 'microdata')
}

function readNodes(products: ProductNode[], wanted: Wanted, source: Source): Found | null {
  const product = chooseProduct(products, wanted)
  if (!product) return null
  const offer = chooseOffer(product, wanted.url)
  const picture = textOf(product.image)
  return {
    ...nothing,
    source,
    name: nameOf(product),
    variant: offer?.variant ?? null,
    price: offer?.price ?? null,
    currency: offer?.currency ?? null,
    availability: offer?.availability ?? 'unknown',
    was: offer?.was ?? null,
    picture: picture && (URL.parse(picture, wanted.url ?? undefined)?.href ?? null),
    piece: offer?.piece ?? '',
    upTo: offer?.upTo ?? null,
  }
}

/** The variant that the address names is not among those of the page. */
export function isVariantGone(html: string, wanted: Wanted): boolean {
  const { url } = wanted
  if (url === null || url.search === '') return false
  const product = chooseProduct(findProducts(html), wanted)
  return product !== null && lacksVariant(product, url)
}

function productsIn(item: unknown, depth: number): ProductNode[] {
  if (!isBag(item) || depth > 4) return []
  const isProduct = listOf(item['@type']).some((type) => /Product$|^Book$|^Vehicle$/.test(String(type)))
  const inner = Object.entries(item).flatMap(([name, value]) =>
    name === 'offers' ? [] : listOf(value).flatMap((one) => productsIn(one, depth + 1)),
  )
  return isProduct ? [{ node: item, isListed: depth > 0 && 'isRelatedTo' in item }, ...inner] : inner
}

/** An offer that stands on its own is the page's, where there is exactly one. */
function loneOffers(items: Bag[]): ProductNode[] {
  const offers = items.filter((item) => listOf(item['@type']).some((type) => /Offer$/.test(String(type))))
  return offers.length === 1 ? [{ node: { offers: offers[0] }, isListed: false }] : []
}

const PRICES = ['product:sale_price:amount', 'product:price:amount', 'og:price:amount', 'product:price.amount', 'price']
const CURRENCIES = [
  'product:sale_price:currency',
  'product:price:currency',
  'og:price:currency',
  'product:price.currency',
]
const STOCKS = ['product:availability', 'og:availability', 'og:product:availability', 'availability']

/** Open Graph's and others' meta tags. */
export function readMetas({ metas, title }: Document): Found | null {
  const first = (names: string[]) => names.map((name) => metas[name]).find(Boolean)
  const code = first(CURRENCIES)
  const written = first(PRICES) ?? cardSays(metas, /price/i)
  const currency = code ? readCurrency(code) : readCurrency((written ?? '').replace(/[\d.,\s]+/g, ' '))
  const price = written ? readMarkup(written, currency) : null
  const before = readMarkup(metas['product:original_price:amount'], currency)
  return {
    ...nothing,
    source: 'meta',
    name: metas['og:title'] ?? title,
    price,
    currency,
    availability: readAvailability(first(STOCKS) ?? cardSays(metas, /availab|stock/i)),
    was: higher(before, price),
    picture: metas['og:image'] ?? null,
    piece: written ? `${written} ${code ?? ''}`.trim() : '',
  }
}

/** A Twitter card has two labels with a value each. */
function cardSays(metas: Document['metas'], label: RegExp): string | undefined {
  const number = ['1', '2'].find((one) => label.test(metas[`twitter:label${one}`] ?? ''))
  return number ? metas[`twitter:data${number}`] : undefined
}
