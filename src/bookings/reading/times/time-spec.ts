import type { DateSpec } from './calendar-days.ts'
import type { Part } from './time-words.ts'
import type { Clock } from './token-rules.ts'
import type { ZoneMention } from './zones.ts'

/** A time of day as it was written. */
export type TimeSpec = {
  start: Clock | null
  end: Clock | null
  /** The date of the end, where it is said. */
  endDate: DateSpec | null
  minutes: number | null
  part: Part | null
  isAllDay: boolean
  zone: ZoneMention | null
  /** Two bare numbers: a time only where a date stands beside them. */
  isBare: boolean
  /** 'after 6', '6 or later': the end is open on purpose. */
  isOpen: boolean
  /** The same hour as the writer put it for another zone: '2 PM ET (11 AM PT)'. */
  also: { clock: Clock; zone: ZoneMention } | null
}
export type TimeRead = { time: TimeSpec; next: number }

export const nothing: TimeSpec = {
  start: null,
  end: null,
  endDate: null,
  minutes: null,
  part: null,
  isAllDay: false,
  zone: null,
  isOpen: false,
  also: null,
  isBare: false,
}

export function isOpenEnded(time: TimeSpec): boolean {
  return time.start !== null && time.end === null
}

/** An hour to begin at; "after 6" leaves it open. */
export function isStart(time: TimeSpec): boolean {
  return isOpenEnded(time) && time.minutes === null && !time.isOpen
}

export function isFinish({ start, end }: TimeSpec): boolean {
  return start === null && end !== null
}
