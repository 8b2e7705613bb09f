import {
  calendarAt,
  type DateSpec,
  type DatesRead,
  dayAt,
  isOp,
  LONGEST_RANGE,
  nothing,
  single,
  withYear,
} from './calendar-days.ts'
import { spelt, type Token } from './time-tokens.ts'
import type { Op } from './time-words.ts'

/** The dates that start at this token: 'Tue, Jan 13', 'June 22-24', '5 and 6 May 2026', 'Mon-Fri', 'the 20th'. */
export function datesAt(tokens: readonly Token[], at: number): DatesRead | null {
  const first = oneAt(tokens, at)
  if (!first) return null
  return rangeFrom(tokens, first) ?? first
}

function oneAt(tokens: readonly Token[], at: number): DatesRead | null {
  const token = tokens[at]
  if (!token) return null
  if (token.kind === 'op') return byWord(tokens, at, token.op)
  if (token.kind === 'days') return single({ ...nothing, inDays: token.days }, at + 1)
  if (token.kind === 'weekday') return weekdayAt(tokens, at, token.weekday)
  const calendar = nthAt(tokens, at) ?? calendarAt(tokens, at)
  return calendar && withTrailingWeekday(tokens, calendar)
}

/** 'first Saturday in January', 'the last Friday of May 2027'. */
function nthAt(tokens: readonly Token[], at: number): DatesRead | null {
  const monthAt = isOp(tokens[at + 3], 'the') ? at + 4 : at + 3
  const [token, day, month] = [tokens[at], tokens[at + 1], tokens[monthAt]]
  const isLast = token?.kind === 'word' && token.text === 'last'
  const nth = isLast ? -1 : token?.kind === 'number' && token.isOrdinal && token.value < 5 ? token.value : null
  if (nth === null || day?.kind !== 'weekday' || !isOp(tokens[at + 2], 'of') || month?.kind !== 'month') return null
  const read = withYear(tokens, [1], month.month, monthAt + 1, false)
  return { ...read, dates: read.dates.map((one) => ({ ...one, day: null, weekday: day.weekday, nth })) }
}

function byWord(tokens: readonly Token[], at: number, op: Op): DatesRead | null {
  if (op === 'this' && tokens[at + 1]?.kind === 'part') return single({ ...nothing, inDays: 0 }, at + 1)
  if (op === 'the') return bareDay(tokens, at + 1) ?? oneAt(tokens, at + 1)
  if (op === 'this' || op === 'on' || op === 'each' || op === 'of') return oneAt(tokens, at + 1)
  if (op === 'week') return weekOf(tokens, at)
  if (op === 'next') return nextAt(tokens, at)
  if (op === 'weekend') return spread([6, 7], at + 1)
  return op === 'weekdays' ? { ...spread([1, 2, 3, 4, 5], at + 1, isOfNextWeek(tokens, at + 1)), isVague: true } : null
}

/** 'weekdays next week', 'any weekday evening next week'. */
function isOfNextWeek(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at]?.kind === 'part' ? at + 1 : at
  return isOp(tokens[next], 'next') && isOp(tokens[next + 1], 'week')
}

function spread(days: number[], next: number, isNext = false): DatesRead {
  return { dates: days.map((weekday) => ({ ...nothing, weekday, isNext })), next, isRange: true, isVague: false }
}

/** 'the week of March 16': its five working days; 'a week from Friday'. */
function weekOf(tokens: readonly Token[], at: number): DatesRead | null {
  const later = isOp(tokens[at + 1], 'from') ? oneAt(tokens, at + 2) : null
  const [named] = later?.dates ?? []
  if (later && named?.weekday && named.day === null) return { ...later, dates: [{ ...named, weeksOn: 1 }] }
  const start = isOp(tokens[at + 1], 'of') ? at + 2 : at + 1
  const first = calendarAt(tokens, start) ?? oneAt(tokens, start)
  const [from] = first?.dates ?? []
  if (!first || from?.day == null || from.month === null) return null
  const last = new Date(Date.UTC(from.year ?? 2000, from.month - 1, from.day + 4))
  const dates = daysBetween(from, { ...from, month: last.getUTCMonth() + 1, day: last.getUTCDate() })
  return dates && { dates, next: first.next, isRange: true, isVague: false, isWeek: true }
}

/** 'the 17 from 2pm': a plain number, where a time follows. */
function bareDay(tokens: readonly Token[], at: number): DatesRead | null {
  const day = dayAt(tokens, at, 0)
  return day !== null && isOp(tokens[at + 1], 'from', 'between', 'at') ? single({ ...nothing, day }, at + 1) : null
}

function nextAt(tokens: readonly Token[], at: number): DatesRead | null {
  const named = isOp(tokens[at + 1], 'week') ? (isOp(tokens[at + 2], 'on', 'comma', 'to') ? at + 3 : at + 2) : at + 1
  const read = tokens[named]?.kind === 'weekday' || isOp(tokens[named], 'weekend') ? oneAt(tokens, named) : null
  return read && { ...read, dates: read.dates.map((date) => ({ ...date, isNext: true })) }
}

/** 'Tuesday', 'Tuesday, Jan 13', 'Tuesday the 13th', 'Friday next week', 'Friday week'. */
function weekdayAt(tokens: readonly Token[], at: number, weekday: number): DatesRead {
  const next = behindDay(tokens, at + 1)
  const calendar = calendarAt(tokens, next)
  const [date] = calendar?.dates ?? []
  if (calendar && date && calendar.dates.length === 1) {
    const close = isOp(tokens[calendar.next], 'close') && isOp(tokens[next - 1], 'open') ? 1 : 0
    return { ...calendar, dates: [{ ...date, weekday }], next: calendar.next + close }
  }
  const day = dayAt(tokens, at + 1, 12)
  if (day !== null && !isOp(tokens[at + 2], 'to')) return single({ ...nothing, weekday, day }, at + 2)
  if (isOp(tokens[at + 1], 'next') && isOp(tokens[at + 2], 'week'))
    return single({ ...nothing, weekday, isNext: true }, at + 3)
  const isWeekOn = isOp(tokens[at + 1], 'week') && !isOp(tokens[at + 2], 'of', 'from')
  return isWeekOn ? single({ ...nothing, weekday, weeksOn: 1 }, at + 2) : single({ ...nothing, weekday }, at + 1)
}

/** Where the date of a weekday begins: ", the 13th", "on the 13th", "after (13th)". */
function behindDay(tokens: readonly Token[], at: number): number {
  let next = isOp(tokens[at], 'after') && isOp(tokens[at + 1], 'open') ? at + 1 : at
  while (isOp(tokens[next], 'comma', 'the', 'on', 'open', 'to', 'of')) next += 1
  return next
}

/** 'Jan 13 (Wed)', 'Jan 13, which is a Wednesday'. */
function withTrailingWeekday(tokens: readonly Token[], read: DatesRead): DatesRead {
  const [date] = read.dates
  const at = behindAppositive(tokens, read.next)
  const token = tokens[at]
  const isTail = token?.kind === 'weekday' && read.dates.length === 1 && date && !startsDate(tokens, at + 1)
  if (!isTail || (at === read.next && tokens[read.next - 1]?.kind === 'word')) return read
  const close = isOp(tokens[at + 1], 'close') ? 1 : 0
  return { ...read, dates: [{ ...date, weekday: token.weekday }], next: at + 1 + close }
}

const APPOSES = new Set("that that's thats which it it's its is being a an the".split(' '))

/** Where a weekday that explains a date may stand: behind a comma, a bracket, "which is the". */
function behindAppositive(tokens: readonly Token[], from: number): number {
  const start = isOp(tokens[from], 'comma', 'open') ? from + 1 : from
  let at = isOp(tokens[from], 'to') ? from + 1 : start
  const first = at
  while (at < first + 4 && APPOSES.has(spelt(tokens[at]))) at += 1
  return at === first ? start : at
}

function startsDate(tokens: readonly Token[], at: number): boolean {
  const skip = isOp(tokens[at], 'comma', 'the') ? 1 : 0
  return tokens[at + skip]?.kind === 'month' || tokens[at + skip]?.kind === 'date'
}

/** 'Mon-Fri', 'July 1 - July 3'; a range of dates, not of a date and an hour. */
function rangeFrom(tokens: readonly Token[], first: DatesRead): DatesRead | null {
  const from = onlyDate(first)
  const last = from && isOp(tokens[first.next], 'to') ? oneAt(tokens, first.next + 1) : null
  const to = last && onlyDate(last)
  if (!from || !last || !to) return null
  const dates = from.month === null ? weekdaysBetween(from, to) : daysBetween(from, to)
  return dates && { dates, next: last.next, isRange: true, isVague: false }
}

function onlyDate({ dates }: DatesRead): DateSpec | null {
  return dates.length === 1 ? (dates[0] ?? null) : null
}

function weekdaysBetween(from: DateSpec, to: DateSpec): DateSpec[] | null {
  if (from.weekday === null || to.weekday === null || to.month !== null) return null
  const count = ((to.weekday - from.weekday + 7) % 7) + 1
  const start = from.weekday
  return Array.from({ length: count }, (_, at) => ({ ...from, weekday: ((start - 1 + at) % 7) + 1 }))
}

function daysBetween(from: DateSpec, to: DateSpec): DateSpec[] | null {
  if (to.month === null || from.day === null || to.day === null || from.month === null) return null
  const year = to.year ?? from.year
  const start = Date.UTC(year ?? 2000, from.month - 1, from.day)
  const end = Date.UTC(year ?? 2000, to.month - 1, to.day)
  const count = (end - start) / 86_400_000 + 1
  if (count < 2 || count > LONGEST_RANGE) return null
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(start + at * 86_400_000)
    return { ...from, year, month: day.getUTCMonth() + 1, day: day.getUTCDate(), weekday: null }
  })
}
