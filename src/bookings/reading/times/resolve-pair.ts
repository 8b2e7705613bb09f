import { Temporal } from 'temporal-polyfill'
import { atClock, type ClockFound } from '#src/reading/dates.ts'
import type { Doubt } from '../problems.ts'
import { type ClockRead, type ClockWindow, settleClock } from './settle-clock.ts'
import { type DateSetting, settleDate, shortDay } from './settle-date.ts'
import type { Moment } from './time-items.ts'
import { clockLabel, zoneLabel } from './time-labels.ts'
import type { Pair } from './time-pairs.ts'
import type { TimeSpec } from './time-spec.ts'
import type { ZoneMention } from './zones.ts'

type Zoned = Temporal.ZonedDateTime
export type Span = { start: Zoned | null; end: Zoned | null }
/** One way to read a window; the first of a list is the one taken. */
export type Choice = Span & { label: string }
export type Window = Span & { doubts: Doubt[]; choices: Choice[] }
type Resolved = { window: Window | null; doubts: Doubt[] }
export type ZoneSetting = DateSetting & {
  zone: string
  otherZone: string | null
  received: Temporal.Instant
  is24: boolean
  /** Length of the session, where the mail says one for all times. */
  minutes: number | null
}

/** A window on the clock of its zone, with what is doubtful about it; `window` null: there is no such window. */
export function resolvePair(pair: Pair, setting: ZoneSetting): Resolved {
  if (pair.kind === 'moment') return resolveMoment(pair.moment, setting)
  const read = settleDate(pair.date, setting)
  if (read.date === null) return { window: null, doubts: read.doubts }
  const clock = settleClock(withLength(pair.time, setting.minutes), setting.is24)
  const zone = pair.time?.zone?.zone ?? setting.zone
  const end = pair.time?.endDate ? settleDate(pair.time.endDate, { ...setting, today: read.date }) : null
  const span = placed(read.date, end?.date ?? null, clock.window, zone)
  const label = `${shortDay(read.date)}, ${clockLabel(span.start, span.end)}`
  if (clock.isBackwards || isReversed(span)) {
    return { window: null, doubts: [...read.doubts, { problem: 'end_before_start', about: label }] }
  }
  const doubts: Doubt[] = [
    ...read.doubts,
    ...loosely(clock, pair.isVague, read.date, label),
    ...offClock(read.date, clock.window, zone),
    ...misnamed(span, pair.time),
    ...unequal(read.date, span, pair.time),
    ...late(span, setting),
  ]
  const clocks = [clock.window, ...(clock.other ? [clock.other] : [])]
  return {
    window: { ...span, doubts, choices: readings([read.date, ...read.others], clocks, pair.time, setting) },
    doubts: [],
  }
}

function withLength(time: TimeSpec | null, minutes: number | null): TimeSpec | null {
  return time?.start && !time.end && !time.isOpen && time.minutes === null ? { ...time, minutes } : time
}

function loosely(clock: ClockRead, isVague: boolean, date: Temporal.PlainDate, label: string): Doubt[] {
  const doubts: Doubt[] = []
  if (isVague || clock.isVague) doubts.push({ problem: 'vague_time' })
  if (clock.isAllDay) doubts.push({ problem: 'all_day', about: shortDay(date) })
  if (clock.isOpen) doubts.push({ problem: 'open_ended_time', about: label })
  if (clock.other) doubts.push({ problem: 'ambiguous_ampm', about: label })
  return doubts
}

function placed(
  date: Temporal.PlainDate,
  endDate: Temporal.PlainDate | null,
  { start, end }: ClockWindow,
  zone: string,
): Span {
  return {
    start: start === null ? null : at(date, start, zone),
    end: end === null ? null : at(endDate ?? date, end, zone),
  }
}

function clockOn(date: Temporal.PlainDate, minutes: number, zone: string): ClockFound {
  const clock = new Temporal.PlainTime(Math.floor((minutes % 1440) / 60), minutes % 60)
  return atClock(date.add({ days: Math.floor(minutes / 1440) }), clock, zone)
}

function at(date: Temporal.PlainDate, minutes: number, zone: string): Zoned {
  return clockOn(date, minutes, zone).instant.toZonedDateTimeISO(zone)
}

function isReversed({ start, end }: Span): boolean {
  return start !== null && end !== null && Temporal.ZonedDateTime.compare(start, end) >= 0
}

function offClock(date: Temporal.PlainDate, { start, end }: ClockWindow, zone: string): Doubt[] {
  const odd = { never: 'nonexistent_local_time', twice: 'ambiguous_local_time', once: null } as const
  return [start, end].flatMap((minutes) => {
    const problem = minutes === null ? null : odd[clockOn(date, minutes, zone).comes]
    return problem ? [{ problem, about: shortDay(date) }] : []
  })
}

/** 'EST' in July: the clock on the wall is meant. */
function misnamed({ start, end }: Span, time: TimeSpec | null): Doubt[] {
  const [when, mention] = [start ?? end, time?.zone]
  return when && mention && isMisnamed(when, mention)
    ? [{ problem: 'tz_abbrev_mismatch', about: mention.text.toUpperCase() }]
    : []
}

/** '2 PM ET (12 PM PT)': the hour of the other zone is not the same instant. */
function unequal(date: Temporal.PlainDate, { start }: Span, time: TimeSpec | null): Doubt[] {
  if (!time?.also || !start) return []
  const { window } = settleClock({ ...time, start: time.also.clock, end: null, minutes: null, endDate: null }, false)
  const other = window.start === null ? null : at(date, window.start, time.also.zone.zone)
  if (!other || other.epochMilliseconds === start.epochMilliseconds) return []
  const about = [start, other].map((one) => `${clockLabel(one, null)} ${zoneLabel(one.timeZoneId)}`).join(' and ')
  return [{ problem: 'tz_conflict', about }]
}

function isMisnamed(when: Zoned, { season }: ZoneMention): boolean {
  if (season === null) return false
  const offsets = [1, 7].map((month) => when.with({ month, day: 1 }).offsetNanoseconds)
  const [winter, summer] = [Math.min(...offsets), Math.max(...offsets)]
  if (winter === summer) return false
  return when.offsetNanoseconds !== (season === 'standard' ? winter : summer)
}

function late({ start, end }: Span, { received }: ZoneSetting): Doubt[] {
  const doubts: Doubt[] = []
  const when = start ?? end
  if (when && Temporal.Instant.compare(when.toInstant(), received) < 0)
    doubts.push({ problem: 'past_date', about: shortDay(when.toPlainDate()) })
  if (start && end && start.offset !== end.offset)
    doubts.push({ problem: 'spans_dst_change', about: shortDay(start.toPlainDate()) })
  return doubts
}

/** Every way the window can be read, the one taken first; one alone is no choice. */
function readings(
  dates: Temporal.PlainDate[],
  clocks: ClockWindow[],
  time: TimeSpec | null,
  setting: ZoneSetting,
): Choice[] {
  const zone = time?.zone?.zone ?? setting.zone
  const zones = setting.otherZone === null || setting.otherZone === zone ? [zone] : [zone, setting.otherZone]
  const showsClock = clocks.length + zones.length > 2
  const choices = dates.flatMap((date) =>
    clocks.flatMap((clock) =>
      zones.map((one) => {
        const span = placed(date, null, clock, one)
        const label = showsClock ? `${shortDay(date)}, ${clockLabel(span.start, span.end)}` : shortDay(date)
        return { ...span, label: zones.length > 1 ? `${label} ${zoneLabel(one)}` : label }
      }),
    ),
  )
  return choices.length > 1 ? choices : []
}

function resolveMoment({ start, end, minutes }: Moment, setting: ZoneSetting): Resolved {
  const from = zonedOf(start, setting.zone)
  if (!from) return { window: null, doubts: [{ problem: 'invalid_date', about: start }] }
  const lasting = minutes === null ? null : from.add({ minutes })
  const to = end === null ? lasting : zonedOf(end, setting.zone)
  if (end !== null && !to) return { window: null, doubts: [{ problem: 'invalid_date', about: end }] }
  const span = { start: from, end: to }
  const about = shortDay(from.toPlainDate())
  if (isReversed(span)) return { window: null, doubts: [{ problem: 'end_before_start', about }] }
  const open: Doubt[] = to === null ? [{ problem: 'open_ended_time', about }] : []
  return { window: { ...span, doubts: [...open, ...late(span, setting)], choices: [] }, doubts: [] }
}

/** With an offset it is an instant, shown in the zone; without one the zone's clock. */
function zonedOf(iso: string, zone: string): Zoned | null {
  try {
    if (/(?:Z|[+-]\d\d:\d\d)$/.test(iso)) return Temporal.Instant.from(iso).toZonedDateTimeISO(zone)
    return Temporal.PlainDateTime.from(iso).toZonedDateTime(zone)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
