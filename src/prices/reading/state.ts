import { minorUnits } from '#src/money.ts'
import { readCurrency } from '#src/reading/money/currencies.ts'
import { sameWords } from './choose-offer.ts'
import { type Found, nothing } from './found.ts'
import { type Bag, isBag, listOf, readLooseJson, textOf } from './json.ts'
import { readMarkup } from './markup.ts'
import { higher, readAvailability } from './offers.ts'

const DEEPEST = 12
const MOST_NODES = 50_000
const NAMES = ['name', 'title', 'productName']

type Candidate = { node: Bag; depth: number; key: string }

/** The product in the state an app starts from, such as Next.js's or a Shopify theme's. */
export function readState(states: string[], heading: string | null): Found | null {
  const found: Candidate[] = []
  const budget = { left: MOST_NODES }
  for (const text of states) walk(readLooseJson(text), '', 0, found, budget)
  const named = heading ? found.filter(({ node }) => sameWords(nameOf(node) ?? '', heading)) : []
  const own = found.filter(({ key }) => /^(?:product|item|productData|currentProduct)$/i.test(key))
  const best = named[0] ?? (own.length === 1 || heading === null ? own[0] : undefined)
  return best ? readNode(best.node) : null
}

function walk(value: unknown, key: string, depth: number, found: Candidate[], budget: { left: number }): void {
  if (depth > DEEPEST || budget.left-- <= 0) return
  if (Array.isArray(value)) {
    for (const item of value) walk(item, '', depth + 1, found, budget)
    return
  }
  if (!isBag(value)) return
  if (nameOf(value) !== null && priceOf(value) !== undefined) found.push({ node: value, depth, key })
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && !/related|recommend|similar|upsell/i.test(name))
      walk(inner, name, depth + 1, found, budget)
  }
}

function nameOf(node: Bag): string | null {
  const key = NAMES.find((name) => typeof node[name] === 'string')
  return key ? textOf(node[key]) : null
}

function priceOf(node: Bag): unknown {
  return node.price ?? node.currentPrice ?? node.salePrice ?? node.amountMinor ?? centsOf(node)
}

/** `priceCents: 8950`, `price_in_cents`: as a bag of its minor units. */
function centsOf(node: Bag): Bag | undefined {
  const key = Object.keys(node).find((name) => /^price_?(?:in_?)?cents$/i.test(name))
  return key === undefined ? undefined : { amountMinor: node[key] }
}

function readNode(node: Bag): Found | null {
  const written = priceOf(node)
  const currency = currencyOf(isBag(written) ? written : node, node)
  // A Shopify theme counts in hundredths, whatever the currency.
  const isShopify = 'compare_at_price' in node || ('variants' in node && 'available' in node)
  const price = isShopify ? hundredths(node.price) : amountOf(written, currency)
  if (price === null) return null
  const before = isShopify
    ? hundredths(node.compare_at_price)
    : amountOf(node.regularPrice ?? node.oldPrice ?? (isBag(written) ? written.original : null) ?? null, currency)
  return {
    ...nothing,
    source: 'state',
    name: nameOf(node),
    price,
    currency,
    availability: stockOf(node),
    was: higher(before, price),
    piece: `price ${textOf(isBag(written) ? amountText(written) : written) ?? ''}`,
  }
}

function currencyOf(inner: Bag, node: Bag): string | null {
  return readCurrency(textOf(inner.currency ?? inner.currencyCode ?? node.currency ?? node.currencyCode) ?? '')
}

function amountText(bag: Bag): unknown {
  return bag.amountMinor ?? bag.amount ?? bag.value ?? bag.current ?? bag.price
}

function amountOf(written: unknown, currency: string | null): string | null {
  if (!isBag(written)) return readMarkup(written, currency)
  const { amountMinor } = written
  if (typeof amountMinor === 'number') return scaled(amountMinor, currency ? minorUnits(currency) : 2)
  return readMarkup(amountText(written), currency)
}

function hundredths(value: unknown): string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? scaled(value, 2) : null
}

function scaled(minor: number, digits: number): string | null {
  return Number.isSafeInteger(minor) && minor >= 0 ? (minor / 10 ** digits).toFixed(digits) : null
}

function stockOf(node: Bag): Found['availability'] {
  const [kept] = listOf(node.stock ?? node.inventory)
  const said = node.available ?? node.inStock ?? node.isAvailable ?? (isBag(kept) ? stockIn(kept) : kept)
  if (typeof said === 'boolean') return said ? 'in_stock' : 'out_of_stock'
  if (typeof said === 'number') return said > 0 ? 'in_stock' : 'out_of_stock'
  return 'unknown'
}

/** `{ "status": "IN_STOCK" }`, `{ "available": true }` */
function stockIn({ available, inStock, status }: Bag): unknown {
  const said = typeof status === 'string' ? readAvailability(status) : 'unknown'
  return said === 'unknown' ? (available ?? inStock) : said === 'in_stock'
}
