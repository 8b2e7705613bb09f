import { months, numberWords, ops, ordinalWords, parts, shyWords, weekdays } from './time-words.ts'
import { digitRules, type Meaning, op, type Rule, wordRules } from './token-rules.ts'
import { zoneAt } from './zones.ts'

export type Token = Meaning & { start: number; end: number }

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
    const meaning = match && mean(match)
    if (match && meaning) return { ...meaning, start: at, end: at + match[0].length }
  }
  return null
}

const wordPattern = /[a-z']+(?:-[a-z]+)*/y

function wordAt(text: string, at: number, before: Token | undefined): Token {
  const isAfterClock =
    before?.kind === 'clock' ||
    before?.kind === 'number' ||
    before?.kind === 'part' ||
    (before?.kind === 'op' && before.op === 'open')
  const zone = isConnector(text, at) ? null : zoneAt(text, at, isAfterClock)
  if (zone) return { kind: 'zone', mention: zone.mention, start: at, end: zone.end }
  const half = halfDay(text, at, before)
  if (half) return half
  const byRule = byRules(wordRules, text, at)
  if (byRule) return byRule
  wordPattern.lastIndex = at
  const whole = wordPattern.exec(text)?.[0] ?? text.charAt(at)
  const word = known(whole) ? whole : (whole.split('-')[0] ?? whole)
  return { ...meaningOf(word, text, at + word.length), start: at, end: at + word.length }
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

function known(word: string): boolean {
  return months.has(word) || weekdays.has(word) || ops.has(word) || parts.has(word) || ordinalWords.has(word)
}

function meaningOf(word: string, text: string, end: number): Meaning {
  const isShy = shyWords.has(word) && !standsBesideDate(text, end - word.length, end)
  const month = months.get(word)
  if (month !== undefined && !isShy) return { kind: 'month', month }
  const weekday = weekdays.get(word)
  if (weekday !== undefined && !isShy) return { kind: 'weekday', weekday }
  const part = parts.get(word)
  if (part) return { kind: 'part', part }
  const ordinal = ordinalWords.get(word)
  if (ordinal !== undefined) return { kind: 'number', value: ordinal, isOrdinal: true, digits: 1 }
  const value = numberWords.get(word)
  if (value !== undefined && !['un', 'une', 'uno', 'una', 'couple'].includes(word))
    return { kind: 'number', value, isOrdinal: false, digits: 1 }
  const connecting = ops.get(word)
  return connecting ? { kind: 'op', op: connecting, text: word } : { kind: 'word', text: word }
}

function standsBesideDate(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + 12)
  if (
    /^\.?,? ?(?:\d|-|\/|&|$|\n|\(|(?:and|or|at|from|after|before|morn|aft|even|night|all|any|the|noon|mid|between|through|thru|to|by|until)\b)/.test(
      after,
    )
  )
    return true
  if (/^\.?,? ?[a-z]{3,4}/.test(after) && months.has(/^\.?,? ?([a-z]+)/.exec(after)?.[1] ?? '')) return true
  return /(?:\d(?:st|nd|rd|th)?(?: of)?|,|\bor|\band|&|\/|next|this|on|every|-) ?$/.test(
    text.slice(Math.max(0, start - 12), start),
  )
}
