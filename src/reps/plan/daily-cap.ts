import { growOn, rampTo } from './ramp.ts'

/** The ledger of one local day, as the database counts it. */
export type Day = {
  date: string
  goodDays: number
  taken: number
  replies: number
  attempts: number
  done: number
  errors: number
  lastAt: Date | null
}

/** How many a day: `rampLifted`: all of the capacity from the first day on. */
export type Capped = { capacity: number; rampLifted: boolean }

export type Turn = 'reply' | 'single' | 'bulk'

/** What may be done on a day: the capacity, as far as the ramp has grown. Answers are outside the ramp. */
export function allowanceOf(lane: Capped, { goodDays }: Pick<Day, 'goodDays'>): number {
  return lane.rampLifted ? lane.capacity : rampTo(lane.capacity, goodDays)
}

/** The ledger's day, or one that begins: its ramp grows by what the day before it was. */
export function dayOf(lane: { days: Day[] }, date: string): Day {
  const known = lane.days.find((day) => day.date === date)
  if (known) return known
  const before = lane.days.find((day) => day.date < date)
  const goodDays = before ? growOn(before.goodDays, before) : 0
  return { date, goodDays, taken: 0, replies: 0, attempts: 0, done: 0, errors: 0, lastAt: null }
}

/** Twice as many calls as acts: what fails gives its place back, but nobody hammers. */
export function hasRoom(lane: Capped, day: Day, turn: Turn): boolean {
  if (day.taken >= lane.capacity) return false
  if (turn === 'reply') return day.attempts < lane.capacity * 2
  const allowance = allowanceOf(lane, day)
  return day.taken - day.replies < allowance && day.attempts - day.replies < allowance * 2
}
