import { AFTER_PRICE, AUDIENCE, BEFORE_PRICE, CURRENCY, LETTER_SIZES, SIZE, TILL, UNITS } from './lexicon.ts'
import { readSpelt } from './number-words.ts'
import type { Token } from './tokens.ts'

export type Currency = 'KES' | 'UGX' | 'USD'

/** A figure that may be money: which tokens, how much, and how sure its own marks make us. */
export type Amount = {
  /** Its first token and the one after its last. */
  from: number
  to: number
  value: number
  currency: Currency | 'other' | null
  /** Said to be money by a mark or a word of its own. */
  isMarked: boolean
  /** A word beside it says that it is a price. */
  isSaid: boolean
  isSpelt: boolean
}

/** A bare number below this is no price in the shop's currency. */
const LEAST: Record<Currency, number> = { KES: 40, UGX: 500, USD: 1 }

export function readAmounts(tokens: Token[], shop: Currency): Amount[] {
  const amounts: Amount[] = []
  for (let at = 0; at < tokens.length; at++) {
    const amount = amountAt(tokens, at, shop)
    if (!amount) continue
    amounts.push(amount)
    at = amount.to - 1
  }
  return amounts
}

function amountAt(tokens: Token[], at: number, shop: Currency): Amount | null {
  const token = tokens[at]
  if (token?.kind === 'number' || (token?.kind === 'mark' && tokens[at + 1]?.kind === 'number')) {
    return readFigure(tokens, at, shop)
  }
  if (token?.kind === 'tag') return readTag(token, at)
  return token?.kind === 'word' || token?.kind === 'mark' ? readWords(tokens, at, shop) : null
}

function readFigure(tokens: Token[], at: number, shop: Currency): Amount | null {
  const mark = markAt(tokens, at)
  const figure = at + (mark ? 1 : 0)
  const number = tokens[figure]
  if (!number) return null
  const times = readScale(tokens[figure + 1], number, shop)
  const end = figure + 1 + (times === 1 ? 0 : 1)
  const own = isOwn(tokens, end) ? markAt(tokens, end) : undefined
  const to = end + (own ? 1 : 0)
  const currency = currencyOf(own, mark, shop)
  const value = (readNumber(number.text) * times) / (own?.text === '¢' ? 100 : 1)
  const isSum = (times > 1 || /[,']\d{3}/.test(number.text)) && !AUDIENCE.has(tokens[to]?.key ?? '')
  const isMarked = [mark, own].some(Boolean) || isSum
  const amount = { from: at, to, value, currency, isMarked, isSaid: isSaid(tokens, at, to), isSpelt: false }
  return isMarked || isBarePrice(tokens, amount, shop) ? amount : null
}

function markAt(tokens: Token[], at: number): Token | undefined {
  return tokens[at]?.kind === 'mark' ? tokens[at] : undefined
}

/** `size 36-45 Ksh 3500`: a mark before a figure is that figure's, unless it is one that follows, or is glued here. */
function isOwn(tokens: Token[], at: number): boolean {
  const [mark, following] = [markAt(tokens, at), tokens[at + 1]]
  if (!mark) return false
  const isGlued = mark.start === tokens[at - 1]?.end && following?.start !== mark.end
  return following?.kind !== 'number' || isGlued || ENDINGS.has(mark.key)
}

const ENDINGS = new Set(['bob', '/=', '/-', ',=', '=', ',/='])

/** `k` is a thousand; `M` a million where such sums are usual and no length is meant. */
function readScale(token: Token | undefined, number: Token, shop: Currency): number {
  if (!token || token.start > number.end + 1) return 1
  if (token.key === 'k') return 1000
  const isMillion = token.text === 'M' && token.start === number.end && shop !== 'USD'
  return isMillion ? 1_000_000 : 1
}

function currencyOf(after: Token | undefined, before: Token | undefined, shop: Currency): Amount['currency'] {
  const said = [after, before].map((mark) => (mark ? (CURRENCY[mark.key] ?? null) : null))
  // `$28 USD / $38 CAD`: the name after says which dollar.
  const found = said.find((one) => one !== null) ?? null
  if (after?.text === '¢') return 'USD'
  if (found === 'own') return shop === 'USD' ? 'KES' : shop
  return found as Amount['currency']
}

/** `2,500` `1.200` `4,500.00` `8OO` `3 5 0 0`: a point before three digits groups, as shops in East Africa write it. */
function readNumber(text: string): number {
  const digits = text.replace(/[ ']/g, '').replace(/O/g, '0')
  const grouped = /^\d{1,3}(?:([,.])\d{3})(?:\1\d{3})*(?:\.\d{1,2})?$/.exec(digits)
  if (grouped) {
    const [whole = '', cents = ''] = grouped[1] === '.' ? [digits.replace(/\./g, '')] : digits.split('.')
    return Number(`${whole.replace(/,/g, '')}.${cents || 0}`)
  }
  return Number(digits.replace(',', '.'))
}

function isBarePrice(tokens: Token[], amount: Amount, shop: Currency): boolean {
  const { from, to, value } = amount
  const before = tokens[from - 1]
  const after = tokens[to]
  if (isUnit(after, tokens[to - 1])) return false
  if (before && (TILL.has(before.key) || SIZE.has(before.key)) && before.kind === 'word') return false
  if (amount.isSaid) return value >= (shop === 'USD' ? 1 : 10)
  return shop === 'USD' ? false : value >= LEAST[shop] && !isOfSizes(tokens, amount)
}

function isSaid(tokens: Token[], from: number, to: number): boolean {
  return AFTER_PRICE.has(tokens[to]?.key ?? '') || BEFORE_PRICE.has(tokens[from - 1]?.key ?? '')
}

/** `750 ml`, `2 pcs`, `14 inch`: a number of something. */
function isUnit(after: Token | undefined, number: Token | undefined): boolean {
  if (!after || after.kind === 'end') return false
  const isNear = after.start - (number?.end ?? 0) <= 1
  return isNear && UNITS.has(after.key) && !AFTER_PRICE.has(after.key)
}

/** One of a row of small numbers: `36 37 38`, `52, 54, 56`, `S - 40`. */
function isOfSizes(tokens: Token[], { from, to, value }: Amount): boolean {
  if (value >= 70) return false
  const near = [tokens[from - 1], tokens[from - 2], tokens[to], tokens[to + 1]]
  return near.some((token) => token?.kind === 'number' || LETTER_SIZES.includes(token?.text ?? ''))
}

/** `#ksh1800` */
function readTag({ key }: Token, at: number): Amount | null {
  const [, mark, digits] = /^#(ksh|kes|ugx|usd|bei|price)(\d{2,7})$/.exec(key) ?? []
  if (!mark || !digits) return null
  const currency = (CURRENCY[mark] ?? null) as Amount['currency']
  return { from: at, to: at + 1, value: Number(digits), currency, isMarked: true, isSaid: true, isSpelt: false }
}

/** Longest row of number words that can be one number. */
const MOST_WORDS = 10

function readWords(tokens: Token[], at: number, shop: Currency): Amount | null {
  const mark = markAt(tokens, at)
  const first = at + (mark ? 1 : 0)
  const spelt = readSpelt(rowOf(tokens, first))
  if (!spelt) return null
  const end = first + spelt.length
  const after = isOwn(tokens, end) ? markAt(tokens, end) : undefined
  const to = end + (after ? 1 : 0)
  const isBig = spelt.value >= LEAST_SPELT[shop]
  if (!(mark || after || isBig)) return null
  const currency = currencyOf(after, mark, shop)
  return { from: at, to, value: spelt.value, currency, isMarked: true, isSaid: true, isSpelt: true }
}

/** In words and without a mark, only sums nobody counts pieces in. */
const LEAST_SPELT: Record<Currency, number> = { KES: 100, UGX: 1000, USD: Number.POSITIVE_INFINITY }

function rowOf(tokens: Token[], first: number): string[] {
  const row = tokens.slice(first, first + MOST_WORDS)
  const end = row.findIndex(({ kind }) => kind !== 'word')
  return row.slice(0, end === -1 ? row.length : end).flatMap(({ key }) => key.split('-'))
}
