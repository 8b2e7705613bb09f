import {
  AFTER_PRICE,
  AUDIENCE,
  BEFORE_PRICE,
  COUNTED,
  CROWD,
  LABELS,
  LETTER_SIZES,
  PAYEE,
  SIZE,
  TILL,
  UNITS,
  wordsOf,
} from '../lexicon.ts'
import type { Token } from '../tokens.ts'

/** A bare number that is told what it is: a count, a measure, a size, a code, a till, an audience. */
export function isFigure(tokens: Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  const unit = after?.key === '-' ? tokens[at + 2] : after
  if (isUnit(unit, tokens[at]) || isCount(tokens, at) || isOfTill(tokens, at) || isSized(tokens, at)) return true
  if (before?.kind === 'word' && (TILL.has(before.key) || SIZE.has(before.key))) return true
  return before?.key === 'x' || isOfCrowd(tokens, at) || isRough(tokens, at) || /^0\d/.test(tokens[at]?.text ?? '')
}

/** `450 followers`, `followers 10K` */
function isOfCrowd(tokens: Token[], at: number): boolean {
  return (
    AUDIENCE.has(tokens[at + 1]?.key ?? '') || endsInCrowd(tokens.slice(Math.max(0, at - 3), at).map(({ key }) => key))
  )
}

/** "wateja" before a number, and no "bei ya wateja". */
export function endsInCrowd(words: string[]): boolean {
  return CROWD.has(words.at(-1) ?? '') && !words.slice(-3).some((word) => LABELS.has(word))
}

/** `300+ sold`: nothing costs about so much; but `Price 1,500+` and `Boots 4,500+ only` are from there on. */
function isRough(tokens: Token[], at: number): boolean {
  const next = tokens[at + 2]
  const isOfNext = next !== undefined && next.kind !== 'end' && !AFTER_PRICE.has(next.key)
  return hasPlus(tokens, at) && isOfNext && !BEFORE_PRICE.has(tokens[at - 1]?.key ?? '')
}

function hasPlus(tokens: Token[], at: number): boolean {
  const [number, sign, next] = tokens.slice(at, at + 3)
  return sign?.key === '+' && sign.start === number?.end && next?.kind !== 'number' && next?.kind !== 'sum'
}

/** `Kanga 1500+`, `Kanga 2030`: a price, or a count or a year. */
export function isOpen(tokens: Token[], at: number): boolean {
  return hasPlus(tokens, at) || /^203[0-5]$/.test(tokens[at]?.text ?? '')
}

/** What the numbers beside it, or the words, make of one that nothing calls a price. */
export function isOfOther(tokens: Token[], at: number, value: number): boolean {
  return (value < LARGEST_OF_ROW && isOfSizes(tokens, at)) || isYear(tokens, at) || isModel(tokens, at)
}

/** "Levi's 501": behind whose it is a number of three digits names the thing. */
function isModel(tokens: Token[], at: number): boolean {
  return /^\p{Lu}[\p{L}]*'s$/u.test(tokens[at - 1]?.text ?? '') && /^\d{3}$/.test(tokens[at]?.text ?? '')
}

/** "2026 we still sell it", "harvest 2025": nothing costs as much as the year is. */
function isYear(tokens: Token[], at: number): boolean {
  const isFirst = (tokens[at - 1]?.kind ?? 'end') === 'end'
  return (isFirst ? /^20(?:1[5-9]|2\d|3[0-5])$/ : /^20(?:1[5-9]|2\d)$/).test(tokens[at]?.text ?? '')
}

/** `2,100m`, `2,200+`, `10,000 followers`: written as sums are, and none. */
export function isGroupedFigure(tokens: Token[], at: number): boolean {
  const [number, after] = tokens.slice(at, at + 2)
  const isMeasure = after?.start === number?.end && UNITS.has(after?.key ?? '')
  return isMeasure || isRough(tokens, at) || isOfCrowd(tokens, at)
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
  // "pack of 6", but "for the price of 600"
  if (last?.key === 'of') return !BEFORE_PRICE.has(before?.key ?? '')
  if (last?.key === 'for') return before?.sum != null && before.sum.currency !== null
  return COUNTED.has(last?.key ?? '') && before?.kind !== 'number'
}

const LARGEST_OF_ROW = 70
const LONGEST_ROW = 40
const JOINTS = wordsOf('joins sizes')

const isSmall = (token: Token | undefined) => token?.kind === 'number' && Number(token.text) < LARGEST_OF_ROW

/** `size 4`, `sizes 38, 39, 40 only`: the words before the row say what it is of. */
export function isSized(tokens: Token[], at: number): boolean {
  if (!isSmall(tokens[at])) return false
  let first = at - 1
  while (first > at - LONGEST_ROW && (isSmall(tokens[first]) || JOINTS.has(tokens[first]?.key ?? ''))) first--
  return SIZE.has(tokens[first]?.key ?? '')
}

/** `36-40 tu`, `6 7 8 only`: what stands behind the last of a row of small numbers does not make it a price. */
export function isOfRow(tokens: Token[], at: number): boolean {
  const isJoined = isSmall(tokens[JOINTS.has(tokens[at - 1]?.key ?? '') ? at - 2 : at - 1])
  return isJoined && isSmall(tokens[at]) && !BEFORE_PRICE.has(tokens[at - 1]?.key ?? '')
}

/** One of a row of small numbers: `36 37 38`, `52, 54, 56`, `S - 40`. */
function isOfSizes(tokens: Token[], at: number): boolean {
  const near = [tokens[at - 1], tokens[at - 2], tokens[at + 1], tokens[at + 2]]
  return near.some((token) => token?.kind === 'number' || LETTER_SIZES.includes(token?.text ?? ''))
}
