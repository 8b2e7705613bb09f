import { findInstrument } from '../instruments/instrument-names.ts'
import { type DateSpec, isOp } from './calendar-days.ts'
import { datesAt } from './date-phrases.ts'
import { isOpenEnded, nothing, type TimeRead, type TimeSpec } from './time-spec.ts'
import { isRoughly, type Token } from './time-tokens.ts'
import type { Part } from './time-words.ts'
import type { Clock } from './token-rules.ts'
import type { ZoneMention } from './zones.ts'

type Point = { clock: Clock; next: number; zone: ZoneMention | null; isNumber: boolean; also: TimeSpec['also'] }

/** The time of day that starts at this token: '3-5pm', 'noon till two', 'after 6', 'mornings', '3pm for 2 hours'. */
export function timeAt(tokens: readonly Token[], at: number): TimeRead | null {
  const token = tokens[at]
  if (isOp(token, 'all-day', 'any-time')) return wholeDay(tokens, at)
  if (isOp(token, 'after')) return openFrom(tokens, at + 1)
  if (isDash(token)) return closed(tokens, at + 1, false, token)
  if (isOp(token, 'before', 'to')) return openUntil(tokens, at + 1)
  if (isOp(token, 'from', 'between', 'at', 'comma', 'open'))
    return closed(tokens, at + 1, !isOp(token, 'comma', 'open', 'at'), token)
  if (token?.kind === 'part') return partAt(tokens, at, token.part)
  if (token?.kind === 'duration') return lastingFrom(tokens, at, token.minutes)
  return closed(tokens, at, false, token)
}

/** 'May 22 - 11:30 AM': a dash in front of a time only sets it off. */
export function isDash(token: Token | undefined): boolean {
  return isOp(token, 'to') && token !== undefined && token.end === token.start + 1
}

function wholeDay(tokens: readonly Token[], at: number): TimeRead {
  const bounded = isOp(tokens[at + 1], 'all-day', 'any-time') ? null : timeAt(tokens, at + 1)
  if (bounded?.time.start || bounded?.time.end) return { ...bounded, time: { ...bounded.time, isBare: false } }
  return { time: { ...nothing, isAllDay: true, isOpen: isOp(tokens[at], 'any-time') }, next: at + 1 }
}

function openFrom(tokens: readonly Token[], at: number): TimeRead | null {
  const point = pointAt(tokens, at)
  return point && withTail(tokens, { ...nothing, start: point.clock, zone: point.zone, isOpen: true }, point.next)
}

function openUntil(tokens: readonly Token[], at: number): TimeRead | null {
  const point = pointAt(tokens, at)
  return (
    point && withTail(tokens, { ...nothing, end: point.clock, zone: point.zone, isBare: point.isNumber }, point.next)
  )
}

function partAt(tokens: readonly Token[], at: number, part: Part): TimeRead {
  let next = at + 1
  while (isOp(tokens[next], 'comma', 'open', 'at')) next += 1
  const inner = tokens[next]?.kind === 'part' ? null : timeAt(tokens, next)
  if (inner && !inner.time.isAllDay && (inner.time.start || inner.time.end) && !inner.time.part) {
    const close = isOp(tokens[inner.next], 'close') ? 1 : 0
    return { time: { ...inner.time, part, isBare: false }, next: inner.next + close }
  }
  return withTail(tokens, { ...nothing, part }, at + 1)
}

/** '2 hours from 3pm'. */
function lastingFrom(tokens: readonly Token[], at: number, minutes: number): TimeRead | null {
  const next = isOp(tokens[at + 1], 'comma') ? at + 2 : at + 1
  if (!isOp(tokens[next], 'from', 'at', 'after')) return null
  const point = pointAt(tokens, next + 1)
  return point && withTail(tokens, { ...nothing, start: point.clock, zone: point.zone, minutes }, point.next)
}

/** `isAnnounced`: 'from' or 'between' stood before, so a bare number is a time. */
function closed(
  tokens: readonly Token[],
  at: number,
  isAnnounced: boolean,
  before: Token | undefined,
): TimeRead | null {
  const from = pointAt(tokens, at)
  if (!from) return null
  const to = joinedEnd(tokens, from.next, before)
  if (to) {
    const isBare = from.isNumber && to.isNumber && !isAnnounced
    const zones = { zone: from.zone ?? to.zone, also: from.also ?? null }
    return withTail(
      tokens,
      { ...nothing, start: from.clock, end: to.clock, endDate: to.date, isBare, ...zones },
      to.next,
    )
  }
  if (from.isNumber && !isAnnounced && !isOp(before, 'at') && !isOp(tokens[from.next], 'onwards')) return null
  return withTail(
    tokens,
    { ...nothing, start: from.clock, zone: from.zone, also: from.also, isBare: from.isNumber },
    from.next,
  )
}

/** "2 PM to 5 PM", "between 2 and 5 PM", "start 2 PM, finish 5 PM". */
function joinedEnd(tokens: readonly Token[], at: number, before: Token | undefined): ReturnType<typeof endAt> {
  if (isJoin(tokens[at]) || (isOp(tokens[at], 'and') && isOp(before, 'between'))) return endAt(tokens, at + 1)
  const isFinish = isOp(tokens[at], 'comma') && isOp(tokens[at + 1], 'to') && !isDash(tokens[at + 1])
  return isFinish ? endAt(tokens, at + 2) : null
}

/** 'to' and its like; in French and Spanish '14h a 16h'. */
function isJoin(token: Token | undefined): boolean {
  return isOp(token, 'to') || (token?.kind === 'op' && token.text === 'a')
}

function endAt(tokens: readonly Token[], at: number): (Point & { date: DateSpec | null }) | null {
  const skip = isOp(tokens[at], 'to', 'at') ? 1 : 0
  const point = pointAt(tokens, at + skip, true) ?? hourAt(tokens, at + skip)
  if (point) return { ...point, date: null }
  const dates = datesAt(tokens, at)
  const [date] = dates?.dates ?? []
  if (!dates || !date || dates.dates.length !== 1) return null
  const gap = isOp(tokens[dates.next], 'at', 'comma') ? 1 : 0
  const later = pointAt(tokens, dates.next + gap)
  return later && !later.isNumber ? { ...later, date } : null
}

const LONGEST_RANGE = 8

/** "de 10 a 13 h": behind a join so many hours are the hour of the day, for nobody plays for ten to thirteen. */
function hourAt(tokens: readonly Token[], at: number): Point | null {
  const token = tokens[at]
  const hour = token?.kind === 'duration' ? token.minutes / 60 : 0
  if (!Number.isInteger(hour) || hour < LONGEST_RANGE || hour > 24) return null
  const clock: Clock = { hour, minute: 0, meridiem: null, is24: hour > 12, isFull: false }
  return { clock, next: at + 1, zone: null, isNumber: false, also: null }
}

/** An hour of the day; a bare number is one only up to 12 (or 24 with nothing else to be). */
function pointAt(tokens: readonly Token[], at: number, isEnd = false): Point | null {
  const skip = isOp(tokens[at], 'at', 'the') ? 1 : 0
  const token = tokens[at + skip]
  const next = at + skip + 1
  if (token?.kind === 'clock') return { isNumber: false, ...inPartOfDay(tokens, next, token.clock) }
  if (token?.kind !== 'number' || token.isOrdinal || token.digits > 2) return null
  if (!Number.isInteger(token.value) || token.value > 24 || token.value < 1) return null
  if (tokens[next]?.kind === 'month' || counts(tokens[next], isEnd)) return null
  const clock: Clock = { hour: token.value, minute: 0, meridiem: null, is24: token.value > 12, isFull: false }
  const read = inPartOfDay(tokens, next, clock)
  return { ...read, isNumber: read.clock.meridiem === null }
}

/** '3 takes', '2 violins'; behind '3 to 6' a word that is no plural begins something else. */
function counts(token: Token | undefined, isEnd: boolean): boolean {
  return token?.kind === 'word' && (!isEnd || token.text.endsWith('s') || findInstrument(token.text) !== null)
}

/** '10 in the morning': the part of the day is the hour's own, the zone may follow. */
function inPartOfDay(tokens: readonly Token[], at: number, clock: Clock): Omit<Point, 'isNumber'> {
  const isNamed = isOp(tokens[at], 'of') && isOp(tokens[at + 1], 'the') && tokens[at + 2]?.kind === 'part'
  const behind = isNamed ? tokens[at + 2] : undefined
  if (behind?.kind !== 'part' || clock.meridiem || clock.is24)
    return { clock, ...withOther(tokens, zoneBehind(tokens, at)) }
  // "10 to 12 in the morning" ends at noon.
  const meridiem = behind.part === 'morning' && clock.hour < 12 ? 'am' : 'pm'
  return { clock: { ...clock, meridiem }, ...withOther(tokens, zoneBehind(tokens, at + 3)) }
}

/** '(11 AM PT)' or '/ 11 AM PT' behind '2 PM ET'. */
function withOther(
  tokens: readonly Token[],
  read: { zone: ZoneMention | null; next: number },
): Pick<Point, 'zone' | 'next' | 'also'> {
  const { zone, next } = read
  const clock = tokens[next + 1]
  if (!zone || !isOp(tokens[next], 'open', 'or') || clock?.kind !== 'clock') return { ...read, also: null }
  const other = zoneBehind(tokens, next + 2)
  if (!other.zone || other.zone.zone === zone.zone) return { ...read, also: null }
  const close = isOp(tokens[other.next], 'close') ? 1 : 0
  return { zone, next: other.next + close, also: { clock: clock.clock, zone: other.zone } }
}

function zoneBehind(tokens: readonly Token[], at: number): { zone: ZoneMention | null; next: number } {
  const open = isOp(tokens[at], 'open') ? 1 : 0
  const token = tokens[at + open]
  if (token?.kind !== 'zone') return { zone: null, next: at }
  const other = isOp(tokens[at + open + 1], 'or') && tokens[at + open + 2]?.kind === 'zone' ? 2 : 0
  const after = at + open + 1 + other
  return { zone: token.mention, next: open && isOp(tokens[after], 'close') ? after + 1 : after }
}

/** What may follow a time: 'for 2 hours', '(2 hours)', 'or later', 'in the afternoon', a zone. */
function withTail(tokens: readonly Token[], time: TimeSpec, at: number): TimeRead {
  let read: TimeRead = { time, next: at }
  for (let round = 0; round < 4; round += 1) {
    const more = tailAt(tokens, read)
    if (!more) return read
    read = more
  }
  return read
}

/** "at 6pm, four hours" */
function behindComma(tokens: readonly Token[], at: number): number {
  const long = isRoughly(tokens[at + 1]) ? at + 2 : at + 1
  return isOp(tokens[at], 'comma') && tokens[long]?.kind === 'duration' ? long : at
}

function tailAt(tokens: readonly Token[], read: TimeRead): TimeRead | null {
  const { time, next } = read
  let at = behindComma(tokens, next)
  while ((isOp(tokens[at], 'open', 'for', 'of', 'the', 'at') || isRoughly(tokens[at])) && at < next + 3) at += 1
  const said = saidBehind(tokens[at], time)
  if (said) return { time: said, next: at + (isOp(tokens[at + 1], 'close') ? 2 : 1) }
  const { zone, next: behind } = zoneBehind(tokens, at)
  if (zone && !time.zone) return { time: { ...time, zone }, next: behind + (isOp(tokens[behind], 'close') ? 1 : 0) }
  return at === next && isOp(tokens[at], 'onwards') && isOpenEnded(time)
    ? { time: { ...time, isOpen: true }, next: at + 1 }
    : null
}

function saidBehind(token: Token | undefined, time: TimeSpec): TimeSpec | null {
  return token?.kind === 'duration' && isOpenEnded(time) ? { ...time, minutes: token.minutes, isBare: false } : null
}
