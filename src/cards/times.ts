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

/** `7 AM`, `7:30 AM`: the minute it is over by, in the reader's zone. */
export function writeHour(at: Date, zone: string): string {
  return format12(nextMinute(at), zone, { hour: 'numeric', minute: '2-digit' }).replace(':00', '')
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

/** `at 14:02` today, `on Mon 2 Mar, 14:02` on another day. */
export function writeAt(at: Date, zone: string, now: Date, hours: Hours = 24): string {
  const when = writeWhen(at, zone, now, hours)
  return `${when.includes(',') ? 'on' : 'at'} ${when}`
}

function format(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour12: false, ...options }).format(at)
}

function format12(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  // Some versions part the time from AM by a narrow space that phones do not show.
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(at).replace(/\s/g, ' ')
}
