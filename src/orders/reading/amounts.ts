import { isPronoun, readArticle, withoutAnd } from './articles.ts'
import { ARTICLES, DOZEN_WORDS, HALF_WORDS, NUMBER_WORDS, PAIR_WORDS, PIECE_WORDS, VAGUE_WORDS } from './numbers.ts'
import type { Palette } from './palette.ts'
import { isDigit, spanOf, type Token } from './tokens.ts'
import { isTrap } from './traps.ts'

export type Amount = {
  kind: 'amount'
  /** null: it stands there but cannot be counted (a few, 1.5, 2-3). */
  value: number | null
  doubt: 'vague' | 'fraction' | 'negative' | 'pair' | null
  /** Which way it points: "2x" forwards, "x2" backwards. */
  points: 'on' | 'back' | null
  article: boolean
  pairs: boolean
  start: number
  end: number
}

export type Draft = { value: number | null; doubt: Amount['doubt']; next: number; article: boolean }

export function amountAt(tokens: Token[], i: number, palette: Palette): { atom: Amount; next: number } | null {
  const back = isBackSign(tokens, i)
  const first = back ? i + 1 : i
  const draft = readDraft(tokens, first, back, palette)
  if (!draft) return null
  const scaled = scale(tokens, draft)
  const on = pointsOn(tokens, scaled.next)
  const next = on ? scaled.next + 1 : scaled.next
  const { value, doubt, article, pairs } = scaled
  const points = back ? 'back' : on ? 'on' : null
  return { atom: { kind: 'amount', value, doubt, points, article, pairs, ...spanOf(tokens, i, next) }, next }
}

/** "x2", "x 2", "*2" after a word. */
function isBackSign(tokens: Token[], i: number): boolean {
  const v = tokens[i]?.v
  return (v === 'x' || v === '*') && isDigit(tokens[i + 1]) && !isDigit(tokens[i - 1])
}

/** "2x", "2 x", "2*" before a word. */
function pointsOn(tokens: Token[], next: number): boolean {
  const v = tokens[next]?.v
  return (v === 'x' || v === '*') && !isDigit(tokens[next + 1])
}

function readDraft(tokens: Token[], i: number, back: boolean, palette: Palette): Draft | null {
  const token = tokens[i]
  if (!token) return null
  if (token.kind === 'number') return readDigits(tokens, i, back)
  if (token.kind !== 'word') return null
  return readWords(tokens, i, palette)
}

function readDigits(tokens: Token[], i: number, back: boolean): Draft | null {
  const v = tokens[i]?.v ?? ''
  const plain = { article: false, next: i + 1 }
  if (v === '1' && tokens[i + 1]?.v === '/' && tokens[i + 2]?.v === '2') return readHalf(tokens, i + 2)
  if ((isTrap(tokens, i) && !back) || isListMark(tokens, i)) return null
  if (/^\d{1,3}(?:,\d{3})+$/.test(v)) return { value: Number(v.replaceAll(',', '')), doubt: null, ...plain }
  if (/[.,]/.test(v)) return { value: null, doubt: 'fraction', ...plain }
  if (isHedged(tokens, i)) return { value: null, doubt: 'vague', ...plain }
  if (isRange(tokens, i)) return { value: null, doubt: 'vague', ...plain, next: i + 3 }
  if (isMinus(tokens, i)) return { value: null, doubt: 'negative', ...plain }
  return { value: Number(v), doubt: null, ...plain }
}

/** "1) black 2) red": the numbers count the lines. */
function isListMark(tokens: Token[], i: number): boolean {
  const close = tokens[i + 1]
  return close?.v === ')' && close.glued && tokens[i - 1]?.v !== '(' && isNumberedList(tokens.slice(0, 60))
}

function isNumberedList(tokens: Token[]): boolean {
  const marks = tokens.filter(
    (token, i) => token.kind === 'number' && tokens[i + 1]?.v === ')' && tokens[i - 1]?.v !== '(',
  )
  return marks.every((mark, n) => mark.v === String(n + 1))
}

function readHalf(tokens: Token[], i: number): Draft | null {
  const skip = tokens[i + 1]?.v === 'a' ? i + 2 : i + 1
  if (!DOZEN_WORDS.has(tokens[skip]?.v ?? '')) return { value: null, doubt: 'fraction', article: false, next: i + 1 }
  return { value: 6, doubt: null, article: false, next: skip + 1 }
}

/** "around 5", "at least 2". */
function isHedged(tokens: Token[], i: number): boolean {
  const [before = '', first = ''] = [tokens[i - 1]?.v, tokens[i - 2]?.v]
  return (
    ABOUT.test(before) || (/^(?:least|menos|moins|up|most)$/.test(before === 'to' ? first : before) && before !== 'up')
  )
}

const ABOUT =
  /^(?:around|about|approx|approximately|roughly|circa|ca|environ|ungefahr|etwa|mindestens|minimum|min|angalau|takriban|perhaps|maybe|cerca|etre|talvez|vielleicht|labda|quizas?|forse)$/

/** 2-3, "2 or 3", "2 to 3". */
function isRange(tokens: Token[], i: number): boolean {
  const joint = tokens[i + 1]
  if (!joint || !isDigit(tokens[i + 2])) return false
  if (joint.v === '-') return joint.glued && (tokens[i + 2]?.glued ?? false)
  return /^(?:or|to|o|ou|oder|ama|au)$/.test(joint.v)
}

/** "-1 black": a minus, unless a colour stands before it ("black -1"). */
function isMinus(tokens: Token[], i: number): boolean {
  const sign = tokens[i - 1]
  if (sign?.v !== '-' || !tokens[i]?.glued || sign.glued) return false
  return tokens[i - 2]?.kind !== 'word'
}

function readWords(tokens: Token[], i: number, palette: Palette): Draft | null {
  const v = tokens[i]?.v ?? ''
  if (HALF_WORDS.has(v)) return readHalves(tokens, i, palette)
  const vague = readVague(tokens, i)
  if (vague) return vague
  if (DOZEN_WORDS.has(v) || PAIR_WORDS.has(v)) return { value: 1, doubt: null, article: false, next: i }
  if (ARTICLES.has(v) && v !== 'uno') return readArticle(tokens, i, palette)
  return readNumberWord(tokens, i, v)
}

/** "half a dozen" is six; "half black" cannot be counted. */
function readHalves(tokens: Token[], i: number, palette: Palette): Draft | null {
  const half = readHalf(tokens, i)
  if (half?.value === 6) return half
  if (!palette.find(tokens, i + 1, false)) return null
  return { value: null, doubt: 'vague', article: false, next: i + 1 }
}

/** "some", "a few", "unos cuantos". */
function readVague(tokens: Token[], i: number): Draft | null {
  const v = tokens[i]?.v ?? ''
  const after = tokens[i + 1]?.v ?? ''
  const article = ARTICLES.has(v) || v === 'the'
  if (article && VAGUE_WORDS.has(after) && after !== 'max') return vagueAt(after, i + 2)
  if (!VAGUE_WORDS.has(v)) return null
  return vagueAt(v, /^cuant[oa]s$/.test(after) ? i + 2 : i + 1)
}

function vagueAt(word: string, next: number): Draft {
  const couple = word === 'couple'
  return { value: couple ? 2 : null, doubt: couple ? null : 'vague', article: false, next }
}

/** "two or three". */
function isWordRange(tokens: Token[], i: number): boolean {
  const far = tokens[i + 2]
  const other = NUMBER_WORDS.get(far?.v ?? '') ?? (isDigit(far) ? 2 : 0)
  return other > 1 && /^(?:or|to|o|ou|oder|ama|au)$/.test(tokens[i + 1]?.v ?? '')
}

function readNumberWord(tokens: Token[], i: number, v: string): Draft | null {
  const value = NUMBER_WORDS.get(v) ?? NUMBER_WORDS.get(withoutAnd(v))
  if (value === undefined || isPronoun(tokens, i)) return null
  const ones = tokens[i + 1]?.v === '-' ? i + 2 : i + 1
  const unit = value >= 20 && value < 100 ? (NUMBER_WORDS.get(tokens[ones]?.v ?? '') ?? 0) : 0
  const joined = unit > 0 && unit < 10
  if (value > 0 && isWordRange(tokens, i)) return { doubt: 'vague', article: false, value: null, next: i + 3 }
  const plain = { doubt: null, article: false }
  return joined ? { ...plain, value: value + unit, next: ones + 1 } : { ...plain, value, next: i + 1 }
}

/** "2 dozen", "2 pairs", "2 pcs". */
function scale(tokens: Token[], draft: Draft): Draft & { pairs: boolean } {
  const unit = tokens[draft.next]?.v ?? ''
  if (DOZEN_WORDS.has(unit)) {
    const value = draft.value === null ? null : draft.value * 12
    return { ...draft, value, article: false, next: draft.next + 1, pairs: false }
  }
  if (PAIR_WORDS.has(unit)) return { ...draft, article: false, next: draft.next + 1, pairs: true }
  if (PIECE_WORDS.has(unit)) return { ...draft, next: draft.next + 1, pairs: false }
  return { ...draft, pairs: false }
}
