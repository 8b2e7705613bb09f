import { daysUntil } from './days-until.ts'
import { writeDay } from './write-day.ts'

/** A model is changed in a minute, but somebody has to look at what it reads afterwards. */
const NOTICE_DAYS = 30

/** When its vendor shuts a model down, in words, and whether it should be changed by now; null: none is announced. */
export function readModelEnd(
  { endsOn }: { endsOn: string | null },
  now: Date,
): { words: string; isNear: boolean } | null {
  if (endsOn === null) return null
  const end = new Date(endsOn)
  return { words: `ends on ${writeDay(end)}`, isNear: daysUntil(end, now) < NOTICE_DAYS }
}
