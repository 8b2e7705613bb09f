import { loadLexicon } from '#src/reading/lexicon.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { numberOf } from '../times/time-words.ts'
import { namedAt } from './instrument-names.ts'

/** `count` null: none was said; `isVague`: 'a few', '2-3'; `isTaken`: 'minus one', 'without', '0': not wanted. */
export type Quantity = { count: number | null; isVague: boolean; isTaken?: boolean }
type Read = { quantity: Quantity; rest: string }

const words = loadLexicon('booking-counts')
const ARTICLES = new Set(['a', 'an', 'un', 'une', 'ein', 'eine', 'einen'])
const ORDINALS = new Set(['first', 'second', 'third', 'fourth'])
const DESKS = new Set(['i', 'ii', 'iii', 'iv'])

/** How many of a part such as '2 violins', 'violin x2', 'two of the trumpets', 'a few cellos'; `rest` is without it. */
export function readQuantity(part: string): Read {
  const plain = part.trim()
  const tokens = tokenise(plain)
  const asked = words.at(tokens, 0)
  if (asked?.value.meaning === 'how many') return readQuantity(plain.slice(tokens[asked.next - 1]?.end))
  const taken = takenAway(plain, tokens)
  if (taken) return taken
  const vague = [...spansOf(tokens, 'vague'), ...rangesOf(tokens)]
  if (vague.length > 0) return without(plain, vague, { count: null, isVague: true })
  return byDesk(plain, tokens) ?? byLead(plain, tokens) ?? byNumber(plain, tokens) ?? byArticle(plain, tokens)
}

/** "minus one viola", "no drums", "0 violas", "viola - none", "viola: -"; behind a name alone a dash takes nothing. */
function takenAway(plain: string, tokens: Of): Read | null {
  const said = words.at(tokens, 0)
  const last = tokens.findLastIndex(({ kind, text }) => kind === 'word' || kind === 'number' || text === '-')
  const isFirst = isNil(tokens, 0) && (tokens[0]?.text !== 'no' || tokens[1]?.kind === 'word')
  const isBlank = tokens[last]?.text === '-' && /^[:(]$/.test(tokens[last - 1]?.text ?? '')
  if (!isFirst && (last < 1 || tokens[last]?.text === 'no' || !(isBlank || isNil(tokens, last)))) return null
  const span = isFirst ? spanOf(tokens, 0, said?.next ?? 1) : spanOf(tokens, last, last + 1)
  const { quantity, rest } = readQuantity(without(plain, span, nobody).rest.replace(/^the /, ''))
  return { quantity: { ...quantity, isTaken: true }, rest }
}

const nobody: Quantity = { count: null, isVague: false }

function isNil(tokens: Of, at: number): boolean {
  const token = tokens[at]
  return token?.kind === 'number' ? Number(token.text) === 0 : takesAway(tokens, at)
}

/** "no", "minus", "without", "drop", "none"; not "no less than three", "no of violins". */
export function takesAway(tokens: Of, at: number): boolean {
  const said = words.at(tokens, at)
  return said?.value.meaning === 'none' || (tokens[at]?.text === 'no' && said?.next === at + 1)
}

/** "no fewer than", "a handful of" before a name. */
export function isVagueBetween(tokens: Of, from: number, to: number): boolean {
  const said = words.at(tokens, from)
  return said?.value.meaning === 'vague' && said.next === to
}

type Of = readonly Token[]
type Span = [start: number, end: number]

function without(plain: string, spans: readonly Span[], quantity: Quantity): Read {
  let rest = plain
  for (const [start, end] of spans) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  return { quantity, rest: rest.replace(/\s+/g, ' ').trim() }
}

function counted(plain: string, tokens: Of, from: number, to: number, count: number): Read {
  return without(plain, spanOf(tokens, from, to), { count, isVague: false })
}

function spanOf(tokens: Of, from: number, to: number): Span[] {
  const [first, last] = [tokens[from], tokens[to - 1]]
  return first && last ? [[first.start, last.end]] : []
}

function spansOf(tokens: Of, meaning: string): Span[] {
  return tokens.flatMap((_, at) => {
    const said = words.at(tokens, at)
    return said?.value.meaning === meaning ? spanOf(tokens, at, said.next) : []
  })
}

/** A count that stands here; 'un' and 'eine' are articles, '12-string' is a name. */
function countAt(tokens: Of, at: number): number | null {
  const token = tokens[at]
  if (!token || ARTICLES.has(token.text) || (token.kind !== 'number' && token.kind !== 'word')) return null
  const isString = token.kind === 'number' && ofStrings(tokens, at + 1)
  const value = ORDINALS.has(token.text) || isString ? Number.NaN : numberOf(token.text)
  return Number.isInteger(value) && value > 0 && value < 100 ? value : null
}

/** '12-string', '5 string'; '2 string quartets' are two. */
function ofStrings(tokens: Of, at: number): boolean {
  const start = tokens[at]?.text === '-' ? at + 1 : at
  return tokens[start]?.text === 'string' && namedAt(tokens, start)?.named.kind !== 'ensemble'
}

/** '2-3', 'two or three'. */
function rangesOf(tokens: Of): Span[] {
  return tokens.flatMap((_, at) => {
    const isJoined = ['-', 'to', 'or', '/'].includes(tokens[at + 1]?.text ?? '')
    const isRange = isJoined && countAt(tokens, at) !== null && countAt(tokens, at + 2) !== null
    return isRange ? spanOf(tokens, at, at + 3) : []
  })
}

/** '1st violin', 'violin II', 'violin #2' are one seat each. */
function byDesk(plain: string, tokens: Of): Read | null {
  const [first, second] = tokens
  const isNth = first?.kind === 'number' && second?.glued === true && /^(?:st|nd|rd|th)$/.test(second.text)
  if (isNth) return counted(plain, tokens, 0, 2, 1)
  if (ORDINALS.has(first?.text ?? '') && tokens.length > 1) return counted(plain, tokens, 0, 1, 1)
  const end = tokens.length
  if (end > 1 && DESKS.has(tokens[end - 1]?.text ?? '')) return counted(plain, tokens, end - 1, end, 1)
  return tokens[end - 2]?.text === '#' ? counted(plain, tokens, end - 2, end, 1) : null
}

/** 'a pair of trumpets'. */
function byLead(plain: string, tokens: Of): Read | null {
  const said = words.at(tokens, 0)
  const [kind, count] = said?.value.meaning.split(' ') ?? []
  return said && kind === 'lead' ? counted(plain, tokens, 0, said.next, Number(count)) : null
}

/** The first count of the part, with the signs around it: '2 x violin', 'violin (2)', 'cello: two', '3 players'. */
function byNumber(plain: string, tokens: Of): Read | null {
  const at = tokens.findIndex((_, index) => countAt(tokens, index) !== null)
  if (at < 0) return null
  const beside = (index: number) => words.get(tokens[index]?.text ?? '')?.meaning === 'beside a number'
  let [from, to] = [at, at + 1]
  while (from > 0 && beside(from - 1)) from -= 1
  while (beside(to)) to += 1
  return counted(plain, tokens, from, to, countAt(tokens, at) ?? 1)
}

function byArticle(plain: string, tokens: Of): Read {
  const isArticle = ARTICLES.has(tokens[0]?.text ?? '') && tokens[1]?.kind === 'word'
  return isArticle ? counted(plain, tokens, 0, 1, 1) : { quantity: { count: null, isVague: false }, rest: plain }
}
