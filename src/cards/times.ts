/** `Los Angeles` of `America/Los_Angeles`. */
export function writeCity(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

/** `14:02`, in the reader's zone. */
export function writeClock(at: Date, zone: string): string {
  return format(at, zone, { hour: '2-digit', minute: '2-digit' })
}

/** `14:02:15` */
export function writeSeconds(at: Date, zone: string): string {
  return format(at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}

/** `7 AM`, `7:30 AM`: the minute it is over by, in the reader's zone. */
export function writeHour(at: Date, zone: string): string {
  const minute = new Date(Math.ceil(at.getTime() / 60_000) * 60_000)
  const said = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(minute)
  return said.replace(':00', '').replace(/\s/g, ' ')
}

/** `14:02` today, `Mon 2 Mar, 14:02` on another day. */
export function writeWhen(at: Date, zone: string, now: Date): string {
  const day = (date: Date) => format(date, zone, { year: 'numeric', month: 'numeric', day: 'numeric' })
  if (day(at) === day(now)) return writeClock(at, zone)
  return `${format(at, zone, { weekday: 'short', day: 'numeric', month: 'short' })}, ${writeClock(at, zone)}`
}

/** `at 14:02` today, `on Mon 2 Mar, 14:02` on another day. */
export function writeAt(at: Date, zone: string, now: Date): string {
  const when = writeWhen(at, zone, now)
  return `${when.includes(',') ? 'on' : 'at'} ${when}`
}

function format(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour12: false, ...options }).format(at)
}
