import { type Op, type Part, phraseAt } from './time-words.ts'
import { digitRules, type Meaning, op, type Rule, wordRules } from './token-rules.ts'
import { zoneAt } from './zones.ts'

export type Token = Meaning & { start: number; end: number }

/** The letters of a word, and of a small word that means something here. */
export function spelt(token: Token | undefined): string {
  return token?.kind === 'word' || token?.kind === 'op' ? token.text : ''
}

const roughly = new Set('about around roughly approximately approx circa some just only like maybe say'.split(' '))

/** "about" two hours. */
export function isRoughly(token: Token | undefined): boolean {
  return roughly.has(spelt(token))
}

const signs = new Map<string, Meaning>([
  [',', op('comma')],
  ['(', op('open')],
  ['[', op('open')],
  [')', op('close')],
  [']', op('close')],
  ['-', op('to')],
  ['\u2192', op('to')],
  ['&', op('and')],
  ['+', op('onwards')],
  ['@', op('at')],
  ['/', op('or')],
  ['|', op('comma')],
  [';', { kind: 'break' }],
  ['\n', { kind: 'break' }],
  ['?', { kind: 'break' }],
  ['!', { kind: 'break' }],
])

/** What a folded text says about dates and times, piece by piece. Linear: every rule is anchored and bounded. */
export function readTokens(folded: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < folded.length; ) {
    const token = tokenAt(folded, at, tokens.at(-1))
    if (token) tokens.push(token)
    at = token?.end ?? at + 1
  }
  return tokens
}

function tokenAt(text: string, at: number, before: Token | undefined): Token | null {
  const sign = text.charAt(at)
  if (sign === ' ') return null
  if (/\d/.test(sign)) return byRules(digitRules, text, at)
  if (/[a-z]/.test(sign)) return wordAt(text, at, before)
  if (sign === '.' && /[\s)]|$/.test(text.charAt(at + 1)) && !isAbbreviation(before))
    return { kind: 'break', start: at, end: at + 1 }
  const meaning = signs.get(sign)
  return meaning ? { ...meaning, start: at, end: at + 1 } : null
}

function isAbbreviation(before: Token | undefined): boolean {
  return before?.kind === 'month' || before?.kind === 'weekday' || (before?.kind === 'number' && before.isOrdinal)
}

function byRules(rules: Rule[], text: string, at: number): Token | null {
  for (const [pattern, mean] of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    const meaning = match && mean(match.groups ?? {})
    if (match && meaning) return { ...meaning, start: at, end: at + match[0].length }
  }
  return null
}

function wordAt(text: string, at: number, before: Token | undefined): Token {
  const isAfterClock =
    before?.kind === 'clock' ||
    before?.kind === 'number' ||
    before?.kind === 'part' ||
    before?.kind === 'duration' ||
    (before?.kind === 'op' && (before.op === 'open' || before.op === 'close'))
  const zone = isConnector(text, at) ? null : zoneAt(text, at, isAfterClock)
  if (zone) return { kind: 'zone', mention: zone.mention, start: at, end: zone.end }
  const half = halfDay(text, at, before)
  if (half) return half
  const byRule = byRules(wordRules, text, at)
  if (byRule) return byRule
  const known = phraseAt(text, at)
  const word = known?.word ?? /^[a-z']*/.exec(text.slice(at, at + 60))?.[0] ?? ''
  const end = at + Math.max(word.length, 1)
  const wall = wallClock(known?.meaning ?? '', text, at, end)
  return wall ?? { ...meaningOf(word, known?.meaning ?? '', text, end), start: at, end }
}

/** 'today pm', 'Tuesday AM'; 'I am' is none. */
function halfDay(text: string, at: number, before: Token | undefined): Token | null {
  const isAfterDay =
    before?.kind === 'days' || before?.kind === 'weekday' || before?.kind === 'date' || before?.kind === 'number'
  const match = isAfterDay ? /^([ap])\.? ?m\b\.?/.exec(text.slice(at, at + 6)) : null
  return (
    match && { kind: 'part', part: match[1] === 'a' ? 'morning' : 'afternoon', start: at, end: at + match[0].length }
  )
}

/** French 'et', Spanish 'la' and the like between two times are no zones. */
function isConnector(text: string, at: number): boolean {
  return /^(?:et|la|mt|ct|pt|ist|west) +(?:\d|(?:le |de |a )|[a-z]+di\b)/.test(text.slice(at, at + 16))
}

/** No numbers where they stand alone: they are articles. */
const ARTICLES = new Set(['un', 'une', 'uno', 'una', 'couple'])

function meaningOf(word: string, meaning: string, text: string, end: number): Meaning {
  const [kind = '', value = '', flag] = meaning.split(' ')
  if (flag === 'shy' && !standsBesideDate(text, end - word.length, end)) return { kind: 'word', text: word }
  const count = Number(value)
  if (kind === 'month') return { kind, month: count }
  if (kind === 'weekday') return { kind, weekday: count }
  if (kind === 'days') return { kind, days: count }
  if (kind === 'part') return { kind, part: value as Part }
  if (kind === 'op') return { kind, op: value as Op, text: word }
  if (kind === 'length') return { kind: 'duration', minutes: count }
  if (kind === 'clock') return { kind, clock: { hour: count, minute: 0, meridiem: null, is24: true, isFull: false } }
  const isNumber = kind === 'ordinal' || (kind === 'number' && !ARTICLES.has(word))
  return isNumber
    ? { kind: 'number', value: count, isOrdinal: kind === 'ordinal', digits: 1 }
    : { kind: 'word', text: word }
}

/** "half past two", "half past two p.m.": minutes of a half day. */
function wallClock(meaning: string, text: string, start: number, end: number): Token | null {
  const [kind, minutes] = meaning.split(' ')
  if (kind !== 'wall') return null
  const [said = '', half] = /^ ?([ap])\.? ?m\b\.?/.exec(text.slice(end, end + 6)) ?? []
  const meridiem = half ? (half === 'a' ? 'am' : 'pm') : null
  const clock = { hour: Math.floor(Number(minutes) / 60) || 12, minute: Number(minutes) % 60, meridiem } as const
  return { kind: 'clock', clock: { ...clock, is24: false, isFull: false }, start, end: end + said.length }
}

const DATED = /(?:\d(?:st|nd|rd|th)?(?: of)?|,|\bor|\band|&|\/|next|this|on|every|-) ?$/
const BESIDE = new Set<string>([
  'and',
  'or',
  'at',
  'from',
  'after',
  'before',
  'the',
  'to',
  'between',
  'on',
  'this',
  'next',
  'each',
])

/** "may" and "sat" are words of their own: a number, a month, a word of time or the end of the line stands beside. */
function standsBesideDate(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + 24).replace(/^\.?,? ?/, '')
  if (after === '' || /^[\d\n&(/-]/.test(after)) return true
  if (/^(?:any|all|mid|through|by|until|even|night|morn)/.test(after)) return true
  const [kind = '', value = ''] = (phraseAt(after, 0)?.meaning ?? '').split(' ')
  if (
    kind === 'month' ||
    kind === 'weekday' ||
    kind === 'part' ||
    kind === 'clock' ||
    (kind === 'op' && BESIDE.has(value))
  )
    return true
  const before = text.slice(Math.max(0, start - 12), start)
  return DATED.test(before) || /(?:day|\bat|\bover|\baround) ?$/.test(before)
}
