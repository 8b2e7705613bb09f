import type { Token } from './time-tokens.ts'
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

export const nothing: DateSpec = {
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
export const LONGEST_RANGE = 14

export function isOp(token: Token | undefined, ...names: Op[]): boolean {
  return token?.kind === 'op' && names.includes(token.op)
}

export function single(spec: DateSpec, next: number): DatesRead {
  return { dates: [spec], next, isRange: false, isVague: false }
}

/** A day of a month, or several: 'June 22-24, 2026', '5 and 6 of May', '3/4', 'the 20th'. */
export function calendarAt(tokens: readonly Token[], at: number): DatesRead | null {
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

export function withYear(
  tokens: readonly Token[],
  days: number[],
  month: number,
  at: number,
  isRange: boolean,
): DatesRead {
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

export function dayAt(tokens: readonly Token[], at: number, above: number): number | null {
  const token = tokens[at]
  if (token?.kind !== 'number' || token.digits > 2) return null
  return Number.isInteger(token.value) && token.value > above && token.value <= 31 ? token.value : null
}
