import { Temporal } from 'temporal-polyfill'
import type { TimeSpec } from './clock-phrases.ts'
import type { Doubt } from './problems.ts'
import { type ClockWindow, settleClock } from './settle-clock.ts'
import { type DateSetting, settleDate, shortDay } from './settle-date.ts'
import type { Moment } from './time-items.ts'
import { clockLabel, zoneLabel } from './time-labels.ts'
import type { Pair } from './time-pairs.ts'
import type { ZoneMention } from './zones.ts'

type Zoned = Temporal.ZonedDateTime
export type Span = { start: Zoned | null; end: Zoned | null }
/** One way to read a window; the first of a list is the one taken. */
export type Choice = Span & { label: string }
export type Window = Span & { doubts: Doubt[]; choices: Choice[] }
export type ZoneSetting = DateSetting & {
  zone: string
  otherZone: string | null
  received: Temporal.Instant
  is24: boolean
}

/** A window on the clock of its zone, with what is doubtful about it; `window` null: there is no such window. */
export function resolvePair(pair: Pair, setting: ZoneSetting): { window: Window | null; doubts: Doubt[] } {
  if (pair.kind === 'moment') return resolveMoment(pair.moment, setting)
  const read = settleDate(pair.date, setting)
  if (read.date === null) return { window: null, doubts: read.doubts }
  const clock = settleClock(pair.time, setting.is24)
  const zone = pair.time?.zone?.zone ?? setting.zone
  const ends = pair.time?.endDate ? settleDate(pair.time.endDate, { ...setting, today: read.date }) : null
  const endDate = ends?.date ?? null
  const doubts = [...read.doubts]
  if (pair.isVague || clock.isVague) doubts.push({ problem: 'vague_time' })
  if (clock.isAllDay) doubts.push({ problem: 'all_day', about: shortDay(read.date) })
  const span = placed(read.date, endDate, clock.window, zone)
  if (clock.isBackwards || isReversed(span)) {
    return {
      window: null,
      doubts: [
        ...doubts,
        { problem: 'end_before_start', about: `${shortDay(read.date)}, ${clockLabel(span.start, span.end)}` },
      ],
    }
  }
  if (clock.isOpen)
    doubts.push({ problem: 'open_ended_time', about: `${shortDay(read.date)}, ${clockLabel(span.start, span.end)}` })
  if (clock.other) doubts.push({ problem: 'ambiguous_ampm', about: clockLabel(span.start, span.end) })
  doubts.push(
    ...offClock(read.date, clock.window, zone),
    ...misnamed(span, pair.time),
    ...unequal(read.date, span, pair.time),
    ...late(span, setting),
  )
  const choices = readings(
    [read.date, ...read.others],
    [clock.window, ...(clock.other ? [clock.other] : [])],
    pair.time,
    setting,
  )
  return { window: { ...span, doubts, choices }, doubts: [] }
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

/** In the gap of spring one hour on, in the repeated hour of autumn the first: Temporal's 'compatible'. */
function at(date: Temporal.PlainDate, minutes: number, zone: string): Zoned {
  const day = date.add({ days: Math.floor(minutes / 1440) })
  const rest = minutes % 1440
  return day.toZonedDateTime({ timeZone: zone, plainTime: { hour: Math.floor(rest / 60), minute: rest % 60 } })
}

function isReversed({ start, end }: Span): boolean {
  return start !== null && end !== null && Temporal.ZonedDateTime.compare(start, end) >= 0
}

function offClock(date: Temporal.PlainDate, { start, end }: ClockWindow, zone: string): Doubt[] {
  const doubts: Doubt[] = []
  for (const minutes of [start, end]) {
    if (minutes === null) continue
    const zoned = at(date, minutes, zone)
    const wall = zoned.hour * 60 + zoned.minute
    if (wall !== minutes % 1440) doubts.push({ problem: 'nonexistent_local_time', about: shortDay(date) })
    else if (
      zoned.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds !==
      zoned.epochMilliseconds
    ) {
      doubts.push({ problem: 'ambiguous_local_time', about: shortDay(date) })
    }
  }
  return doubts
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
  const choices: Choice[] = []
  for (const date of dates) {
    for (const clock of clocks) {
      for (const one of zones) {
        const span = placed(date, null, clock, one)
        const label =
          clocks.length + zones.length > 2 ? `${shortDay(date)}, ${clockLabel(span.start, span.end)}` : shortDay(date)
        choices.push({ ...span, label: zones.length > 1 ? `${label} ${zoneLabel(one)}` : label })
      }
    }
  }
  return choices.length > 1 ? choices : []
}

function resolveMoment(
  { start, end, minutes }: Moment,
  setting: ZoneSetting,
): { window: Window | null; doubts: Doubt[] } {
  const from = zonedOf(start, setting.zone)
  const to = end === null ? (minutes === null || !from ? null : from.add({ minutes })) : zonedOf(end, setting.zone)
  if (!from || (end !== null && !to))
    return { window: null, doubts: [{ problem: 'invalid_date', about: from ? (end ?? '') : start }] }
  const span = { start: from, end: to }
  if (isReversed(span))
    return { window: null, doubts: [{ problem: 'end_before_start', about: shortDay(from.toPlainDate()) }] }
  const doubts: Doubt[] = to === null ? [{ problem: 'open_ended_time', about: shortDay(from.toPlainDate()) }] : []
  return { window: { ...span, doubts: [...doubts, ...late(span, setting)], choices: [] }, doubts: [] }
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
