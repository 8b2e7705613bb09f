import { Temporal } from 'temporal-polyfill'

/** What the clock and the calendar of this zone say. */
export function zoned(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
}
