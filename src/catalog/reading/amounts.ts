import { findMoney, type Money } from '#src/reading/money/find-money.ts'
import { AFTER_PRICE, AUDIENCE, BEFORE_PRICE, LETTER_SIZES, SIZE, TILL, UNITS } from './lexicon.ts'
import { readTokens, type Token } from './tokens.ts'

export type Currency = 'KES' | 'UGX' | 'USD'

/** A figure that may be money: which token, how much, and how sure its own marks make us. */
export type Amount = {
  /** Its token and the one after it. */
  from: number
  to: number
  value: number
  currency: Currency | 'other' | null
  /** Said to be money by a mark or a word of its own. */
  isMarked: boolean
  /** A word beside it says that it is a price. */
  isSaid: boolean
}

/** A bare number below this is no price in the shop's currency. */
const LEAST: Record<Currency, number> = { KES: 40, UGX: 500, USD: 1 }
/** Above it a bare number is a till, an order or half a telephone number; sums that large come with a mark. */
const MOST: Record<Currency, number> = { KES: 99_999, UGX: 9_999_999, USD: 0 }
/** In words and without a mark, only sums nobody counts pieces in. */
const LEAST_SPELT: Record<Currency, number> = { KES: 100, UGX: 1000, USD: Number.POSITIVE_INFINITY }

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
  if (spelt && currency === null) return Number(amount) >= LEAST_SPELT[shop] && !isOfPeople
  return by !== 'nothing' && !isOfPeople
}

function amountAt(tokens: Token[], at: number, shop: Currency): Amount | null {
  const token = tokens[at]
  if (!token?.sum) return null
  const { amount, spelt, currency } = token.sum
  const isGrouped = token.kind === 'number' && /[,']\d{3}/.test(token.text) && !AUDIENCE.has(tokens[at + 1]?.key ?? '')
  const found = {
    ...{ from: at, to: at + 1, value: Number(amount), currency: knownOf(currency) },
    isMarked: token.kind !== 'number' || isGrouped,
    isSaid: spelt || token.kind === 'tag' || isSaid(tokens, at),
  }
  return found.isMarked || isBarePrice(tokens, found, shop) ? found : null
}

function knownOf(currency: string | null): Amount['currency'] {
  return currency === null || currency === 'KES' || currency === 'UGX' || currency === 'USD' ? currency : 'other'
}

function isBarePrice(tokens: Token[], { from, to, value, isSaid }: Amount, shop: Currency): boolean {
  const before = tokens[from - 1]
  if (isUnit(tokens[to], tokens[from])) return false
  if (before?.kind === 'word' && (TILL.has(before.key) || SIZE.has(before.key))) return false
  if (before?.key === 'x' || isOfTill(tokens, from)) return false
  if (isSaid) return value >= (shop === 'USD' ? 1 : 10)
  return value >= LEAST[shop] && value <= MOST[shop] && !isOfSizes(tokens, from, value)
}

/** `Till 556 677`, `Paybill no: 889 210`: numbers of three digits side by side are one. */
function isOfTill(tokens: Token[], at: number): boolean {
  const isThree = (token: Token | undefined) => token?.kind === 'number' && /^\d{3}$/.test(token.text)
  if (!isThree(tokens[at]) || !isThree(tokens[at - 1])) return false
  const word = tokens.slice(0, at).findLast(({ kind, key }) => kind !== 'number' && key !== ':')
  return TILL.has(word?.key ?? '')
}

function isSaid(tokens: Token[], at: number): boolean {
  return AFTER_PRICE.has(tokens[at + 1]?.key ?? '') || BEFORE_PRICE.has(tokens[at - 1]?.key ?? '')
}

/** `750 ml`, `2 pcs`, `14 inch`: a number of something. */
function isUnit(after: Token | undefined, number: Token | undefined): boolean {
  if (!after || after.kind === 'end') return false
  const isNear = after.start - (number?.end ?? 0) <= 1
  return isNear && UNITS.has(after.key) && !AFTER_PRICE.has(after.key)
}

/** One of a row of small numbers: `36 37 38`, `52, 54, 56`, `S - 40`. */
function isOfSizes(tokens: Token[], at: number, value: number): boolean {
  if (value >= 70) return false
  const near = [tokens[at - 1], tokens[at - 2], tokens[at + 1], tokens[at + 2]]
  return near.some((token) => token?.kind === 'number' || LETTER_SIZES.includes(token?.text ?? ''))
}
