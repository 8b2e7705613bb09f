import { type DateSpec, isOp } from './calendar-days.ts'
import { isDash, timeAt } from './clock-phrases.ts'
import { datesAt } from './date-phrases.ts'
import { isFinish, isStart, type TimeSpec } from './time-spec.ts'
import { spelt, type Token } from './time-tokens.ts'

/** An absolute moment, as programs write it: `2026-09-22T18:00:00Z`. */
export type Moment = { start: string; end: string | null; minutes: number | null }
export type Item =
  | { kind: 'dates'; dates: DateSpec[]; isRange: boolean; isVague: boolean; isWeek: boolean; isLinked: boolean }
  /** `isWeak`: a bare number that is an hour only as one end of a window; `isApart`: other words stand before it. */
  | { kind: 'time'; time: TimeSpec; isWeak?: boolean; isApart?: boolean }
  | { kind: 'moment'; moment: Moment }
  /** 'The second day' of those that were named. */
  | { kind: 'nth'; nth: number }
  /** 'at the same time' as the date before. */
  | { kind: 'same' }
  /** `isBehind`: 'the 11th does not suit', what is denied stands before. */
  | { kind: 'not'; isBehind: boolean }
  /** '(cancelled)' behind a day. */
  | { kind: 'gone' }
  | { kind: 'only' }
  | { kind: 'break' }

type ItemRead = { item: Item | null; next: number }

const breakers = new Set(['but', 'however', 'although', 'though', 'mais', 'pero', 'aber', 'make'])

const gone = new Set(['cancelled', 'canceled'])

type State = { items: Item[]; isNear: boolean; end: number; isDenied: boolean }
const SAID = new Set(['dates', 'time', 'same'])

/** Dates, times and what holds for them, in the order of the text. */
export function readItems(tokens: readonly Token[]): Item[] {
  const state: State = { items: [], isNear: false, end: 0, isDenied: false }
  for (let at = 0; at < tokens.length; ) {
    const read = itemAt(tokens, at, state.isNear || isBelowDate(state.items))
    if (state.isDenied && !read?.item && isTurn(tokens, at)) state.items.push({ kind: 'break' })
    if (read?.item) takeItem(read.item, tokens, at, read.next, state)
    else state.isNear = !read && state.isNear && tokens[at]?.kind === 'op'
    at = read?.next ?? at + 1
  }
  return state.items
}

/** `end`: where the last day or hour ends; `isDenied`: it was taken back. */
function takeItem(item: Item, tokens: readonly Token[], at: number, next: number, state: State): void {
  if (item.kind === 'not') item.isBehind = isDeniedBefore(tokens, at, state.end)
  if (item.kind === 'not') state.isDenied = item.isBehind
  if (item.kind === 'break') state.isDenied = false
  if (item.kind === 'time') item.isApart = state.end > 0 && !tokens.slice(state.end, at).every(isBetween)
  state.items.push(item)
  state.isNear = SAID.has(item.kind)
  if (state.isNear) state.end = next
}

/** Between two that say one thing: "all day, from 10am", "all day (10am to 6pm)". */
function isBetween(token: Token): boolean {
  return token.kind === 'break' || isOp(token, 'comma', 'open', 'close', 'from', 'on', 'at', 'to')
}

/** "March 10", and on the next line "2-5": hours. */
function isBelowDate(items: readonly Item[]): boolean {
  return items.at(-1)?.kind === 'break' && items.at(-2)?.kind === 'dates'
}

const AUXILIARIES = new Set('does do is are will would did can could has was'.split(' '))
const ALSO = new Set('nor neither either'.split(' '))
const VERBS = new Set("isn't aren't won't can't cannot cant don't unavailable busy booked fell".split(' '))

/** "The 11th does not suit", "Friday isn't free". */
function isDeniedBefore(tokens: readonly Token[], at: number, end: number): boolean {
  const [before, token] = [spelt(tokens[at - 1]), spelt(tokens[at])]
  return end > 0 && ((end === at && VERBS.has(token)) || (end === at - 1 && AUXILIARIES.has(before)))
}

/** ", let us say May 12" behind such a denial offers something else; ", nor does the 12th" does not. */
function isTurn(tokens: readonly Token[], at: number): boolean {
  const clause = tokens.slice(at + 1, at + 12).map(spelt)
  return isOp(tokens[at], 'comma') && !isOp(tokens[at + 1], 'and', 'or') && !clause.some((word) => ALSO.has(word))
}

function itemAt(tokens: readonly Token[], at: number, isNear: boolean): ItemRead | null {
  const token = tokens[at]
  if (token?.kind === 'break') return { item: { kind: 'break' }, next: at + 1 }
  if (token?.kind === 'word') return { item: wordItem(token.text, isOp(tokens[at - 1], 'open')), next: at + 1 }
  if (token?.kind === 'instant') return momentAt(tokens, at)
  if (isOp(token, 'same')) return { item: { kind: 'same' }, next: at + 1 }
  if (isOp(token, 'only')) return { item: { kind: 'only' }, next: at + 1 }
  if (isOp(token, 'not')) return { item: isDenial(tokens, at) ? { kind: 'not', isBehind: false } : null, next: at + 1 }
  return nthDayAt(tokens, at) ?? dateAt(tokens, at) ?? clockAt(tokens, at, isNear)
}

function wordItem(word: string, isInBrackets: boolean): Item | null {
  if (isInBrackets && gone.has(word)) return { kind: 'gone' }
  return breakers.has(word) ? { kind: 'break' } : null
}

/** 'First day 10am-1pm', 'day two: 2-5pm'. */
function nthDayAt(tokens: readonly Token[], at: number): ItemRead | null {
  const [token, next] = [tokens[at], tokens[at + 1]]
  const isDay = (one: Token | undefined) => one?.kind === 'op' && one.text === 'day'
  // "each day 2-5" numbers none
  const isNumbered = isDay(token) && !isOp(tokens[at - 1], 'each') && !isOp(tokens[at + 2], 'to')
  const count = isNumbered ? next : isDay(next) ? token : undefined
  if (count?.kind !== 'number' || count.value > 9 || (!isNumbered && !count.isOrdinal)) return null
  return { item: { kind: 'nth', nth: count.value }, next: at + 2 }
}

function dateAt(tokens: readonly Token[], at: number): ItemRead | null {
  const read = datesAt(tokens, at)
  if (!read) return null
  const { dates, isRange, isVague, isWeek = false, next } = read
  return {
    item: { kind: 'dates', dates, isRange, isVague, isWeek, isLinked: isOp(tokens[at - 1], 'or', 'and', 'comma') },
    next,
  }
}

function clockAt(tokens: readonly Token[], at: number, isNear: boolean): ItemRead | null {
  const read = timeAt(tokens, at)
  if (!read) return null
  const isWeak = read.time.isBare && !isNear && !startsDate(tokens, read.next)
  const isEnd = isStart(read.time) || isFinish(read.time)
  if (isWeak && !isEnd) return null
  // "18:30 start, 21:00 finish"
  const isLast =
    isStart(read.time) &&
    isOp(tokens[read.next], 'to') &&
    !isDash(tokens[read.next]) &&
    isEndOfClause(tokens[read.next + 1])
  const time = isLast ? { ...read.time, start: null, end: read.time.start } : read.time
  return { item: { kind: 'time', time, isWeak }, next: isLast ? read.next + 1 : read.next }
}

function isEndOfClause(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'break' || token.kind === 'word' || isOp(token, 'comma', 'and', 'close')
}

function startsDate(tokens: readonly Token[], at: number): boolean {
  const skip = isOp(tokens[at], 'comma', 'open', 'on', 'at') ? 1 : 0
  return datesAt(tokens, at + skip) !== null
}

const CALLS_OFF = new Set(['drop', 'scrap', 'scratch', 'forget', 'ignore'])
const WEAK = new Set(['no', 'without'])

/** A bare 'no' denies only what stands right behind it: 'no problem, Tuesday' does not, nor does 'not both'. */
function isDenial(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  const after = tokens[at + 1]
  if (isOp(after, 'each')) return false
  // "drop in on Friday"
  if (token?.kind === 'op' && CALLS_OFF.has(token.text))
    return !isOp(after, 'of', 'on') && datesAt(tokens, at + 1) !== null
  if (token?.kind !== 'op' || !WEAK.has(token.text)) return true
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
