import type { Temporal } from 'temporal-polyfill'
import { dateFormat, writeDate } from '#src/basics/write-date.ts'
import { zoned } from '#src/basics/zoned.ts'
import type { Hours } from '#src/cards/times.ts'
import type { Span } from './span.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Tue Feb 10, 11 AM-1 PM ET`, `Tue Feb 10, 11:00-13:00 ET`: a session in someone's zone, in plain ASCII. */
export function writeSession({ start, end }: Span, zone: string, hours: Hours = 12): string {
  const [from, to] = [zoned(start, zone), zoned(end, zone)]
  const last = from.toPlainDate().equals(to.toPlainDate())
    ? writeHour(to, hours)
    : `${writeDay(to)} ${writeHour(to, hours)}`
  const first = writeHour(from, hours)
  const half = first.slice(-3)
  const isHalfTold = hours === 12 && last.endsWith(half) && sameDay(from, to)
  return `${writeDay(from)}, ${isHalfTold ? first.slice(0, -3) : first}-${last} ${writeZone(start, zone)}`
}

/** `Tue 11 AM ET` */
export function writeStart({ start }: Pick<Span, 'start'>, zone: string): string {
  const from = zoned(start, zone)
  return `${DAYS[from.dayOfWeek - 1]} ${writeHour(from, 12)} ${writeZone(start, zone)}`
}

/** `6 PM` today, `Wed 6 PM` on another day; `18:00`. */
export function writeDeadline(at: Date, zone: string, now: Date, hours: Hours = 12): string {
  const when = zoned(at, zone)
  return sameDay(when, zoned(now, zone))
    ? writeHour(when, hours)
    : `${DAYS[when.dayOfWeek - 1]} ${writeHour(when, hours)}`
}

/** `Tue Feb 10` */
function writeDay(at: Temporal.ZonedDateTime): string {
  return `${DAYS[at.dayOfWeek - 1]} ${MONTHS[at.month - 1]} ${at.day}`
}

/** `11 AM`, `3:30 PM`; `11:00`, `15:30` */
function writeHour(at: Temporal.ZonedDateTime, hours: Hours): string {
  if (hours === 24) return at.toPlainTime().toString({ smallestUnit: 'minute' })
  const minute = at.minute ? `:${String(at.minute).padStart(2, '0')}` : ''
  return `${at.hour % 12 || 12}${minute} ${at.hour < 12 ? 'AM' : 'PM'}`
}

/** `ET`; where a zone has no short name of its own, the one of that day: `GMT+1`. */
function writeZone(at: Date, zone: string): string {
  const generic = nameOf(at, zone, 'shortGeneric')
  return /^[A-Z]{2,4}$/.test(generic) ? generic : nameOf(at, zone, 'short')
}

function nameOf(at: Date, timeZone: string, timeZoneName: 'short' | 'shortGeneric'): string {
  const parts = dateFormat('en-US', { timeZone, timeZoneName }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

function sameDay(a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): boolean {
  return a.toPlainDate().equals(b.toPlainDate())
}

/** With the year, as the reader wants it: `Tuesday, January 14, 2026, 3:00 PM - 5:00 PM`. */
export function writeForForm({ start, end }: Span, timeZone: string): string {
  const day = writeDate(start, 'en-US', { timeZone, dateStyle: 'full' })
  const clock = (at: Date) => writeDate(at, 'en-US', { timeZone, timeStyle: 'short' })
  return `${day}, ${clock(start)} - ${clock(end)}`
}
