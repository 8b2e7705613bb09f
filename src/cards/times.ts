import { writeDate } from '#src/basics/write-date.ts'

/** `Los Angeles` of `America/Los_Angeles`. */
export function writeCity(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

/** `New York time`, `UTC`: by whose clock something is told. */
export function nameZone(zone: string): string {
  return zone === 'UTC' ? zone : `${writeCity(zone)} time`
}

/** How the people of a pipeline write a time of day: `2:02 PM`, or `14:02`. */
export type Hours = 12 | 24

/** `14:02`, `2:02 PM`: in the reader's zone. */
export function writeClock(at: Date, zone: string, hours: Hours = 24): string {
  return hours === 24
    ? format(at, zone, { hour: '2-digit', minute: '2-digit' })
    : format12(at, zone, { hour: 'numeric', minute: '2-digit' })
}

/** `14:02:15`, `2:02:15 PM` */
export function writeSeconds(at: Date, zone: string, hours: Hours = 24): string {
  return hours === 24
    ? format(at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : format12(at, zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' })
}

/** The minute by which a moment is over: nobody is told one that comes before it. */
export function nextMinute(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / 60_000) * 60_000)
}

/** `14:02` today, `Mon 2 Mar, 14:02` on another day; `2:02 PM`, `Mon Mar 2, 2:02 PM`. */
export function writeWhen(at: Date, zone: string, now: Date, hours: Hours = 24): string {
  const dateOf = (date: Date) => format(date, zone, { year: 'numeric', month: 'numeric', day: 'numeric' })
  const clock = writeClock(at, zone, hours)
  if (dateOf(at) === dateOf(now)) return clock
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
  return `${hours === 24 ? format(at, zone, day) : format12(at, zone, day).replace(',', '')}, ${clock}`
}

/** A moment in words that are kept: each reader has it by their own clock. */
export function keepTime(at: Date): string {
  return at.toISOString()
}

/** Words that were kept, their moments told by one clock. */
export function tellTimes(words: string, when: (at: Date) => string): string {
  return words.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (kept) => when(new Date(kept)))
}

/** `at 14:02` today, `on Mon 2 Mar, 14:02` on another day. */
export function writeAt(at: Date, zone: string, now: Date, hours: Hours = 24): string {
  const when = writeWhen(at, zone, now, hours)
  return `${when.includes(',') ? 'on' : 'at'} ${when}`
}

function format(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  return writeDate(at, 'en-GB', { timeZone: zone, hour12: false, ...options })
}

function format12(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  return writeDate(at, 'en-US', { timeZone: zone, ...options })
}
