import { minorUnits } from '#src/money.ts'
import { readCurrency } from '#src/reading/money/currencies.ts'
import { findMoney } from '#src/reading/money/find-money.ts'
import { sameWords } from './choose-offer.ts'
import type { Document } from './document.ts'
import { type Found, nothing } from './found.ts'
import { type Bag, isBag, listOf, readLooseJson, textOf } from './json.ts'
import type { Line } from './lines.ts'
import { readMarkup } from './markup.ts'
import { higher, readAvailability } from './offers.ts'

const DEEPEST = 12
const MOST_NODES = 50_000
const NAMES = ['name', 'title', 'productName']

type Candidate = { node: Bag; depth: number; key: string }

/** The product in the state an app starts from, such as Next.js's or a Shopify theme's. */
export function readState({ states, lines }: Pick<Document, 'states' | 'lines'>, heading: string | null): Found | null {
  const found: Candidate[] = []
  const budget = { left: MOST_NODES }
  for (const text of states) walk(readLooseJson(text), '', 0, found, budget)
  const named = heading ? found.filter(({ node }) => sameWords(nameOf(node) ?? '', heading)) : []
  const own = found.filter(({ key }) => /^(?:product|item|productData|currentProduct)$/i.test(key))
  const best = named[0] ?? (own.length === 1 || heading === null ? own[0] : undefined)
  return best ? readNode(best.node, lines) : null
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
  return node.price ?? node.currentPrice ?? node.salePrice ?? node.amountMinor ?? centsOf(node) ?? leastOf(node)
}

/** `priceRange: { minVariantPrice: { amount, currencyCode } }`, as Shopify's storefronts keep it. */
function leastOf({ priceRange }: Bag): unknown {
  return isBag(priceRange) ? (priceRange.minVariantPrice ?? undefined) : undefined
}

const MINOR = /^(?:price|amount)_?(?:in_?)?(?:cents|pence|centimes|centavos|kobo|minor_?units)$/i

/** `priceCents: 8950`, `price_in_pence`: as a bag of its minor units. */
function centsOf(node: Bag): Bag | undefined {
  const key = Object.keys(node).find((name) => MINOR.test(name))
  return key === undefined ? undefined : { amountMinor: node[key] }
}

function readNode(node: Bag, lines: Line[]): Found | null {
  const written = priceOf(node)
  const currency = currencyOf(isBag(written) ? written : node, node)
  const amountOf = (value: unknown) => readAmount(value, currency, lines)
  // A Shopify theme counts in hundredths, whatever the currency.
  const isShopify = 'compare_at_price' in node || ('variants' in node && 'available' in node)
  const price = isShopify ? hundredths(node.price) : amountOf(written)
  if (price === null) return null
  const before = isShopify
    ? hundredths(node.compare_at_price)
    : amountOf(node.regularPrice ?? node.oldPrice ?? (isBag(written) ? written.original : null) ?? null)
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
  return bag.amountMinor ?? bag.centAmount ?? bag.amount ?? bag.value ?? bag.current ?? bag.price
}

function readAmount(written: unknown, currency: string | null, lines: Line[]): string | null {
  if (!isBag(written)) return readMarkup(written, currency)
  const [minor, digits] = [written.amountMinor ?? written.centAmount, digitsOf(written)]
  if (typeof minor === 'number') return scaled(minor, digits ?? (currency ? minorUnits(currency) : 2))
  const plain = readMarkup(amountText(written), currency)
  if (minor !== undefined || !digits || !/^[1-9]\d*$/.test(String(written.amount))) return plain
  // Shops mean both: how many of the digits stand behind the point, and how many to print there. What people read of it
  // tells, on the page or beside the amount itself.
  const texts = [
    ...Object.values(written).filter((value) => typeof value === 'string'),
    ...lines.map(({ text }) => text),
  ]
  const shown = new Set(texts.flatMap((text) => amountsIn(text, currency)))
  const [only = null, other] = [plain, scaled(Number(written.amount), digits)].filter((one) => shown.has(Number(one)))
  return other === undefined ? only : null
}

function amountsIn(text: string, currency: string | null): number[] {
  const money = findMoney(text, { currency }).filter((one) => one.currency !== null)
  return money.map(({ amount }) => Number(amount))
}

/** `{ "amount": 1849900, "precision": 2 }` */
function digitsOf({ precision, fractionDigits, decimals, scale, exponent }: Bag): number | null {
  const digits = precision ?? fractionDigits ?? decimals ?? scale ?? exponent
  return typeof digits === 'number' && Number.isInteger(digits) && digits >= 0 && digits <= 4 ? digits : null
}

function hundredths(value: unknown): string | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? scaled(value, 2) : null
}

function scaled(minor: number, digits: number): string | null {
  return Number.isSafeInteger(minor) && minor >= 0 ? (minor / 10 ** digits).toFixed(digits) : null
}

function stockOf(node: Bag): Found['availability'] {
  const [kept] = listOf(node.stock ?? node.inventory)
  const said =
    node.available ?? node.availableForSale ?? node.inStock ?? node.isAvailable ?? (isBag(kept) ? stockIn(kept) : kept)
  if (said === 'in_stock' || said === 'limited' || said === 'out_of_stock') return said
  if (typeof said === 'boolean') return said ? 'in_stock' : 'out_of_stock'
  if (typeof said === 'number') return said > 0 ? 'in_stock' : 'out_of_stock'
  return 'unknown'
}

/** `{ "status": "IN_STOCK" }`, `{ "available": true }` */
function stockIn({ available, inStock, status }: Bag): unknown {
  const said = typeof status === 'string' ? readAvailability(status) : 'unknown'
  return said === 'unknown' ? (available ?? inStock) : said
}
