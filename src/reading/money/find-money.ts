import { minorUnits } from '#src/money.ts'
import { loadLexicon } from '../lexicon.ts'
import type { Match } from '../match.ts'
import { numberAt } from '../numbers/number-words.ts'
import { normalise } from '../text.ts'
import { type Token, tokenise } from '../tokens.ts'
import { type Amount, amountAt, shift } from './amounts.ts'
import { type Coin, codeOf, currencyAt, type MoneyHint, type Reading } from './currencies.ts'
import { markAt } from './marks.ts'

/** A sum of money, or a number that may be one; `start..end` of the text, its currency taken in. */
export type Money = {
  /** Decimal string, dot before the fraction, no groups: `2500`, `1299.99`. */
  amount: string
  /** ISO 4217; null where nothing beside the number names one. */
  currency: string | null
  /** How sure the number is a sum: a currency beside it, a mark (`/=`, `2.5k`), or nothing. */
  by: 'currency' | 'mark' | 'nothing'
  /** Written in words. */
  spelt: boolean
  start: number
  end: number
  /** As it was written. */
  piece: string
  /** What the words before it make of it: "was", "now", "save", "from"; null where they say nothing. */
  role: 'was' | 'now' | 'save' | 'from' | null
}

const roles = loadLexicon('price-roles')

/**
 * Every sum of money in a text, in the order written: `KSh 2,500/=`, `$12.50`, `2.5k`, `12 euros`, `elfu mbili`, with
 * "was" and "now" told apart. A bare number is returned too (`by: 'nothing'`): whether it is a price is its reader's.
 */
export function findMoney(text: string, hint: MoneyHint = {}): Money[] {
  const whole = normalise(text)
  const tokens = tokenise(whole.text)
  const found: Money[] = []
  for (let at = 0; at < tokens.length; ) {
    const match = moneyAt({ tokens, whole, hint }, at)
    const [first, last] = [tokens[at], tokens[(match?.next ?? at) - 1]]
    if (match?.value && first && last) {
      const [start, end] = [whole.from[first.start] ?? 0, whole.from[last.end] ?? text.length]
      const piece = text.slice(start, end).trim()
      found.push({ ...match.value, start, end: start + piece.length, piece, role: roleBefore(tokens, at) })
    }
    at = match?.next ?? at + 1
  }
  return found
}

type Sum = Pick<Money, 'amount' | 'currency' | 'by' | 'spelt'>

/**
 * A currency, a number, what multiplies it, a mark of money, a currency: the number is all that must be there. One that
 * nobody can tell is passed over whole.
 */
function moneyAt(reading: Reading, at: number): Match<Sum | null> | null {
  const sign = signBefore(reading, at)
  const amount = amountAt(reading, sign?.next ?? at, sign !== null)
  if (!amount?.value) return amount && { value: null, next: amount.next }
  const marked = markAt(reading.tokens, amount.next)
  // "8 995:-": the mark itself may be a currency's.
  const after = signAfter(reading, marked, sign !== null) ?? signAfter(reading, amount.next, sign !== null)
  // "$180 MXN": the code says which dollars. "$5 €6" are two sums.
  const isSame = !sign || after?.value.codes.some((code) => sign.value.codes.includes(code))
  const fraction = sign ? null : fractionAfter(reading, after, amount.value)
  if (fraction) return fraction
  const coins = [sign, isSame ? after : null].flatMap((match) => match?.value ?? [])
  const [coin = null] = coins.sort((a, b) => a.codes.length - b.codes.length)
  const sum = priced(amount.value, coin, reading.hint, marked > amount.next)
  return cents(reading, { value: sum, next: isSame ? (after?.next ?? marked) : marked })
}

/** "ksh.1.200", "UGX: 135000", "R$.250": a point may stand between them; that of "$.75" is the number's. */
function signBefore(reading: Reading, at: number): Match<Coin> | null {
  const sign = currencyAt(reading, at)
  const isHome = sign?.value.codes[0] === reading.hint.currency
  if (!sign || (sign.value.after && !sign.value.before && !isHome)) return null
  const [last, mark, number] = reading.tokens.slice(sign.next - 1, sign.next + 2)
  const isFraction = number?.glued === true && /^\d{1,2}$/.test(number.text)
  const isJoint = mark?.text === ':' || (mark?.text === '.' && (/^\p{L}/u.test(last?.text ?? '') || !isFraction))
  return isJoint && sign.value.before && number?.kind === 'number' ? { ...sign, next: sign.next + 1 } : sign
}

/** "45 KSh 3500": a sign that stands before numbers is the next one's, but for "45KSh 3500" and "45 $ 30 $". */
function signAfter(reading: Reading, at: number, isSigned: boolean): Match<Coin> | null {
  const sign = currencyAt(reading, at)
  const isJoint = sign !== null && /^[.:]$/.test(reading.tokens[sign.next]?.text ?? '')
  const [own, next] = sign ? [reading.tokens[at], reading.tokens[isJoint ? sign.next + 1 : sign.next]] : []
  if (!sign || next?.kind !== 'number' || (own?.glued && !next.glued && !isSigned)) return sign
  const isOwn = !sign.value.before || (!next.glued && currencyAt(reading, sign.next + 1))
  return isOwn && !isSigned ? sign : null
}

/** "149€90": the sign may stand for the point. */
function fractionAfter({ tokens, hint }: Reading, sign: Match<Coin> | null, { decimal }: Amount): Match<Sum> | null {
  const [mark, digits] = sign ? [tokens[sign.next - 1], tokens[sign.next]] : []
  const isGlued = mark?.glued && digits?.glued && digits.kind === 'number' && /^\d\d$/.test(digits.text)
  if (!sign || !isGlued || decimal.includes('.') || sign.value.before) return null
  const amount = `${decimal}.${digits.text}`
  return { value: { amount, currency: codeOf(sign.value, hint), by: 'currency', spelt: false }, next: sign.next + 1 }
}

function priced(amount: Amount, coin: Coin | null, hint: MoneyHint, isMarked: boolean): Sum {
  const { decimal, thousandths, scaled, spelt } = amount
  if (!coin) return { amount: decimal, currency: null, by: scaled || isMarked ? 'mark' : 'nothing', spelt }
  if (coin.codes[0] === 'cent') {
    return { amount: shift(decimal, -2), currency: hint.currency ?? 'USD', by: 'currency', spelt }
  }
  const currency = codeOf(coin, hint)
  return { amount: minorUnits(currency) === 3 ? thousandths : decimal, currency, by: 'currency', spelt }
}

/** "3 dollars 50 cents", "15 euros and 20 cents". */
function cents(reading: Reading, sum: Match<Sum>): Match<Sum> {
  const { tokens } = reading
  if (sum.value.by !== 'currency' || sum.value.amount.includes('.')) return sum
  const joined = /^(?:and|y|e|et|und|con|com|na)$/.test(tokens[sum.next]?.text ?? '') ? sum.next + 1 : sum.next
  const count = tokens[joined]?.kind === 'number' || tokens[joined]?.kind === 'word' ? numberAt(tokens, joined) : null
  const unit = count && count.value < 100 ? currencyAt(reading, count.next) : null
  if (!count || unit?.value.codes[0] !== 'cent') return sum
  const amount = `${sum.value.amount}.${String(count.value).padStart(2, '0')}`
  return { value: { ...sum.value, amount }, next: unit.next }
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
