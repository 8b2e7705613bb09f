import { type TimeSpec, timeAt } from './clock-phrases.ts'
import { type DateSpec, datesAt, isOp } from './date-phrases.ts'
import type { Token } from './time-tokens.ts'

/** An absolute moment, as programs write it: `2026-09-22T18:00:00Z`. */
export type Moment = { start: string; end: string | null; minutes: number | null }
export type Item =
  | { kind: 'dates'; dates: DateSpec[]; isRange: boolean; isVague: boolean; isLinked: boolean }
  | { kind: 'time'; time: TimeSpec }
  | { kind: 'moment'; moment: Moment }
  /** 'at the same time' as the date before. */
  | { kind: 'same' }
  | { kind: 'not' }
  /** '(cancelled)' behind a day. */
  | { kind: 'gone' }
  | { kind: 'only' }
  | { kind: 'break' }

type ItemRead = { item: Item | null; next: number }

const breakers = new Set(['but', 'however', 'although', 'though', 'mais', 'pero', 'aber'])

const gone = new Set(['cancelled', 'canceled'])

/** Dates, times and what holds for them, in the order of the text. */
export function readItems(tokens: readonly Token[]): Item[] {
  const items: Item[] = []
  let isNear = false
  for (let at = 0; at < tokens.length; ) {
    const read = itemAt(tokens, at, isNear)
    if (read?.item) items.push(read.item)
    isNear = read
      ? read.item !== null && (read.item.kind === 'dates' || read.item.kind === 'time')
      : isNear && tokens[at]?.kind === 'op'
    at = read?.next ?? at + 1
  }
  return items
}

function itemAt(tokens: readonly Token[], at: number, isNear: boolean): ItemRead | null {
  const token = tokens[at]
  if (token?.kind === 'break') return { item: { kind: 'break' }, next: at + 1 }
  if (token?.kind === 'word') return { item: wordItem(token.text, isOp(tokens[at - 1], 'open')), next: at + 1 }
  if (token?.kind === 'instant') return momentAt(tokens, at)
  if (isOp(token, 'same')) return { item: { kind: 'same' }, next: at + 1 }
  if (isOp(token, 'only')) return { item: { kind: 'only' }, next: at + 1 }
  if (isOp(token, 'not')) return { item: isDenial(tokens, at) ? { kind: 'not' } : null, next: at + 1 }
  return dateAt(tokens, at) ?? clockAt(tokens, at, isNear)
}

function wordItem(word: string, isInBrackets: boolean): Item | null {
  if (isInBrackets && gone.has(word)) return { kind: 'gone' }
  return breakers.has(word) ? { kind: 'break' } : null
}

function dateAt(tokens: readonly Token[], at: number): ItemRead | null {
  const read = datesAt(tokens, at)
  if (!read) return null
  const { dates, isRange, isVague, next } = read
  return {
    item: { kind: 'dates', dates, isRange, isVague, isLinked: isOp(tokens[at - 1], 'or', 'and', 'comma') },
    next,
  }
}

function clockAt(tokens: readonly Token[], at: number, isNear: boolean): ItemRead | null {
  const read = timeAt(tokens, at)
  if (!read || (read.time.isBare && !isNear && !startsDate(tokens, read.next))) return null
  return { item: { kind: 'time', time: read.time }, next: read.next }
}

function startsDate(tokens: readonly Token[], at: number): boolean {
  const skip = isOp(tokens[at], 'comma', 'open', 'on', 'at') ? 1 : 0
  return datesAt(tokens, at + skip) !== null
}

/** A bare 'no' denies only what stands right behind it: 'no problem, Tuesday' does not. */
function isDenial(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token?.kind !== 'op' || token.text !== 'no') return true
  return datesAt(tokens, at + 1) !== null
}

function momentAt(tokens: readonly Token[], at: number): { item: Item; next: number } | null {
  const start = momentOf(tokens[at])
  if (start === null) return null
  const joined = isOp(tokens[at + 1], 'to', 'comma', 'and', 'or') ? at + 2 : at + 1
  const end = momentOf(tokens[joined])
  if (end !== null) return { item: { kind: 'moment', moment: { start, end, minutes: null } }, next: joined + 1 }
  const lasting = isOp(tokens[at + 1], 'for', 'open', 'comma') ? tokens[at + 2] : tokens[at + 1]
  const minutes = lasting?.kind === 'duration' ? lasting.minutes : null
  return { item: { kind: 'moment', moment: { start, end: null, minutes } }, next: at + 1 }
}

function momentOf(token: Token | undefined): string | null {
  if (token?.kind !== 'instant') return null
  const clock = `${String(token.clock.hour).padStart(2, '0')}:${String(token.clock.minute).padStart(2, '0')}`
  const offset = token.offset === 'z' ? 'Z' : (token.offset ?? '').replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2')
  return `${token.date}T${clock}:00${offset}`
}
