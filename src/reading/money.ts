import { minorUnits } from '#src/money.ts'
import { loadLexicon } from './lexicon.ts'
import type { Match } from './match.ts'
import { numberAt, numberWordAt } from './numbers.ts'
import { normalise, pieceOf } from './text.ts'
import { type Token, tokenise } from './tokens.ts'

/** A sum of money, or a number that may be one; `start..end` of the folded text, `piece` as it was written. */
export type Money = {
  /** Decimal string, dot before the fraction, no groups: `2500`, `1299.99`. */
  amount: string
  /** ISO 4217; null where nothing beside the number names one. */
  currency: string | null
  /** How sure the number is a sum: a currency beside it, a mark (`/=`, `2.5k`), or nothing. */
  by: 'currency' | 'mark' | 'nothing'
  start: number
  end: number
  piece: string
  /** What the words before it make of it: "was", "now", "save", "from"; null where they say nothing. */
  role: 'was' | 'now' | 'save' | 'from' | null
}

/** `currency`: what an ambiguous sign means here ("$", "sh"). `decimal`: the mark before a fraction, where known. */
export type MoneyHint = { currency?: string | null; decimal?: '.' | ',' }

const currencies = loadLexicon('currencies')
const roles = loadLexicon('price-roles')
const SCALES: Record<string, number> = { k: 3, m: 6, mn: 6, mln: 6, mio: 6, bn: 9, b: 9 }

/**
 * Every sum of money in a text, in the order written: `KSh 2,500/=`, `$12.50`, `2.5k`, `12 euros`, `elfu mbili`, with
 * "was" and "now" told apart. A bare number is returned too (`by: 'nothing'`): whether it is a price is its reader's.
 */
export function findMoney(text: string, hint: MoneyHint = {}): Money[] {
  const whole = normalise(text)
  const tokens = tokenise(whole.text)
  const found: Money[] = []
  for (let at = 0; at < tokens.length; ) {
    const match = moneyAt(tokens, at, hint)
    const [first, last] = [tokens[at], tokens[(match?.next ?? at) - 1]]
    if (match && first && last) {
      const place = { start: first.start, end: last.end, piece: pieceOf(whole, first.start, last.end) }
      found.push({ ...match.value, ...place, role: roleBefore(tokens, at) })
    }
    at = match?.next ?? at + 1
  }
  return found
}

/** `1234.56` in minor units of the currency; null when it has more digits than the currency. */
export function toMinor(amount: string, currency: string): bigint | null {
  const [whole = '0', fraction = ''] = amount.split('.')
  const digits = minorUnits(currency)
  const bare = fraction.replace(/0+$/, '')
  return bare.length > digits ? null : BigInt(whole + bare.padEnd(digits, '0'))
}

type Sum = Pick<Money, 'amount' | 'currency' | 'by'>

/** A currency, a number, what multiplies it, a mark of money, a currency: the number is all that must be there. */
function moneyAt(tokens: readonly Token[], at: number, hint: MoneyHint): Match<Sum> | null {
  const before = currencies.at(tokens, at)
  const sign = before && !NEVER_BEFORE.has(before.value.word) ? before : null
  const amount = amountAt(tokens, sign?.next ?? at, hint, sign !== null)
  if (!amount) return null
  const marked = markAt(tokens, amount.next)
  const after = currencyAfter(tokens, marked)
  // "$180 MXN": the code says which dollars. "$5 €6" are two sums.
  const second = after && (!sign || sign.value.meaning.split(' ').includes(after.value.meaning)) ? after : null
  const meaning = (second ?? sign)?.value.meaning ?? null
  const isMarked = amount.value.scaled || marked > amount.next
  const sum = priced(amount.value.decimal, meaning, hint, isMarked)
  return cents(tokens, { value: sum, next: second?.next ?? marked })
}

/** What stands after a number, never before the next. */
const NEVER_BEFORE = new Set('cent cents penny pence ¢ fr fr. bob quid bucks dollars euros shillings'.split(' '))

function priced(decimal: string, meaning: string | null, hint: MoneyHint, isMarked: boolean): Sum {
  if (meaning === null) return { amount: decimal, currency: null, by: isMarked ? 'mark' : 'nothing' }
  if (meaning === 'cent') return { amount: shift(decimal, -2), currency: hint.currency ?? 'USD', by: 'currency' }
  return { amount: decimal, currency: choose(meaning, hint), by: 'currency' }
}

/** "3 dollars 50 cents", "15 euros and 20 cents". */
function cents(tokens: readonly Token[], sum: Match<Sum>): Match<Sum> {
  if (sum.value.by !== 'currency' || sum.value.amount.includes('.')) return sum
  const joined = /^(?:and|y|e|et|und|con|com|na)$/.test(tokens[sum.next]?.text ?? '') ? sum.next + 1 : sum.next
  const count = tokens[joined]?.kind === 'number' || tokens[joined]?.kind === 'word' ? numberAt(tokens, joined) : null
  const unit = count && count.value < 100 ? currencies.at(tokens, count.next) : null
  if (!count || unit?.value.meaning !== 'cent') return sum
  return {
    value: { ...sum.value, amount: `${sum.value.amount}.${String(count.value).padStart(2, '0')}` },
    next: unit.next,
  }
}

function choose(codes: string, { currency }: MoneyHint): string {
  const all = codes.split(' ')
  return currency && all.includes(currency) ? currency : (all[0] ?? codes)
}

/** A currency after the number; letters glued to it must end there: "5kg" is no sum. */
function currencyAfter(tokens: readonly Token[], at: number) {
  return tokens[at]?.kind === 'line' ? null : currencies.at(tokens, at)
}

/** `/=`, `/-`, `,-`, `.-`: written after whole sums. */
function markAt(tokens: readonly Token[], at: number): number {
  const [first, second] = [tokens[at], tokens[at + 1]]
  if (!first?.glued || !second?.glued || !['/', ',', '.', ':'].includes(first.text)) return at
  return ['=', '-'].includes(second.text) ? at + 2 : at
}

type Amount = { decimal: string; scaled: boolean }

function amountAt(tokens: readonly Token[], at: number, hint: MoneyHint, signed: boolean): Match<Amount> | null {
  const token = tokens[at]
  if (token?.kind !== 'number') {
    const words = numberWordAt(tokens, at)
    return words && { value: { decimal: String(words.value), scaled: words.value >= 1000 }, next: words.next }
  }
  const groups = groupsAt(tokens, at, signed)
  const decimal = readDecimal(groups.value, hint.decimal)
  if (decimal === null) return null
  const suffix = tokens[groups.next]
  const power = suffix?.kind === 'word' && suffix.glued ? SCALES[suffix.text] : undefined
  if (power !== undefined) return { value: { decimal: shift(decimal, power), scaled: true }, next: groups.next + 1 }
  const scale = numberWordAt(tokens, groups.next)
  const zeros = scale && scale.value >= 1000 && /^10+$/.test(String(scale.value)) ? String(scale.value).length - 1 : 0
  if (scale && zeros) return { value: { decimal: shift(decimal, zeros), scaled: true }, next: scale.next }
  return { value: { decimal, scaled: false }, next: groups.next }
}

/** `1 234 567`: groups of three apart by one space, where the first number is no more than three digits. */
function groupsAt(tokens: readonly Token[], at: number, signed: boolean): Match<string> {
  let text = tokens[at]?.text ?? ''
  let next = at + 1
  if (!/^\d{1,3}$/.test(text)) return { value: text, next }
  for (let token = tokens[next]; token && isGroup(token, tokens[next - 1]); token = tokens[next]) {
    text += ` ${token.text}`
    next += 1
    if (/[.,]/.test(token.text)) break
  }
  const isSum = signed || currencyAfter(tokens, next) !== null || next - at > 2
  return isSum ? { value: text, next } : { value: tokens[at]?.text ?? '', next: at + 1 }
}

function isGroup({ kind, text, start }: Token, before: Token | undefined): boolean {
  return kind === 'number' && /^\d{3}(?:[.,]\d{1,2})?$/.test(text) && before !== undefined && start - before.end === 1
}

/**
 * `1,234.50`, `1.234,50`, `1 234`, `1'234`, `1,00,000` -> `1234.50` ...; null for what is no number. A lone mark before
 * three digits groups them, unless `decimal` names it or a zero stands before it.
 */
export function readDecimal(text: string, decimal?: '.' | ','): string | null {
  const bare = text.replace(/[ ']/g, '')
  const marks = [...bare].filter((char) => char === '.' || char === ',')
  const last = marks.at(-1)
  if (!/^\d[\d.,]*\d$|^\d$/.test(bare)) return null
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
function shift(decimal: string, by: number): string {
  const [whole = '', fraction = ''] = decimal.split('.')
  const digits = `${'0'.repeat(Math.max(0, -by))}${whole}${fraction.padEnd(Math.max(0, by), '0')}`
  const at = Math.max(0, -by) + whole.length + by
  return trim(digits.slice(0, at) || '0', digits.slice(at).replace(/0+$/, ''))
}

const MOST_WORDS_BEFORE = 3

/** The nearest word of price within three words before, on the same line. */
function roleBefore(tokens: readonly Token[], at: number): Money['role'] {
  for (let back = at - 1; back >= 0 && back >= at - MOST_WORDS_BEFORE; back--) {
    if (tokens[back]?.kind === 'line' || tokens[back]?.kind === 'number') return null
    const role = roles.at(tokens, back)
    if (role && role.next <= at) return role.value.meaning as Money['role']
  }
  return null
}
