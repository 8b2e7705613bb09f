import { Temporal } from 'temporal-polyfill'
import { findDates } from '#src/reading/dates.ts'
import type { Offered } from './offered-words.ts'
import { BY_HOUR, OF_ALL, type Said } from './said.ts'

/** Where a text says how long something lasts: `start..end` of it, and `text`, what tells it. */
export type Span = { start: number; end: number; text: string }

const UNTIL = /(?<!\p{L})(?:until|till?|thru|through|hasta(?: el)?|jusqu'au)(?: (?:after|mid|early|late))?[ -]/gu
const BETWEEN = /(?<!\p{L})(?:from|between) (?=(?:the )?[\p{L}\d])/gu
const FURTHER = /^further notice/
const NTH = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)(?![\p{L}\d])(?! of )/u
const BARE = /^(\d{1,2})(?![\p{L}\d:]| de | [ap])/u
const JOINT = /^ ?(?:-|and|to|until|till?|thru|through) ?/
const CLOCK = /^(\d{1,2})(?::(\d\d))? ?([ap])?(?:m|\.m\.)?(?![\p{L}\d:/]|[.-]\d)/u
/** "hasta el 6", "jusqu'au 20": behind an article stands a day. */
const DAY_FOLLOWS = /(?:hasta el|jusqu'au) $/
const BARE_HOURS = 12
const LONG_DAYS: Record<string, string> = {
  spring: '03-20',
  summer: '06-21',
  fall: '09-22',
  autumn: '09-22',
  winter: '12-21',
  christmas: '12-25',
  'the holidays': '12-25',
  'new year': '01-01',
  'the new year': '01-01',
}

/**
 * What lasts over every offer that is asked, so that who is away as long cannot come: "until March", "from the 20th to
 * the 25th". What ends before one of them is no such span, and neither is a day that nobody can tell without `today`.
 */
export function findSpans(text: string, offers: readonly Offered[], today?: Temporal.PlainDate): Span[] {
  const days = daysOf(offers)
  if (!today || days.length === 0) return []
  const isBefore = (one: Temporal.PlainDate) => days.every((day) => Temporal.PlainDate.compare(day, one) < 0)
  const isAfter = (one: Temporal.PlainDate) => days.every((day) => Temporal.PlainDate.compare(day, one) >= 0)
  const until = [...text.matchAll(UNTIL)].flatMap(({ 0: found, index }) => {
    const at = index + found.length
    const day = dayAt(text, at, today)
    if (FURTHER.test(text.slice(at))) return [{ start: index, end: at + 'further notice'.length, text: OF_ALL }]
    if (day) return isBefore(day.date) ? [{ start: index, end: day.end, text: OF_ALL }] : []
    const hour = DAY_FOLLOWS.test(found) ? null : hourAt(text, at)
    return hour && offers.every((offer) => lastsUntil(offer, hour.clock)) ? [{ ...hour, start: index }] : []
  })
  const between = [...text.matchAll(BETWEEN)].flatMap(({ 0: found, index }) => {
    const first = dayAt(text, index + found.length, today)
    const [joint = ''] = JOINT.exec(text.slice(first?.end ?? text.length)) ?? []
    const last = first && joint ? dayAt(text, first.end + joint.length, first.date) : null
    return last && isAfter(first?.date ?? today) && isBefore(last.date.add({ days: 1 }))
      ? [{ start: index, end: last.end, text: OF_ALL }]
      : []
  })
  return [...between, ...until]
}

/** "till 6 pm", "till 17:30"; a number alone may be a day as well, and above twelve it more likely is. */
function hourAt(text: string, at: number): { clock: RegExpExecArray; end: number; text: string } | null {
  const clock = CLOCK.exec(text.slice(at, at + 12))
  const isBare = clock !== null && clock[2] === undefined && clock[3] === undefined
  if (!clock || (isBare && Number(clock[1]) > BARE_HOURS)) return null
  return { clock, end: at + clock[0].length, text: isBare ? BY_HOUR : OF_ALL }
}

/** "till 6" of a session from 3 to 5: it is over by then. A bare hour is one of the evening where few are awake. */
function lastsUntil({ starts, ends, isPast }: Offered, [, clock, minutes = '0', half]: RegExpExecArray): boolean {
  if (isPast || !starts || !ends) return isPast === true
  const hour = Number(clock)
  const isLater = half ? half === 'p' && hour < 12 : hour < EARLIEST
  const until = starts.with({ hour: 0, minute: 0 }).add({ hours: hour + (isLater ? 12 : 0), minutes: Number(minutes) })
  return Temporal.PlainDateTime.compare(ends, until) <= 0
}

const EARLIEST = 8

type Parts = Record<string, (day: Temporal.PlainDate) => string>
const OWN: Parts = {
  'this week': ({ yearOfWeek, weekOfYear }) => `${yearOfWeek} ${weekOfYear}`,
  'this month': ({ year, month }) => `${year} ${month}`,
  today: (day) => day.toString(),
}
const WEEKEND = /^(?:this|the|all|the whole) weekend$/

/** "That week" is the week of all that is asked; "this week" is the writer's own, which only `today` tells. */
export function settleTime(one: Said, offers: readonly Offered[], today?: Temporal.PlainDate): Said {
  const days = daysOf(offers)
  const own = OWN[one.tag === 'week' || WEEKEND.test(one.text) ? 'this week' : one.tag]
  if (!own) return one
  if (one.tag === 'week') return { ...one, tag: 'span', text: new Set(days.map(own)).size === 1 ? OF_ALL : '' }
  const isNow = today !== undefined && days.length > 0 && days.every((day) => own(day) === own(today))
  if (!isNow) return { ...one, tag: 'when', offers: undefined }
  return one.offers ? one : { ...one, tag: 'span', text: OF_ALL }
}

function daysOf(offers: readonly Offered[]): Temporal.PlainDate[] {
  return offers.flatMap(({ starts, isPast }) => (starts && !isPast ? [starts.toPlainDate()] : []))
}

type Day = { date: Temporal.PlainDate; end: number }

/** The day that is written at `at`, the next such one from `today` on. */
function dayAt(text: string, at: number, today: Temporal.PlainDate): Day | null {
  const rest = text.slice(at, at + 40)
  const [nth, day] = NTH.exec(rest) ?? (DAY_FOLLOWS.test(text.slice(0, at)) ? BARE.exec(rest) : null) ?? []
  if (nth) return { date: nextDay(today, Number(day)), end: at + nth.length }
  const season = Object.keys(LONG_DAYS).find((one) => rest.startsWith(one))
  if (season) return { date: nextDate(today, LONG_DAYS[season] ?? ''), end: at + season.length }
  const found = findDates(rest, { today, dayFirst: false }).find(({ start }) => start === 0)
  return found ? { date: found.until ?? found.date, end: at + found.end } : null
}

function nextDay(today: Temporal.PlainDate, day: number): Temporal.PlainDate {
  const here = today.with({ day: Math.max(1, day) })
  return day > today.day ? here : here.add({ months: 1 })
}

function nextDate(today: Temporal.PlainDate, monthDay: string): Temporal.PlainDate {
  const here = Temporal.PlainDate.from(`${today.year}-${monthDay}`)
  return Temporal.PlainDate.compare(here, today) > 0 ? here : here.add({ years: 1 })
}
