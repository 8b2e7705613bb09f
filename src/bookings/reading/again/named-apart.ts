import { Temporal } from 'temporal-polyfill'
import type { WrittenWindow } from '../times/read-times.ts'
import type { Named } from './left-words.ts'

type Read = { times: readonly WrittenWindow[]; timezone: string }

/** Absolute moments: each that is written is one that was read, and the other way round. */
export function instantsApart(written: readonly string[], { times }: Read): string[] {
  const known = new Set(written.map((one) => Date.parse(one)))
  const used = new Set(times.flatMap(({ start, end }) => [start, end]).flatMap((one) => (one ? [Date.parse(one)] : [])))
  return [
    ...written.filter((one) => !used.has(Date.parse(one))),
    ...[...used].filter((one) => !known.has(one)).map(() => 'a time'),
  ]
}

/** Hours and days of windows that nobody wrote. */
export function windowsApart(named: Named, { times, timezone }: Read): string[] {
  const clocks = new Set([...named.clocks, ...named.numbers.map((hour) => (hour * 60) % 720)])
  for (const clock of [...clocks]) for (const more of named.durations) clocks.add((clock + more) % 720)
  return times.flatMap(({ start, end }) => {
    const at = [start, end].flatMap((one) => (one ? [Temporal.Instant.from(one).toZonedDateTimeISO(timezone)] : []))
    const hours = at.filter((one) => !clocks.has(minutesOf(one))).map((one) => one.toPlainTime().toString().slice(0, 5))
    const day = at[0]?.toPlainDate()
    return day && !isNamed(named, day) ? [...hours, `${day}`] : hours
  })
}

function minutesOf({ hour, minute }: Temporal.ZonedDateTime): number {
  return (hour * 60 + minute) % 720
}

function isNamed({ days, spans, numbers }: Named, date: Temporal.PlainDate): boolean {
  const text = `${date}`
  return days.includes(text) || spans.some(([from, to]) => from <= text && text <= to) || numbers.includes(date.day)
}

/** Hours and days that were written and stand in no window. */
export function namedApart(named: Named, { times, timezone }: Read): string[] {
  const at = times
    .flatMap(({ start, end }) => [start, end])
    .flatMap((one) => (one ? [Temporal.Instant.from(one).toZonedDateTimeISO(timezone)] : []))
  const clocks = new Set(at.map(minutesOf))
  const days = new Set(at.map((one) => `${one.toPlainDate()}`))
  const monthDays = new Set(at.map((one) => one.day))
  return [
    ...named.clocks.filter((clock) => !clocks.has(clock)).map(writeClock),
    ...named.days.filter((day) => !days.has(day)),
    ...named.spans.flat().filter((day) => !days.has(day)),
    ...named.numbers.filter((one) => !clocks.has((one * 60) % 720) && !monthDays.has(one)).map(String),
  ]
}

function writeClock(minutes: number): string {
  return `${Math.floor(minutes / 60) || 12}:${String(minutes % 60).padStart(2, '0')}`
}
