import { findMoney, type Money } from '#src/reading/money/find-money.ts'
import {
  AFTER_PRICE,
  AUDIENCE,
  BEFORE_PRICE,
  COUNTED,
  isKnown,
  LETTER_SIZES,
  PAYEE,
  SIZE,
  TILL,
  UNITS,
} from './lexicon.ts'
import { readTokens, type Token } from './tokens.ts'

/** ISO 4217 */
export type Currency = string

/** A figure that may be money: which token, how much, and how sure its own marks make us. */
export type Amount = {
  /** Its token and the one after it. */
  from: number
  to: number
  value: number
  currency: Currency | null
  /** Said to be money by a mark or a word of its own. */
  isMarked: boolean
  /** A word beside it says that it is a price. */
  isSaid: boolean
}

/**
 * Where prices are written without their currency: between `least` and `most` a bare number is one. Above it stands a
 * till, an order or half a telephone number. In words only sums nobody counts pieces in. `inThousands`: there
 * `1.5 only` is 1,500.
 */
type Bare = { least: number; most: number; spelt: number; inThousands?: boolean }
const BARE: Record<Currency, Bare> = {
  KES: { least: 40, most: 99_999, spelt: 100, inThousands: true },
  ...Object.fromEntries(['UGX', 'TZS', 'RWF'].map((code) => [code, { least: 500, most: 9_999_999, spelt: 1000 }])),
}
const NEVER_BARE: Bare = { least: 1, most: 0, spelt: Number.POSITIVE_INFINITY }
const bareIn = (shop: Currency): Bare => BARE[shop] ?? NEVER_BARE

const HELD = new Set(['KES', 'UGX', 'USD'])

/** A shop sells in its own currency, and tells friends abroad what it is in one of these. */
export function isHeld(currency: Currency | null, shop: Currency): boolean {
  return currency === null || currency === shop || HELD.has(currency)
}

/** A caption's words and what in it may be money. */
export function readAmounts(text: string, shop: Currency): { tokens: Token[]; amounts: Amount[] } {
  const found = findMoney(text, { currency: shop })
  const tokens = readTokens(
    text,
    new Map(found.map((money) => [money.start, { money, isSum: isSum(money, text, shop) }])),
  )
  return { tokens, amounts: tokens.flatMap((_, at) => amountAt(tokens, at, shop) ?? []) }
}

function isSum({ by, spelt, amount, currency, end }: Money, text: string, shop: Currency): boolean {
  const isOfPeople =
    currency === null && AUDIENCE.has(/^\s*([\p{L}]+)/u.exec(text.slice(end))?.[1]?.toLowerCase() ?? '')
  if (spelt && currency === null)
    return Number(amount) >= bareIn(shop).spelt && !isOfPeople && !goesOnUnknown(text.slice(end))
  return by !== 'nothing' && !isOfPeople
}

/** "soo saba na ...", with a word nobody knows for the rest of it: no number rather than half of one. */
function goesOnUnknown(rest: string): boolean {
  const [, word, next] =
    /^\s+(?:na|mu)\s+(\p{L}+)\s*(\p{L}*)/iu.exec(rest.slice(0, 80))?.map((one) => one.toLowerCase()) ?? []
  return word !== undefined && !isKnown(word) && (!next || AFTER_PRICE.has(next))
}

function amountAt(tokens: Token[], at: number, shop: Currency): Amount | null {
  const token = tokens[at]
  if (!token?.sum) return null
  const { amount, spelt, currency } = token.sum
  const isGrouped = token.kind === 'number' && /[,']\d{3}/.test(token.text) && !AUDIENCE.has(tokens[at + 1]?.key ?? '')
  const isSaidHere = spelt || token.kind === 'tag' || isSaid(tokens, at)
  const times = isSaidHere && bareIn(shop).inThousands && /^\d{1,2}\.\d$/.test(token.text) ? 1000 : 1
  const found = {
    ...{ from: at, to: at + 1, value: Number(amount) * times, currency },
    isMarked: token.kind !== 'number' || isGrouped,
    isSaid: isSaidHere,
  }
  return found.isMarked || isBarePrice(tokens, found, shop) ? found : null
}

function isBarePrice(tokens: Token[], { from, to, value, isSaid }: Amount, shop: Currency): boolean {
  const before = tokens[from - 1]
  const isJoined = tokens[to]?.key === '-'
  if (isUnit(tokens[isJoined ? to + 1 : to], tokens[from]) || isCount(tokens, from)) return false
  if (before?.kind === 'word' && (TILL.has(before.key) || SIZE.has(before.key))) return false
  if (before?.key === 'x' || AUDIENCE.has(tokens[to]?.key ?? '') || isOfTill(tokens, from)) return false
  const { least, most } = bareIn(shop)
  if (isSaid) return value >= Math.min(least, 10)
  return value >= least && value <= most && !isOfOther(tokens, from, value)
}

function isOfOther(tokens: Token[], at: number, value: number): boolean {
  return isOfSizes(tokens, at, value) || isYear(tokens, at) || isModel(tokens, at)
}

/** "Levi's 501": behind whose it is a number of three digits names the thing. */
function isModel(tokens: Token[], at: number): boolean {
  return /^\p{Lu}[\p{L}]*'s$/u.test(tokens[at - 1]?.text ?? '') && /^\d{3}$/.test(tokens[at]?.text ?? '')
}

/** "2026 we still sell it": a sentence begins with its year. */
function isYear(tokens: Token[], at: number): boolean {
  const isFirst = (tokens[at - 1]?.kind ?? 'end') === 'end' && tokens[at + 1]?.kind === 'word'
  return isFirst && /^20[23]\d$/.test(tokens[at]?.text ?? '')
}

const LINKS = new Set([':', '.', 'is', 'ni', 'no', 'number'])

/** `Till 556 677`, `Paybill no: 889 210`, `the till is 88990`: numbers of three digits side by side are one. */
function isOfTill(tokens: Token[], at: number): boolean {
  const isThree = (token: Token | undefined) => token?.kind === 'number' && /^\d{3}$/.test(token.text)
  const start = isThree(tokens[at]) && isThree(tokens[at - 1]) ? at - 1 : at
  let last = start - 1
  while (LINKS.has(tokens[last]?.key ?? '')) last--
  return PAYEE.has(tokens[last]?.key ?? '')
}

const LABELS = new Set(['price', 'cost', 'costs', 'bei', 'prix', 'preis', 'precio', 'prezzo', 'preço', 'prijs'])

/** "Price: 55" as "price 55". */
function isSaid(tokens: Token[], at: number): boolean {
  const isLabelled = /^[:=-]$/.test(tokens[at - 1]?.key ?? '') && LABELS.has(tokens[at - 2]?.key ?? '')
  return isLabelled || AFTER_PRICE.has(tokens[at + 1]?.key ?? '') || BEFORE_PRICE.has(tokens[at - 1]?.key ?? '')
}

const LARGEST_SIZE = 300

/** `750 ml`, `2 pcs`, `14 inch`, `38 L`: a number of something. `2500 S M L` is a price before its sizes. */
function isUnit(after: Token | undefined, number: Token | undefined): boolean {
  if (!after || after.kind === 'end') return false
  const isNear = after.start - (number?.end ?? 0) <= 1
  const isSize = Number(number?.text) < LARGEST_SIZE && LETTER_SIZES.includes(after.text.toUpperCase())
  return isNear && (isSize || UNITS.has(after.key)) && !AFTER_PRICE.has(after.key)
}

/** `pcs 40`, `$15 for 10` count them; in `3 pcs 900` they are counted already. */
function isCount(tokens: Token[], at: number): boolean {
  const [before, last] = [tokens[at - 2], tokens[at - 1]]
  if (last?.key === 'for') return before?.sum != null && before.sum.currency !== null
  return COUNTED.has(last?.key ?? '') && before?.kind !== 'number'
}

/** One of a row of small numbers: `36 37 38`, `52, 54, 56`, `S - 40`. */
function isOfSizes(tokens: Token[], at: number, value: number): boolean {
  if (value >= 70) return false
  const near = [tokens[at - 1], tokens[at - 2], tokens[at + 1], tokens[at + 2]]
  return near.some((token) => token?.kind === 'number' || LETTER_SIZES.includes(token?.text ?? ''))
}
