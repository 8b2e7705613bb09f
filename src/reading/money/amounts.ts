import type { Match } from '../match.ts'
import { numberWordAt } from '../numbers/number-words.ts'
import type { Token } from '../tokens.ts'
import { currencyAt, type MoneyHint, type Reading } from './currencies.ts'
import { markAt } from './marks.ts'
import { goOn, goOnInDigits, scaleWordAt } from './scale-words.ts'

/**
 * A number as a decimal string. `thousandths`: the same where a currency has three digits behind the point: "12.500".
 * `scaled`: "2.5k", "3 million", and words above a thousand.
 */
export type Amount = { decimal: string; thousandths: string; scaled: boolean; spelt: boolean }

const SCALES: Record<string, number> = { k: 3, m: 6, mn: 6, mln: 6, mio: 6, bn: 9, b: 9 }
/** Where sums are told in millions, `M` needs no currency. */
const IN_MILLIONS = new Set('KES UGX TZS RWF IDR VND KRW COP'.split(' '))
const MOST_DIGITS = 12
const THOUSAND = 3

/** The number at `at`, in digits or words; a null `value`: nobody can tell. `signed`: a currency stands before it. */
export function amountAt(reading: Reading, at: number, signed: boolean): Match<Amount | null> | null {
  const { tokens, hint } = reading
  const words = tokens[at]?.kind === 'word' ? numberWordAt(tokens, at) : null
  if (words) return wholeOf(goOnInDigits(reading, words) ?? words, true)
  const digits = digitsAt(reading, at, signed)
  const decimal = digits && readDecimal(digits.value, hint.decimal)
  if (!digits || decimal === null) return null
  const scale = scaleAt(reading, digits.next, signed)
  const whole = scale?.word ? goOn(reading, Number(decimal), scale.word) : null
  return whole ? wholeOf(whole, false) : scaledBy(digits, decimal, scale)
}

function scaledBy(digits: Match<string>, decimal: string, scale: Scale | null): Match<Amount> {
  const scaled = shift(decimal, scale?.value ?? 0)
  const thousandths = (!scale && readDecimal(digits.value, '.')) || scaled
  return {
    value: { decimal: scaled, thousandths, scaled: (scale?.value ?? 0) >= THOUSAND, spelt: false },
    next: scale?.next ?? digits.next,
  }
}

function wholeOf({ value, next }: Match<number | null>, spelt: boolean): Match<Amount | null> {
  const decimal = String(value)
  return { value: value === null ? null : { decimal, thousandths: decimal, scaled: value >= 1000, spelt }, next }
}

/** The power of ten behind a number; `word`: written as one. */
type Scale = Match<number> & { word: Match<number> | null }

/** `k`, `M`, "hundred", "million" behind a number. */
function scaleAt(reading: Reading, at: number, signed: boolean): Scale | null {
  const { tokens, whole, hint } = reading
  const suffix = tokens[at]
  const power = suffix?.kind === 'word' && suffix.glued ? SCALES[suffix.text] : undefined
  if (suffix && power !== undefined) {
    const isBig = whole.source[whole.from[suffix.start] ?? -1] === 'M' && IN_MILLIONS.has(hint.currency ?? '')
    const isSum = suffix.text === 'k' || signed || isBig || currencyAt(reading, at + 1) !== null
    return isSum ? { value: power, next: at + 1, word: null } : null
  }
  const word = scaleWordAt(tokens, at)
  return word && { value: String(word.value).length - 1, next: word.next, word }
}

/** The digits of one number: `1 234 567`, `1'299.00`, `.75`, `8OO`, `3 5 0 0`. */
function digitsAt(reading: Reading, at: number, signed: boolean): Match<string> | null {
  const [first, second] = [reading.tokens[at], reading.tokens[at + 1]]
  if (first?.text === '.') return fractionAt(reading, at)
  if (first?.kind !== 'number') return null
  const zeros = second?.kind === 'word' && second.glued && /^o+$/.test(second.text) ? second.text.length : 0
  if (zeros) return { value: first.text + '0'.repeat(zeros), next: at + 2 }
  const group = /^\d{1,3}$/.test(first.text) ? groupsAt(reading, at, signed) : null
  return group ?? { value: first.text, next: at + 1 }
}

/** ".75"; but that of "was 14 €.12 499 €" ends a sentence. */
function fractionAt(reading: Reading, at: number): Match<string> | null {
  const { tokens } = reading
  const [before, point, digits] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (digits?.kind !== 'number' || !digits.glued || !/^\d{1,2}$/.test(digits.text)) return null
  const isEnd = before?.kind === 'number' || (tokens[at - 2]?.kind === 'number' && currencyAt(reading, at - 1) !== null)
  return point?.glued && isEnd ? null : { value: `0.${digits.text}`, next: at + 2 }
}

/** Groups of three apart by one space or an apostrophe; digits typed apart, where it is surely a sum. */
function groupsAt(reading: Reading, at: number, signed: boolean): Match<string> | null {
  const { tokens } = reading
  const isApart = SINGLE.test(tokens[at]?.text ?? '') && isGroup(tokens, at + 1, SINGLE) !== null
  const groups = runOf(tokens, at + 1, isApart ? SINGLE : THREE)
  if (isMeasured(reading, groups.at(-1)?.next ?? at)) return null
  const next = groups.at(-1)?.next ?? at + 1
  const isSum = signed || currencyAt(reading, next) !== null || markAt(tokens, next) > next
  const value = [tokens[at], ...groups].map((group) => group?.text).join('')
  return isSum || (!isApart && groups.length > 1) ? { value, next } : null
}

/** "$45 500ml": what is written to a number is a unit of it, where it is no currency and no scale; never to cents. */
function isMeasured(reading: Reading, at: number): boolean {
  const { kind, glued, text = '' } = reading.tokens[at] ?? {}
  if (/[.,]\d\d$/.test(reading.tokens[at - 1]?.text ?? '')) return false
  return kind === 'word' && glued === true && !Object.hasOwn(SCALES, text) && currencyAt(reading, at) === null
}

function runOf(tokens: readonly Token[], at: number, shape: RegExp): { text: string; next: number }[] {
  const groups: { text: string; next: number }[] = []
  for (let group = isGroup(tokens, at, shape); group && groups.length < MOST_DIGITS; ) {
    groups.push(group)
    group = /[.,]/.test(group.text) ? null : isGroup(tokens, group.next, shape)
  }
  return groups
}

const SINGLE = /^\d$/
const THREE = /^\d{3}(?:[.,]\d{1,2})?$/

function isGroup(tokens: readonly Token[], at: number, shape: RegExp): { text: string; next: number } | null {
  const [before, first, second] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  const isQuote = first?.text === "'" && first.glued && second?.glued === true
  const group = isQuote ? second : first
  const gap = isQuote ? 1 : (first?.start ?? 0) - (before?.end ?? 0)
  if (group?.kind !== 'number' || gap !== 1 || !shape.test(group.text)) return null
  return { text: group.text, next: isQuote ? at + 2 : at + 1 }
}

/**
 * `1,234.50`, `1.234,50`, `1 234`, `1'234`, `1,00,000` -> `1234.50` ...; null for what is no number and for more digits
 * than money has. A lone mark before three digits groups them, unless `decimal` names it or a zero stands before it.
 */
export function readDecimal(text: string, decimal?: MoneyHint['decimal']): string | null {
  const bare = text.replace(/[ ']/g, '')
  const marks = [...bare].filter((char) => char === '.' || char === ',')
  const last = marks.at(-1)
  if (!/^\d[\d.,]*\d$|^\d$/.test(bare) || bare.length - marks.length > MOST_DIGITS) return null
  if (last === undefined) return trim(bare, '')
  const [fraction = ''] = bare.split(last).slice(-1)
  const isLone = marks.length === 1
  const isPoint = isLone
    ? fraction.length !== 3 || decimal === last || /^0/.test(bare)
    : marks.filter((mark) => mark === last).length === 1
  if (!isPoint) return /^\d{1,3}(?:[.,]\d{2,3})+$/.test(bare) ? trim(bare, '') : null
  return trim(bare.slice(0, -fraction.length - 1), fraction)
}

function trim(whole: string, fraction: string): string {
  const digits = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '')
  return fraction === '' ? digits : `${digits}.${fraction}`
}

/** Moves the point: 2.5 by 3 is 2500. */
export function shift(decimal: string, by: number): string {
  if (by === 0) return decimal
  const [whole = '', fraction = ''] = decimal.split('.')
  const digits = `${'0'.repeat(Math.max(0, -by))}${whole}${fraction.padEnd(Math.max(0, by), '0')}`
  const at = Math.max(0, -by) + whole.length + by
  return trim(digits.slice(0, at) || '0', digits.slice(at).replace(/0+$/, ''))
}
