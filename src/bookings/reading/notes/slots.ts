import { Temporal } from 'temporal-polyfill'
import type { WrittenWindow } from '../times/read-times.ts'
import type { Signal } from './topics.ts'

/** What was read of the whole mail, to which notes are compared. */
export type Slots = {
  timezone: string
  starts: Temporal.ZonedDateTime[]
  ends: Temporal.ZonedDateTime[]
  today: Temporal.PlainDate
}

export function slotsOf(times: readonly WrittenWindow[], timezone: string, received: Temporal.Instant): Slots {
  const zoned = (all: (string | null)[]) =>
    all.flatMap((one) => (one ? [Temporal.Instant.from(one).toZonedDateTimeISO(timezone)] : []))
  return {
    timezone,
    starts: zoned(times.map(({ start }) => start)),
    ends: zoned(times.map(({ end }) => end)),
    today: received.toZonedDateTimeISO(timezone).toPlainDate(),
  }
}

/** What a clause says of when; `isSame`: a day, an hour or a length of the windows, `isAll`: of every one. */
export type Times = { signals: Set<Signal>; isSame: boolean; isAll: boolean; isMoney: boolean }

export function mark(isSame: boolean, signal: Signal, said: Times): void {
  if (isSame) said.isSame = true
  else said.signals.add(signal)
}

/** Minutes of a day; "2" and "2 pm" are one. */
export function sayClock(minutes: number, { starts, ends }: Slots, said: Times): void {
  const half = (one: Temporal.ZonedDateTime) => (one.hour * 60 + one.minute) % 720
  const isSame = [...starts, ...ends].some((one) => half(one) === minutes % 720)
  const isInside = starts.some((start, at) => {
    const [from, to] = [start.hour * 60 + start.minute, (ends[at]?.hour ?? 24) * 60 + (ends[at]?.minute ?? 0)]
    return [minutes % 720, (minutes % 720) + 720].some((one) => from < one && one < to)
  })
  mark(isSame, isInside ? 'inside' : 'clock', said)
}

export function sayLength(minutes: number, { starts, ends }: Slots, said: Times): void {
  const lengths = starts.flatMap((start, at) => (ends[at] ? [start.until(ends[at]).total('minutes')] : []))
  if (lengths.includes(minutes)) said.isSame = true
  else said.signals.add(minutes < SHORT ? 'moment' : 'length')
}

const SHORT = 31

/** "2 to 5", "the 14": an hour or a day of the windows. */
export function isOfSlots(value: number, { starts, ends }: Slots): boolean {
  return [...starts, ...ends].some((one) => one.hour % 12 === value % 12 || one.day === value)
}
