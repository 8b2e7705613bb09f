import type { Match } from '../match.ts'
import { numberWordAt } from '../numbers/number-words.ts'
import type { Token } from '../tokens.ts'
import { currencyAt, type Reading } from './currencies.ts'
import { markAt } from './marks.ts'

const JOINT = /^(?:and|y|e|et|und|na)$/
/** Behind a number of things: "12 for 9000". */
const BUYS = /^(?:for|kwa|at|@|x|à|für|pour|por|para)$/
/** So few are rather counted: "8 hundred, 2 pieces". */
const FEW = 10
const PLAIN = /^[1-9]\d{0,8}$/

/** "hundred", "million": the power of ten as a number, whether it ends the number or goes on: "hundred and fifty". */
export function scaleWordAt(tokens: readonly Token[], at: number): Match<number> | null {
  const whole = numberWordAt(tokens, at)
  if (!whole || isPower(whole.value)) return whole
  const alone = numberWordAt(tokens.slice(at, at + 1), 0)
  const rest = numberWordAt(tokens, joinedAt(tokens, at + 1))
  // Bantu multiplies: of "elfu mbili" the second is no rest of a thousand.
  const isRest = rest?.next === whole.next && (alone?.value ?? 0) + rest.value === whole.value
  return alone && isPower(alone.value) && isRest ? { value: alone.value, next: at + 1 } : null
}

/**
 * The whole of a number that goes on behind its scale: "3 hundred and fifty bob", "8 hundred na 50", "2 thousand 5
 * hundred". Where more follows than a currency or an end, the rest may count something else: null, nobody can tell.
 */
export function goOn(reading: Reading, many: number, scale: Match<number>): Match<number | null> | null {
  const rest = restAt(reading, joinedAt(reading.tokens, scale.next))
  if (!rest || isCounted(reading, rest)) return null
  const isWhole = rest.value !== null && rest.value < scale.value && Number.isInteger(many)
  const value = isWhole && isEnd(reading, rest.next) ? many * scale.value + Number(rest.value) : null
  return { value, next: rest.next }
}

/** "eight hundred and 50": digits behind words. */
export function goOnInDigits(reading: Reading, words: Match<number>): Match<number> | null {
  const [, zeros = ''] = /(0{2,})$/.exec(String(words.value)) ?? []
  const isJoined = joinedAt(reading.tokens, words.next) > words.next
  const scale = { value: 10 ** zeros.length, next: words.next }
  const whole = isJoined && zeros !== '' ? goOn(reading, words.value / scale.value, scale) : null
  return whole && whole.value !== null ? { value: whole.value, next: whole.next } : null
}

/** A measure beside its number is no rest: "8 hundred 50ml". */
function restAt(reading: Reading, at: number): Match<number | null> | null {
  const { tokens } = reading
  const [digits, behind] = [tokens[at], tokens[at + 1]]
  if (digits?.kind !== 'number') return numberWordAt(tokens, at)
  if (behind?.kind === 'word' && behind.glued) return null
  const many = PLAIN.test(digits.text) ? Number(digits.text) : null
  const scale = scaleWordAt(tokens, at + 1)
  if (!scale || many === null) return { value: many, next: at + 1 }
  return goOn(reading, many, scale) ?? { value: many * scale.value, next: scale.next }
}

/** "8 hundred 2 for 15 hundred", "8 hundred 3 pieces": a number of its own. */
function isCounted(reading: Reading, { value, next }: Match<number | null>): boolean {
  const { kind, text = '' } = reading.tokens[next] ?? {}
  return BUYS.test(text) || (kind === 'word' && value !== null && value < FEW && !isEnd(reading, next))
}

function joinedAt(tokens: readonly Token[], at: number): number {
  return JOINT.test(tokens[at]?.text ?? '') ? at + 1 : at
}

function isPower(value: number): boolean {
  return /^100+$/.test(String(value))
}

function isEnd(reading: Reading, at: number): boolean {
  const token = reading.tokens[at]
  const isStop = !token || token.kind === 'line' || token.kind === 'emoji' || /^[.,;!?)]$/.test(token.text)
  return isStop || currencyAt(reading, at) !== null || markAt(reading.tokens, at) > at
}
