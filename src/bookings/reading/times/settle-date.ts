import { Temporal } from 'temporal-polyfill'
import type { Doubt } from '../problems.ts'
import type { DateSpec } from './calendar-days.ts'

export type DateRead = {
  date: Temporal.PlainDate
  /** Other days the writer may have meant. */
  others: Temporal.PlainDate[]
  doubts: Doubt[]
}
/**
 * `today`: the day the mail came, in its zone; `isDayFirst`: the writer's language puts the day first; `isMonthFirst`:
 * another date of the mail can only be so, or the form says it; `isDayTold`: the form says that the day is first;
 * `years`: those the mail names at other dates.
 */
export type DateSetting = {
  today: Temporal.PlainDate
  isDayFirst: boolean
  isMonthFirst: boolean
  isDayTold: boolean
  isForeign: boolean
  years: ReadonlySet<number>
}

const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 'Jan 14'. */
function shortDate(date: Temporal.PlainDate): string {
  return `${monthNames[date.month - 1]} ${date.day}`
}

/** 'Wed Jan 14'. */
export function shortDay(date: Temporal.PlainDate): string {
  return `${names[date.dayOfWeek - 1]?.slice(0, 3)} ${shortDate(date)}`
}

/** The day that is meant, or null and the doubt where there is no such day. */
export function settleDate(spec: DateSpec, setting: DateSetting): DateRead | { date: null; doubts: Doubt[] } {
  if (spec.isOfWeek) return ofWeek(spec, setting)
  if (spec.inDays !== null) return inferred(setting.today.add({ days: spec.inDays }), [])
  const { year, month, weekday, nth } = spec
  if (nth !== null && month !== null && weekday !== null)
    return inferred(nthOf({ year, month, weekday, nth }, setting.today), [])
  if (spec.day === null || spec.month === null)
    return spec.day === null ? byWeekday(spec, setting.today) : byDayOfMonth(spec.day, spec.weekday, setting.today)
  const order = (setting.isDayTold && asTold(spec)) || orderOf(spec, setting)
  const date = calendarDay(spec.year, order.month, order.day, setting.today)
  if (!date) return { date: null, doubts: [{ problem: 'invalid_date', about: written(spec) }] }
  return checked(
    spec,
    setting.years,
    date,
    order.isAmbiguous ? calendarDay(spec.year, order.day, order.month, setting.today) : null,
  )
}

/** The first day of its name from the named date on. */
function ofWeek(spec: DateSpec, setting: DateSetting): ReturnType<typeof settleDate> {
  const from = settleDate({ ...spec, weekday: null, isOfWeek: false }, setting)
  if (from.date === null) return from
  return { ...from, date: from.date.add({ days: ((spec.weekday ?? 1) - from.date.dayOfWeek + 7) % 7 }), others: [] }
}

function written({ year, month, day }: DateSpec): string {
  const name = monthNames[(month ?? 0) - 1]
  return `${name ? `${name} ${day}` : `${month}/${day}`}${year === null ? '' : `, ${year}`}`
}

function inferred(date: Temporal.PlainDate, others: Temporal.PlainDate[]): DateRead {
  return { date, others, doubts: [{ problem: 'date_inferred', about: shortDay(date) }] }
}

type NthDay = { year: number | null; month: number; weekday: number; nth: number }

/** The first or the last weekday of its name in a month, of this year or the next. */
function nthOf(named: NthDay, today: Temporal.PlainDate): Temporal.PlainDate {
  const { year, month, weekday, nth } = named
  const first = Temporal.PlainDate.from({ year: year ?? today.year, month, day: 1 })
  const from = nth < 0 ? first.add({ months: 1 }) : first
  const date = from.add({ days: ((weekday - from.dayOfWeek + 7) % 7) + (nth < 0 ? nth : nth - 1) * 7 })
  const isPast = year === null && Temporal.PlainDate.compare(date, today) < 0
  return isPast ? nthOf({ ...named, year: today.year + 1 }, today) : date
}

function byWeekday({ weekday, isNext, weeksOn }: DateSpec, today: Temporal.PlainDate): DateRead {
  const ahead = ((weekday ?? 1) - today.dayOfWeek + 7) % 7 || 7
  const coming = today.add({ days: ahead })
  // The week of 'next Friday' is the one after this, and half of all writers mean the coming one.
  const isThisWeek = isNext && coming.dayOfWeek > today.dayOfWeek
  return isThisWeek ? inferred(coming.add({ days: 7 }), [coming]) : inferred(coming.add({ weeks: weeksOn }), [])
}

/** 'the 14th': the next one; 'Saturday the 14th': the next that is a Saturday, within three months. */
function byDayOfMonth(
  day: number,
  weekday: number | null,
  today: Temporal.PlainDate,
): DateRead | { date: null; doubts: Doubt[] } {
  const days = [0, 1, 2, 3].flatMap((ahead) => {
    const month = today.toPlainYearMonth().add({ months: ahead })
    return day > month.daysInMonth || day < 1 ? [] : [month.toPlainDate({ day })]
  })
  const coming = days.filter((one) => Temporal.PlainDate.compare(one, today) >= 0)
  const date = coming.slice(0, 3).find((one) => one.dayOfWeek === weekday) ?? coming[0]
  if (!date) return { date: null, doubts: [{ problem: 'invalid_date', about: `the ${day}th` }] }
  const read = inferred(date, [])
  if (weekday === null) return read
  if (weekday === coming[0]?.dayOfWeek) {
    // That day has that name in no other month near.
    const about = `${shortDate(date)}, ${date.year}`
    return { date, others: [], doubts: [{ problem: 'missing_year', about }] }
  }
  if (weekday === date.dayOfWeek) return read
  return {
    ...read,
    doubts: [
      ...read.doubts,
      { problem: 'weekday_mismatch', about: `${shortDate(date)} is a ${names[date.dayOfWeek - 1]}` },
    ],
    others: [nearest(date, weekday)],
  }
}

/** "12.11.2026": who writes points writes the day first. */
function isDotted({ mark, year }: DateSpec, isDayFirst: boolean): boolean {
  return mark.startsWith('.') && (isDayFirst || year !== null)
}

type Order = { month: number; day: number; isAmbiguous: boolean }

/** "Date (DD/MM/YYYY)" */
function asTold({ month, day, mark }: DateSpec): Order | null {
  return mark === '' || month === null || (day ?? 13) > 12 ? null : { month: day ?? 0, day: month, isAmbiguous: false }
}

function orderOf(spec: DateSpec, { isDayFirst, isMonthFirst, isForeign }: DateSetting): Order {
  const [first, second] = [spec.month ?? 0, spec.day ?? 0]
  if (spec.mark === '') return { month: first, day: second, isAmbiguous: false }
  const canSwap = first <= 12 && second <= 12 && !isMonthFirst
  if (first > 12 || (second <= 12 && isDotted(spec, isDayFirst)))
    return { month: second, day: first, isAmbiguous: canSwap && first !== second && !isDayFirst }
  const isLoose = !spec.mark.includes('0') || spec.mark.startsWith('.')
  return { month: first, day: second, isAmbiguous: canSwap && first !== second && (isLoose || isForeign || isDayFirst) }
}

/** Without a year: the next such date. */
function calendarDay(
  year: number | null,
  month: number,
  day: number,
  today: Temporal.PlainDate,
): Temporal.PlainDate | null {
  if (year !== null) return plainDate(year, month, day)
  for (let ahead = 0; ahead < 9; ahead += 1) {
    const date = plainDate(today.year + ahead, month, day)
    if (date && Temporal.PlainDate.compare(date, today) >= 0) return date
  }
  return null
}

function plainDate(year: number, month: number, day: number): Temporal.PlainDate | null {
  if (month < 1 || month > 12 || day < 1 || year < 1900 || year > 2200) return null
  const start = Temporal.PlainDate.from({ year, month, day: 1 })
  return day > start.daysInMonth ? null : start.with({ day })
}

function checked(
  spec: DateSpec,
  years: ReadonlySet<number>,
  date: Temporal.PlainDate,
  swapped: Temporal.PlainDate | null,
): DateRead {
  const doubts: Doubt[] = []
  const others: Temporal.PlainDate[] = []
  if (spec.year === null && !years.has(date.year))
    doubts.push({ problem: 'missing_year', about: `${shortDate(date)}, ${date.year}` })
  if (swapped && spec.weekday !== date.dayOfWeek) {
    doubts.push({ problem: 'ambiguous_date_format', about: `${shortDate(date)} or ${shortDate(swapped)}` })
    others.push(swapped)
  }
  if (spec.weekday !== null && spec.weekday !== date.dayOfWeek) {
    doubts.push({ problem: 'weekday_mismatch', about: `${shortDate(date)} is a ${names[date.dayOfWeek - 1]}` })
    others.push(nearest(date, spec.weekday))
  }
  return { date, others, doubts }
}

/** The day of that name closest to the date. */
function nearest(date: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  const ahead = (weekday - date.dayOfWeek + 7) % 7
  return ahead <= 3 ? date.add({ days: ahead }) : date.subtract({ days: 7 - ahead })
}
