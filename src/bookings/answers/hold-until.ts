import { Temporal } from 'temporal-polyfill'
import { zoned } from '#src/basics/zoned.ts'

const EVENING = Temporal.PlainTime.from('18:00')
const SOONEST_H = 2
const BEFORE_START_MS = 3_600_000

/**
 * By when a musician who said yes hears more: the next 6 PM of the studio that is two hours away, and an hour before
 * the session at the latest; in that last hour, by its start.
 */
export function holdUntil(now: Date, start: Date, zone: string): Date {
  const here = zoned(now, zone)
  const today = here.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: EVENING })
  const isSoon = Temporal.ZonedDateTime.compare(today, here.add({ hours: SOONEST_H })) < 0
  const evening = isSoon
    ? here.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: EVENING })
    : today
  const latest = start.getTime() - BEFORE_START_MS
  return new Date(Math.min(evening.epochMilliseconds, latest > now.getTime() ? latest : start.getTime()))
}
