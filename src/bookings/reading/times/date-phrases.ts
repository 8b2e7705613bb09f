import { spelt, type Token } from './time-tokens.ts'
import type { Op } from './time-words.ts'

/** A date as it was written; what is null was left out. `month`/`day` of `3/4` are as written there, month first. */
export type DateSpec = {
  year: number | null
  month: number | null
  day: number | null
  weekday: number | null
  /** 'next Tuesday' is of the week after this one. */
  isNext: boolean
  inDays: number | null
  /** 'The first Saturday in May' is 1, the last is -1. */
  nth: number | null
  /** 'A week from Friday' is 1. */
  weeksOn: number
  /** The first day of its name from that date on: a Wednesday in the week of March 8. */
  isOfWeek?: boolean
  /** How the numbers stood: '/', '-', '.', with '0' where they were padded; '' for a month in words. */
  mark: string
}
export type DatesRead = { dates: DateSpec[]; next: number; isRange: boolean; isVague: boolean; isWeek?: boolean }

const nothing: DateSpec = {
  year: null,
  month: null,
  day: null,
  weekday: null,
  isNext: false,
  inDays: null,
  nth: null,
  weeksOn: 0,
  mark: '',
}
const LONGEST_RANGE = 14

export function isOp(token: Token | undefined, ...names: Op[]): boolean {
  return token?.kind === 'op' && names.includes(token.op)
}

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

function single(spec: DateSpec, next: number): DatesRead {
  return { dates: [spec], next, isRange: false, isVague: false }
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

function calendarAt(tokens: readonly Token[], at: number): DatesRead | null {
  const token = tokens[at]
  if (token?.kind === 'date') {
    return single(
      { ...nothing, year: token.year, month: token.first, day: token.second, mark: token.isIso ? '' : token.mark },
      at + 1,
    )
  }
  if (token?.kind === 'month') return monthFirst(tokens, at, token.month)
  if (token?.kind === 'number') return dayFirst(tokens, at)
  return null
}

/** 'June 22-24, 2026', 'May 5 and 6', 'June 3rd'. */
function monthFirst(tokens: readonly Token[], at: number, month: number): DatesRead | null {
  const after = isOp(tokens[at + 1], 'the', 'comma') || isGlued(tokens, at + 1) ? at + 2 : at + 1
  const list = dayList(tokens, after)
  if (!list) return null
  return withYear(tokens, list.days, month, list.next, list.isRange)
}

/** '22-24 June 2026', '5 and 6 of May', 'the 20th'. */
function dayFirst(tokens: readonly Token[], at: number): DatesRead | null {
  const list = dayList(tokens, at)
  if (!list) return null
  const skip = isOp(tokens[list.next], 'of', 'from') || isGlued(tokens, list.next) ? 1 : 0
  const month = tokens[list.next + skip]
  if (month?.kind === 'month') return withYear(tokens, list.days, month.month, list.next + skip + 1, list.isRange)
  const token = tokens[at]
  if (token?.kind !== 'number' || !token.isOrdinal || token.digits === 1) return null
  return { dates: [{ ...nothing, day: token.value }], next: at + 1, isRange: false, isVague: false }
}

function withYear(tokens: readonly Token[], days: number[], month: number, at: number, isRange: boolean): DatesRead {
  const skip = isOp(tokens[at], 'comma', 'of', 'from') || isGlued(tokens, at) ? 1 : 0
  const token = tokens[at + skip]
  const year =
    token?.kind === 'number' && token.digits === 4 && token.value > 1900 && token.value < 2200 ? token.value : null
  const dates = days.map((day) => ({ ...nothing, year, month, day }))
  return { dates, next: year === null ? at : at + skip + 1, isRange, isVague: false }
}

/** The dashes and strokes of '05-Aug-2026' and '23/Sep'. */
function isGlued(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  return (
    isOp(token, 'to', 'or') &&
    tokens[at - 1]?.end === token?.start &&
    tokens[at + 1]?.start === token?.end &&
    token?.end === (token?.start ?? 0) + 1
  )
}

type Days = { days: number[]; next: number; isRange: boolean }

function dayList(tokens: readonly Token[], at: number): Days | null {
  const first = dayAt(tokens, at, 0)
  if (first === null) return null
  let list: Days = { days: [first], next: at + 1, isRange: false }
  for (;;) {
    const longer = withAnotherDay(tokens, list)
    if (!longer) return list
    list = longer
  }
}

/** A further day of the same month: it must rise, and must not be the start of a time of day. */
function withAnotherDay(tokens: readonly Token[], { days, next: at, isRange: hadRange }: Days): Days | null {
  const from = days.at(-1) ?? 0
  const isRange = isOp(tokens[at], 'to')
  if (!isRange && !isOp(tokens[at], 'comma', 'and', 'or')) return null
  let next = at + 1
  while (isOp(tokens[next], 'and', 'or', 'the')) next += 1
  const day = dayAt(tokens, next, from)
  if (day === null || isTimeAfterAll(tokens, next, isRange)) return null
  const spans = isRange && day - from <= LONGEST_RANGE
  const more = spans ? Array.from({ length: day - from }, (_, step) => from + 1 + step) : [day]
  return { days: [...days, ...more], next: next + 1, isRange: hadRange || isRange }
}

/** 'May 12, 2-4pm', 'May 12, 3 violins': the number counts something else. */
function isTimeAfterAll(tokens: readonly Token[], at: number, isRange: boolean): boolean {
  const [token, after, behind] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (token?.kind === 'number' && token.isOrdinal) return false
  if (after?.kind === 'word' || after?.kind === 'part') return true
  const isClockNext = behind?.kind === 'clock' || behind?.kind === 'number'
  return isClockNext && (isOp(after, 'to') || (isOp(after, 'and') && isRange))
}

function dayAt(tokens: readonly Token[], at: number, above: number): number | null {
  const token = tokens[at]
  if (token?.kind !== 'number' || token.digits > 2) return null
  return Number.isInteger(token.value) && token.value > above && token.value <= 31 ? token.value : null
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
