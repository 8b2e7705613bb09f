import { Temporal } from 'temporal-polyfill'
import { zoned } from '#src/basics/zoned.ts'

/**
 * When a text may next reach someone: `now` itself outside the quiet hours, else their end, in the recipient's zone.
 * `hours` is `21:00-08:00`; a span over midnight is one night.
 */
export function afterQuietHours(hours: string, zone: string, now: Date): Date {
  const [from, to] = hours.split('-').map((text) => Temporal.PlainTime.from(text))
  if (!from || !to || Temporal.PlainTime.compare(from, to) === 0) return now
  const here = zoned(now, zone)
  const time = here.toPlainTime()
  const overMidnight = Temporal.PlainTime.compare(from, to) > 0
  const afterStart = Temporal.PlainTime.compare(time, from) >= 0
  const beforeEnd = Temporal.PlainTime.compare(time, to) < 0
  if (overMidnight ? !afterStart && !beforeEnd : !(afterStart && beforeEnd)) return now
  const day = overMidnight && afterStart ? here.toPlainDate().add({ days: 1 }) : here.toPlainDate()
  return new Date(day.toZonedDateTime({ timeZone: zone, plainTime: to }).epochMilliseconds)
}
