import { Temporal } from 'temporal-polyfill'
import { zoned } from '#src/basics/zoned.ts'
import type { Span } from '../span.ts'

/** When the studio is open, by ISO weekday (1 is Monday), in minutes of the day. */
export type StudioHours = Record<number, { from: number; to: number }[]>

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const DAY_MINUTES = 24 * 60

/** `Mon-Fri 09:00-22:00, Sat 10:00-18:00`; `Fri-Mon` goes over the weekend, 24:00 is midnight. */
export function readStudioHours(text: string): StudioHours {
  const hours: StudioHours = {}
  for (const part of text
    .split(',')
    .map((piece) => piece.trim())
    .filter(Boolean)) {
    const [, first = '', last = first, from = '', to = ''] =
      /^(\w{3})(?:-(\w{3}))? (\d\d:\d\d)-(\d\d:\d\d)$/.exec(part) ?? []
    for (const day of daysBetween(first, last)) {
      hours[day] = [...(hours[day] ?? []), { from: minutes(from), to: minutes(to) }]
    }
  }
  return hours
}

/** True when the studio is open for the whole session. */
export function isOpen(hours: StudioHours, { start, end }: Span, zone: string): boolean {
  const [from, to] = [zoned(start, zone), zoned(end, zone)]
  const spansMidnight = Temporal.PlainDate.compare(from.toPlainDate(), to.toPlainDate()) < 0
  const endMinute = spansMidnight ? DAY_MINUTES + to.hour * 60 + to.minute : to.hour * 60 + to.minute
  const startMinute = from.hour * 60 + from.minute
  return (hours[from.dayOfWeek] ?? []).some((open) => open.from <= startMinute && endMinute <= open.to)
}

function daysBetween(first: string, last: string): number[] {
  const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)]
  const count = ((to - from + 7) % 7) + 1
  return Array.from({ length: count }, (_, step) => ((from + step) % 7) + 1)
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 60 + minute
}
