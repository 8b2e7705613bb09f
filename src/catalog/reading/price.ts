import { type Currency, isHeld } from './amounts.ts'
import { isFiller } from './filler.ts'
import { MENU } from './lexicon.ts'
import type { Priced } from './role.ts'
import type { Token } from './tokens.ts'
import { isVariantWord } from './variant-words.ts'

export type Line = { label: Token[]; amount: Priced }

export type PriceRead = {
  /** The price of one, now; null with several products, or none stated. */
  price: Priced | null
  was: Priced | null
  high: Priced | null
  bundle: Priced | null
  /** Several products with prices of their own. */
  products: Line[]
  /** Every price of one, with what stands beside it. */
  lines: Line[]
  /** Amounts nobody could place. */
  doubt: boolean
  /** Sold in a currency no shop here keeps. */
  isForeign: boolean
}

const NOTHING: PriceRead = {
  price: null,
  was: null,
  high: null,
  bundle: null,
  products: [],
  lines: [],
  doubt: false,
  isForeign: false,
}

export function choosePrice(priced: Priced[], shop: Currency, tokens: Token[]): PriceRead {
  const ours = inOneCurrency(priced, shop)
  const prices = sure(ours.filter(({ role, isAside }) => role === 'price' && !isAside))
  const candidates = prices.length > 0 ? prices : ours.filter(({ role }) => role === 'price')
  const bundles = ours.filter(({ role }) => role === 'bundle')
  const [bundle = null] = bundles
  const was = ours.find(({ role }) => role === 'was') ?? null
  if (candidates.length === 0)
    return { ...onlyBeside(bundles, was), isForeign: priced.some((one) => isForeign(one, shop)) }
  const lines = candidates.map((amount) => ({ label: labelOf(amount), amount }))
  const products = severalProducts(lines, bundles)
  if (products.length > 0) return { ...NOTHING, products }
  const price = lowest(candidates)
  const top = highest([...candidates, ...ours.filter(({ role }) => role === 'high')])
  const isRange = top.value > price.value
  const doubt = isRange ? !areVariants(lines) : areApart(candidates, tokens)
  return { ...NOTHING, lines, price, was, bundle, high: isRange ? top : null, doubt }
}

/** The same price again behind words that name something: of that, or told once more; "only $45" tells it again. */
function areApart(prices: Priced[], tokens: Token[]): boolean {
  const between = prices.slice(1).flatMap(({ from }, at) => tokens.slice(prices[at]?.to, from))
  return between.some(({ kind, key }) => kind === 'word' && !isFiller(key) && !isVariantWord(key))
}

/** Beside an amount with a currency, a bare number that nothing calls a price is some other number. */
function sure(prices: Priced[]): Priced[] {
  const isNamed = prices.some(({ currency }) => currency !== null)
  return isNamed ? prices.filter((one) => one.isMarked || one.isSaid) : prices
}

/** The shop's own currency where it is named or nothing is; else the one the caption names. */
function inOneCurrency(priced: Priced[], shop: Currency): Priced[] {
  const money = priced.filter(({ currency, role }) => isHeld(currency, shop) && role !== 'code' && role !== 'denied')
  const own = money.filter(({ currency }) => currency === null || currency === shop)
  if (own.some(({ role }) => role === 'price' || role === 'bundle')) return own
  const foreign = money.filter(({ currency }) => currency !== null && currency !== shop)
  return foreign.length > 0 ? foreign : own
}

/** Sold by the bundle alone, in one size or several; or `6,500 (was ...)` where only the old price reads as one. */
function onlyBeside(bundles: Priced[], was: Priced | null): PriceRead {
  if (bundles.length === 0) return NOTHING
  const [bundle, top] = [lowest(bundles), highest(bundles)]
  return { ...NOTHING, price: bundle, bundle, was, high: top.value > bundle.value ? top : null }
}

function isForeign({ currency, role }: Priced, shop: Currency): boolean {
  return !isHeld(currency, shop) && role === 'price'
}

function labelOf({ before, after, above }: Priced): Token[] {
  const named = [before, after, above].map((row) => row.filter(({ kind, key }) => kind === 'word' && !isFiller(key)))
  const [own = [], behind = [], line = []] = named
  return own.length > 0 ? own : behind.length > 0 ? behind.slice(0, 2) : line
}

/**
 * Two things or more, each with a price: a list of products, unless the labels only say which size or kind: "rice 5kg,
 * posho 10kg" are two things, "small loaf, big loaf" is one.
 */
function severalProducts(lines: Line[], bundles: Priced[]): Line[] {
  const all = [...lines, ...bundles.map((amount) => ({ label: labelOf(amount), amount }))]
  const things = all.filter(({ label }) => thingOf(label) !== '')
  const names = new Set(things.map(({ label }) => thingOf(label)))
  const isList = things.length > all.length - things.length || isMenu(all)
  if (names.size < 2 || !isList) return []
  return all.sort((a, b) => a.amount.from - b.amount.from)
}

function thingOf(label: Token[]): string {
  const words = label.flatMap(({ key }) => (isVariantWord(key) ? [] : [key]))
  return words.join(' ')
}

function isMenu(lines: Line[]): boolean {
  return lines.some(({ label }) => label.some(({ key }) => MENU.has(key)))
}

/** Of several prices at most one is of the thing as it is; the others say which size or kind they are of. */
function areVariants(lines: Line[]): boolean {
  if (lines.filter(({ label }) => label.length === 0).length > 1) return false
  return lines.every(({ label }) => label.length === 0 || isVariantWord(label.at(-1)?.key ?? ''))
}

function lowest(rows: Priced[]): Priced {
  return rows.reduce((best, one) => (one.value < best.value ? one : best))
}

function highest(rows: Priced[]): Priced {
  return rows.reduce((best, one) => (one.value > best.value ? one : best))
}
