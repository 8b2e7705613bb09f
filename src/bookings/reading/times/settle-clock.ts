import type { TimeSpec } from './time-spec.ts'
import type { Part } from './time-words.ts'
import type { Clock } from './token-rules.ts'

const DAY = 1440

/** Minutes from midnight of the window's date; an end past midnight is over 1440. Null: open. */
export type ClockWindow = { start: number | null; end: number | null }
export type ClockRead = {
  window: ClockWindow
  /** The window with am and pm the other way, where the writer left it open. */
  other: ClockWindow | null
  isAllDay: boolean
  isOpen: boolean
  isVague: boolean
  isBackwards: boolean
}

const plain = { other: null, isAllDay: false, isOpen: false, isVague: false, isBackwards: false }

const partWindows: Record<Part, ClockWindow> = {
  morning: { start: null, end: 720 },
  midday: { start: 720, end: null },
  afternoon: { start: 720, end: null },
  evening: { start: 1080, end: null },
  night: { start: 1080, end: null },
}

/** A time of day as minutes. `is24`: the writer counts to 24 elsewhere, so '9:00' is in the morning. */
export function settleClock(time: TimeSpec | null, is24: boolean): ClockRead {
  if (time === null || time.isAllDay) return { ...plain, window: { start: 0, end: DAY }, isAllDay: true }
  const { start, end, part } = time
  if (start && end) return closed(start, end, part, is24, time.endDate !== null)
  if (start && time.minutes !== null) return lasting(start, time.minutes, part, is24)
  if (start) return { ...plain, window: { start: alone(start, part, is24), end: null }, isOpen: true }
  if (end) return { ...plain, window: { start: null, end: aloneEnd(end, part, is24) }, isOpen: true }
  return { ...plain, window: partWindows[part ?? 'morning'], isOpen: true, isVague: true }
}

function lasting(start: Clock, minutes: number, part: Part | null, is24: boolean): ClockRead {
  const from = alone(start, part, is24)
  return { ...plain, window: { start: from, end: from + minutes } }
}

/** A lone hour: 'after 6' is in the evening, 'at 10' in the morning. */
function alone(clock: Clock, part: Part | null, is24: boolean): number {
  const sure = certain(clock, part, is24)
  if (sure !== null) return sure
  return inHalf(clock, clock.hour <= 7 || clock.hour === 12 ? 'pm' : 'am')
}

function aloneEnd(clock: Clock, part: Part | null, is24: boolean): number {
  return alone(clock, part, is24) || DAY
}

function inHalf({ hour, minute }: Clock, half: 'am' | 'pm'): number {
  return (hour % 12) * 60 + minute + (half === 'pm' ? 720 : 0)
}

function certain(clock: Clock, part: Part | null, is24: boolean): number | null {
  if (clock.meridiem) return inHalf(clock, clock.meridiem)
  if (clock.is24 || clock.hour > 12 || clock.hour === 0) return clock.hour * 60 + clock.minute
  if (part !== null) return inPart(clock, part)
  return is24 ? clock.hour * 60 + clock.minute : null
}

function inPart(clock: Clock, part: Part): number {
  if (part === 'morning') return inHalf(clock, 'am')
  if (part === 'night' && clock.hour >= 1 && clock.hour <= 4) return inHalf(clock, 'am')
  if (part === 'midday') return inHalf(clock, clock.hour >= 10 && clock.hour < 12 ? 'am' : 'pm')
  return inHalf(clock, clock.hour === 12 && part !== 'afternoon' ? 'am' : 'pm')
}

/** Longest session that may run over midnight; a longer one was written backwards. */
const LONGEST_NIGHT = 12 * 60

function closed(start: Clock, end: Clock, part: Part | null, is24: boolean, hasEndDate: boolean): ClockRead {
  const exact = is24 || start.hour > 12 || (end.hour > 12 && !end.meridiem && end.hour !== 24) || start.hour === 0
  const both = !start.meridiem && !end.meridiem
  const from = certain(start, partFor(start, end, part, 'start'), exact && both)
  const to = certain(end, partFor(start, end, part, 'end'), exact && both)
  if (from !== null && to !== null) return bothSure(from, to, start, end, hasEndDate)
  if (from !== null) return { ...plain, window: { start: from, end: endAfter(from, end) } }
  if (to !== null) return { ...plain, window: startBefore(start, to === 0 ? DAY : to) }
  return guessed(start, end)
}

/** 'in the afternoon' behind '11 till 2' is about the end: a part must not turn the window round. */
function partFor(start: Clock, end: Clock, part: Part | null, side: 'start' | 'end'): Part | null {
  if (part === null) return null
  const [from, to] = [inPart(start, part), inPart(end, part)]
  if (to > from) return part
  if (part === 'morning') return side === 'start' ? part : null
  return side === 'end' ? part : null
}

function bothSure(from: number, to: number, start: Clock, end: Clock, hasEndDate: boolean): ClockRead {
  if (hasEndDate || to > from) return { ...plain, window: { start: from, end: to } }
  const night = to + DAY - from
  const crosses =
    from !== to && night <= LONGEST_NIGHT && from >= 720 && (start.meridiem !== end.meridiem || !start.meridiem)
  if (to === 0 || crosses) return { ...plain, window: { start: from, end: to + DAY } }
  return { ...plain, window: { start: from, end: to }, isBackwards: true }
}

function endAfter(from: number, end: Clock): number {
  const choices = [inHalf(end, 'am'), inHalf(end, 'pm')].map((at) => (at > from ? at : at + DAY))
  return Math.min(...choices)
}

function startBefore(start: Clock, to: number): ClockWindow {
  const choices = [inHalf(start, 'am'), inHalf(start, 'pm')]
  const before = choices.filter((at) => at < to)
  return before.length > 0 ? { start: Math.max(...before), end: to } : { start: Math.min(...choices), end: to + DAY }
}

const LONGEST_SESSION = 6 * 60

/** Neither am nor pm: the hours people record in, and the other reading beside it. */
function guessed(start: Clock, end: Clock): ClockRead {
  const half = start.hour <= 7 || start.hour === 12 ? 'pm' : 'am'
  const from = inHalf(start, half)
  const window = { start: from, end: endAfter(from, end) }
  // '10:00' with both digits is the morning; '10-6' the other way would be a night of eight hours.
  if (start.isFull || window.end - window.start > LONGEST_SESSION) return { ...plain, window }
  const swapped = inHalf(start, half === 'pm' ? 'am' : 'pm')
  return { ...plain, window, other: { start: swapped, end: endAfter(swapped, end) } }
}
