import { type Entry, loadLexicon } from '../lexicon.ts'
import type { Match } from '../match.ts'
import type { Token } from '../tokens.ts'
import { composeBantu, digitsOf, isBantu } from './bantu.ts'
import { floorOf, type Part } from './parts.ts'

const words = loadLexicon('numbers')

/** Between the parts of a number: "one hundred and one", "treinta y uno", "ishirini na tatu". */
const JOINERS: Record<string, string> = {
  and: 'en',
  y: 'es',
  e: 'pt it',
  et: 'fr',
  und: 'de',
  na: 'sw lg',
  mu: 'lg',
  en: 'nl',
}
const ARTICLES = new Set(['a', 'an'])
const HALVES = new Set(['half', 'nusu', 'media', 'medio', 'meia', 'meio', 'demi', 'demie', 'halbes', 'halbe'])
const MOST_PARTS = 24

/**
 * The number written in words at `at`, compounds included: "two hundred and five", "ciento veinte",
 * "quatre-vingt-dix", "einundzwanzig", "elfu mbili mia tano", "half a dozen". Null where none stands.
 */
export function numberWordAt(tokens: readonly Token[], at: number): Match<number> | null {
  const half = HALVES.has(tokens[at]?.text ?? '') ? halfAt(tokens, at) : null
  if (half) return half
  const parts = partsAt(tokens, at)
  const [first] = parts
  if (!first) return null
  const whole = isBantu(first) ? composeBantu(parts) : compose(parts)
  return whole && withHalf(tokens, parts, whole)
}

/** A plain whole number in digits, without leading zeros ("2 dozen" too), or one in words. */
export function numberAt(tokens: readonly Token[], at: number): Match<number> | null {
  const token = tokens[at]
  if (token?.kind !== 'number') return numberWordAt(tokens, at)
  if (!/^(?:0|[1-9]\d{0,8})$/.test(token.text)) return null
  const dozen = words.at(tokens, at + 1)
  if (dozen?.value.meaning === 'x12') return { value: Number(token.text) * 12, next: dozen.next }
  return { value: Number(token.text), next: at + 1 }
}

/** "half a dozen", "media docena", "nusu dazeni", "half a million". */
function halfAt(tokens: readonly Token[], at: number): Match<number> | null {
  const of = ARTICLES.has(tokens[at + 1]?.text ?? '') || tokens[at + 1]?.text === 'of' ? at + 2 : at + 1
  const scale = words.at(tokens, of)
  const part = scale && partOf(scale.value)
  return scale && part?.scale ? { value: part.value / 2, next: scale.next } : null
}

/**
 * "two and a half thousand": of the scale behind; "soo tatu na nusu": of the one before, where it is the only one. Any
 * other half leaves the number unsure, and one that is unsure is none.
 */
function withHalf(tokens: readonly Token[], parts: Part[], whole: Match<number>): Match<number> | null {
  const half = JOINERS[tokens[whole.next]?.text ?? ''] ? whole.next + 1 : Number.POSITIVE_INFINITY
  const at = ARTICLES.has(tokens[half]?.text ?? '') ? half + 1 : half
  if (!HALVES.has(tokens[at]?.text ?? '')) return whole
  const [first, ...more] = parts.filter(({ next }) => next <= whole.next)
  if (first && isBantu(first) && first.scale && more.every(({ scale }) => !scale))
    return { value: whole.value + first.value / 2, next: at + 1 }
  const scale = words.at(tokens, at + 1)
  const part = scale && partOf(scale.value)
  return scale && part?.scale ? { value: whole.value * part.value + part.value / 2, next: scale.next } : null
}

/** The run of number words from `at`; joiners and hyphens count only between two of them. */
function partsAt(tokens: readonly Token[], at: number): Part[] {
  const isArticle = ARTICLES.has(tokens[at]?.text ?? '')
  const parts: Part[] = []
  for (let next = isArticle ? at + 1 : at; parts.length < MOST_PARTS; ) {
    const found = nextPart(tokens, next, parts.at(-1))
    if (!found) break
    parts.push(...found)
    next = found.at(-1)?.next ?? next
  }
  return isArticle && !parts[0]?.scale ? [] : parts
}

function nextPart(tokens: readonly Token[], at: number, last: Part | undefined): Part[] | null {
  if (last && isJoiner(tokens[at])) return partAt(tokens, at + 1, at)
  return digitsOf(tokens, at, last) ?? partAt(tokens, at)
}

function partAt(tokens: readonly Token[], at: number, joiner?: number): Part[] | null {
  const token = tokens[at]
  if (token?.kind !== 'word') return null
  const entry = words.at(tokens, at)
  const behindAnd = entry ? null : words.get(/^n'(.+)$/.exec(token.text)?.[1] ?? '')
  // Luganda's "na" before a vowel: "emitwalo esatu n'enkumi ttaano".
  if (behindAnd && /\blg\b/.test(behindAnd.languages)) return [{ ...partOf(behindAnd), joined: true, next: at + 1 }]
  if (!entry) return splitGlued(token.text)?.map((part) => ({ ...part, next: at + 1 })) ?? null
  const languages = JOINERS[tokens[joiner ?? -1]?.text ?? '']?.split(' ') ?? []
  const joined = languages.some((language) => entry.value.languages.includes(language))
  return [{ ...partOf(entry.value), joined, next: entry.next }]
}

function isJoiner(token: Token | undefined): boolean {
  return token !== undefined && (token.text === '-' || JOINERS[token.text] !== undefined)
}

/** `x12`: a dozen, which multiplies as hundreds and thousands do. */
function partOf({ meaning, languages }: Entry): Omit<Part, 'joined' | 'next'> {
  const value = Number(meaning.replace('x', ''))
  return { value, scale: meaning.startsWith('x') || value === 100 || value >= 1000, languages }
}

/** "einundzwanzig", "zweihundertfuenf", "quarantadue": one word of several; null for any other. */
function splitGlued(word: string): Omit<Part, 'next'>[] | null {
  if (word.length < 6 || word.length > 60) return null
  const parts: Omit<Part, 'next'>[] = []
  for (let rest = word, joined = false; rest !== ''; ) {
    if (parts.length > 0 && /^und./.test(rest) && !joined) {
      joined = true
      rest = rest.slice(3)
      continue
    }
    const [entry, length] = longestStart(rest)
    if (!entry) return null
    parts.push({ ...partOf(entry), joined })
    joined = false
    rest = rest.slice(length)
  }
  return parts.length > 1 ? parts : null
}

/** Italian tens lose their vowel before one and eight: "ventuno". */
function longestStart(rest: string): [Entry | null, number] {
  for (let length = Math.min(rest.length, 12); length > 2; length--) {
    const start = rest.slice(0, length)
    const entry = words.get(start) ?? (/^(?:uno|otto)/.test(rest.slice(length)) ? elided(start) : null)
    if (entry && /\b(?:de|it|nl)\b/.test(entry.languages)) return [entry, length]
  }
  return [null, 0]
}

function elided(start: string): Entry | null {
  const entry = words.get(`${start}a`) ?? words.get(`${start}i`)
  return entry && Number(entry.meaning) >= 20 && Number(entry.meaning) < 100 ? entry : null
}

type Sum = { group: number; floor: number; sums: { value: number; scale: number }[] }

/** Adds up as long as each part may follow the one before; the number ends where one may not. */
function compose(parts: Part[]): Match<number> | null {
  const sum: Sum = { group: 0, floor: Number.POSITIVE_INFINITY, sums: [] }
  let languages = parts[0]?.languages ?? ''
  let next: number | null = null
  for (const [i, part] of parts.entries()) {
    const shared = part.languages.split(' ').filter((language) => languages.includes(language))
    if (shared.length === 0 || !add(sum, part, i === 0)) break
    languages = shared.join(' ')
    next = part.next
  }
  const value = sum.group + sum.sums.reduce((total, one) => total + one.value, 0)
  return next !== null && Number.isSafeInteger(value) ? { value, next } : null
}

function add(sum: Sum, part: Part, first: boolean): boolean {
  const { value } = part
  if (part.scale) return value === 100 ? hundredUp(sum) : scaleUp(sum, part)
  const reversed = part.joined && sum.floor === 1 && sum.group % 100 < 10 && value >= 20 && value < 100
  if (reversed && /\b(?:de|nl)\b/.test(part.languages)) return addTo(sum, value, 1)
  if (/\bfr\b/.test(part.languages) && value === 20 && sum.group % 100 === 4 && !part.joined) return addTo(sum, 76, 20)
  if (value === 0 ? !first : value >= sum.floor) return false
  return addTo(sum, value, floorOf(value, /\bfr\b/.test(part.languages)))
}

function addTo(sum: Sum, value: number, floor: number): boolean {
  sum.group += value
  sum.floor = floor
  return true
}

function hundredUp(sum: Sum): boolean {
  const below = sum.group % 100
  if (sum.group !== below || sum.floor <= 0) return false
  sum.group = Math.max(1, sum.group) * 100
  sum.floor = 100
  return true
}

/** "three thousand million" multiplies what is smaller; "a million two thousand" adds. */
function scaleUp(sum: Sum, { value: scale, languages }: Part): boolean {
  const smaller = sum.sums.filter((one) => one.scale < scale)
  const isLong = smaller.length > 0
  if (isLong && !/\b(?:es|pt|en|fr)\b/.test(languages)) return false
  if (sum.sums.some((one) => one.scale === scale)) return false
  const within = sum.group + smaller.reduce((total, one) => total + one.value, 0)
  sum.sums = [...sum.sums.filter((one) => one.scale > scale), { value: (within || 1) * scale, scale }]
  sum.group = 0
  sum.floor = scale
  return true
}
