/** What a day says about an account's standing. */
export type DayResult = { attempts: number; done: number; errors: number }

const START = 0.2
const STEP = 0.06
/** So many errors, and at least every second call: the platform does not like what we do. */
const HEAVY_ERRORS = 3

/**
 * How many acts a day may have: a fifth of the capacity on the first, and a little more after each good day. Funkel
 * ships the same figures: 20 % and 6 % a day, over 14 days.
 */
export function rampTo(capacity: number, goodDays: number): number {
  // In whole hundredths: 0.2 + 0.06 * 5 is a hair more than a half.
  const percent = Math.round((START + STEP * goodDays) * 100)
  return Math.min(capacity, Math.ceil((capacity * percent) / 100))
}

/** Good: something was done and nothing went wrong. Heavy: errors outweigh. Neither: it does not count. */
export function judgeDay({ attempts, done, errors }: DayResult): 'good' | 'plain' | 'heavy' {
  if (errors >= HEAVY_ERRORS && errors * 2 >= attempts) return 'heavy'
  return done > 0 && errors === 0 ? 'good' : 'plain'
}

/** Good days on record after one more day; a heavy one takes one back. */
export function growOn(goodDays: number, day: DayResult): number {
  const verdict = judgeDay(day)
  if (verdict === 'heavy') return Math.max(0, goodDays - 1)
  return verdict === 'good' ? goodDays + 1 : goodDays
}

/** How much a good day adds, in whole acts, as one says it. */
export function gainOf(capacity: number): number {
  return Math.max(1, Math.round(capacity * STEP))
}
