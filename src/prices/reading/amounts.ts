import { minorUnits } from '#src/money.ts'
import { CURRENCY, readCurrency } from './currencies.ts'

/** An amount in a text. `start` and `end` take in its currency. */
export type Amount = { value: string; currency: string | null; start: number; end: number; text: string }

const SPACE = '[ \\u00a0\\u202f\\u2009]'
/** Groups of three behind spaces, or digits with marks between; `.75` begins with its point. */
const GROUPED = `\\d{1,3}(?:${SPACE}\\d{3})+(?!\\d)(?:[.,]\\d{1,3}(?!\\d))?`
const MARKED = `\\d+(?:[.,'’٫٬]${SPACE}?\\d+)*|[.,]\\d{1,2}(?!\\d)`
const NUMBER = new RegExp(`(?<![\\d.,])(?:${GROUPED}|${MARKED})(?:[.,][-–—]{1,2})?`, 'gu')
const BEFORE = new RegExp(`(${CURRENCY})${SPACE}{0,3}$`, 'iu')
const AFTER = new RegExp(`^${SPACE}{0,2}(${CURRENCY})`, 'iu')
const LONGEST_SIGN = 12
const EASTERN = /[٠-٩۰-۹０-９]/g

/** Every amount in a text, with the currency that stands beside it: `KSh 2,500`, `1 299 kr`, `CHF 1'299.00`. */
export function findAmounts(given: string, country: string): Amount[] {
  const text = westernDigits(given)
  const found: Amount[] = []
  for (const { index, 0: digits } of text.matchAll(NUMBER)) {
    const sign = signBeside(text, found.at(-1)?.end ?? 0, index, index + digits.length)
    const currency = sign && readCurrency(sign.sign, country)
    const value = readNumber(digits.replace(/[.,][-–—]+$/, ''), currency)
    const { start, end } = sign ?? { start: index, end: index + digits.length }
    if (value !== null) found.push({ value, currency, start, end, text: given.slice(start, end) })
  }
  return found
}

type Sign = { sign: string; start: number; end: number }

function signBeside(text: string, from: number, at: number, past: number): Sign | null {
  const before = signBefore(text, Math.max(from, at - LONGEST_SIGN), at)
  if (before) return { sign: before.sign, start: before.edge, end: past }
  const after = signAfter(text, past)
  return after && { sign: after.sign, start: at, end: after.edge }
}

type Edge = { sign: string; edge: number }

/** Letters right before a sign made of letters make it a word: `Tel` is no `l`, `offr` no `r`. */
function signBefore(text: string, from: number, at: number): Edge | null {
  const match = BEFORE.exec(text.slice(from, at))
  const sign = match?.[1]
  if (!match || !sign) return null
  const edge = from + match.index
  return /^\p{L}/u.test(sign) && /\p{L}/u.test(text[edge - 1] ?? '') ? null : { sign, edge }
}

function signAfter(text: string, past: number): Edge | null {
  const match = AFTER.exec(text.slice(past, past + LONGEST_SIGN))
  const sign = match?.[1]
  if (!match || !sign) return null
  const edge = past + match[0].length
  return /\p{L}$/u.test(sign) && /\p{L}/u.test(text[edge] ?? '') ? null : { sign, edge }
}

/**
 * The decimal string of a number as people write it: `1.234,56`, `1'299.00`, `1,49,999`, `45.000`. The last mark is
 * the decimal point unless three digits follow it; then only where the currency counts in thousandths. Null for more
 * than 12 digits.
 */
export function readNumber(written: string, currency: string | null): string | null {
  const text = written
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
  const marks = [...text.matchAll(/[.,]/g)]
  const last = marks.at(-1)
  if (text.replace(/\D/g, '').length > 12) return null
  if (!last) return trimZeros(text)
  if (last.index === 0) return `0.${text.slice(1)}`
  const decimals = text.length - last.index - 1
  const isAlone = marks.every(([mark], at) => at === marks.length - 1 || mark !== last[0])
  const isDecimal = isAlone && (decimals !== 3 || isThousandths(text, marks.length, currency))
  if (!isDecimal) return trimZeros(text.replace(/[.,]/g, ''))
  return trimZeros(`${text.slice(0, last.index).replace(/[.,]/g, '')}.${text.slice(last.index + 1)}`)
}

/** The decimal string of markup, which is dot-decimal by its standard; commas are read as people mean them. */
export function readMarkup(value: unknown, currency: string | null): string | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? decimal(value) : null
  if (typeof value !== 'string') return null
  const text = westernDigits(value.trim())
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(text)) return trimZeros(text)
  const [first] = findAmounts(text.slice(0, 80), '')
  return first ? (readNumber(first.value, currency) ?? first.value) : null
}

/** `1.5e3` is no price a person wrote; what JSON made of a plain one is. */
function decimal(value: number): string | null {
  const text = value.toFixed(6).replace(/\.?0+$/, '')
  return text.length > 16 ? null : text
}

/** As many digits after the point as the currency has: `18.5` is `18.50` in dollars and `18` yen stay `18`. */
export function withMinorUnits(value: string, currency: string | null): string {
  const digits = currency ? minorUnits(currency) : (value.split('.')[1]?.length ?? 0) > 0 ? 2 : 0
  const [whole = '0', fraction = ''] = value.split('.')
  if (fraction.length <= digits) return digits ? `${whole}.${fraction.padEnd(digits, '0')}` : whole
  const scaled =
    BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0')) + (Number(fraction[digits]) >= 5 ? 1n : 0n)
  const text = scaled.toString().padStart(digits + 1, '0')
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text
}

function westernDigits(text: string): string {
  return text.replace(EASTERN, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    return String(code >= 0xff10 ? code - 0xff10 : code >= 0x6f0 ? code - 0x6f0 : code - 0x660)
  })
}

function isThousandths(text: string, marks: number, currency: string | null): boolean {
  if (marks > 1)
    return /^\d{1,3}(?:([.,])\d{3})*(?!\1)[.,]\d{3}$/.test(text) && (currency ? minorUnits(currency) === 3 : false)
  return text.startsWith('0') || (currency !== null && minorUnits(currency) === 3)
}

function trimZeros(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const bare = whole.replace(/^0+(?=\d)/, '') || '0'
  return fraction === undefined ? bare : `${bare}.${fraction}`
}
