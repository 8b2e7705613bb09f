import { Temporal } from 'temporal-polyfill'
import { zoned } from '#src/basics/zoned.ts'

/** Working hours of one local day; `date` is the day they began on. */
export type Window = { date: string; from: Date; to: Date }

export type Hours = { start: string; end: string; zone: string }

/**
 * The hours that begin on a local date. An end at or before the start lies on the next day, 24:00 is midnight. A wall
 * time that a clock change skips is read as the clock shows it then, one that comes twice as its first.
 */
export function windowOn(date: string, { start, end, zone }: Hours): Window {
  const day = Temporal.PlainDate.from(date)
  const isOver = end.startsWith('24') || end.slice(0, 5) <= start.slice(0, 5)
  const last = isOver ? day.add({ days: 1 }) : day
  return {
    date,
    from: at(day, start, zone),
    to: end.startsWith('24') ? at(day.add({ days: 1 }), '00:00', zone) : at(last, end, zone),
  }
}

/** The local date at a moment. */
export function dateAt(moment: Date, zone: string): string {
  return zoned(moment, zone).toPlainDate().toString()
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** Local midnight at the start of a date. */
export function midnightOf(date: string, zone: string): Date {
  return at(Temporal.PlainDate.from(date), '00:00', zone)
}

function at(day: Temporal.PlainDate, time: string, zone: string): Date {
  const moment = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
  return new Date(moment.epochMilliseconds)
}
