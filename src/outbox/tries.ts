import { backOff } from '#src/basics/back-off.ts'
import type { OutsideError } from '#src/errors.ts'

/** Tries of a message that its vendor does not take before a person looks at it. */
const MOST_ATTEMPTS = 10
/** Tries that end in a fault of our own before a person does. */
const MOST_FAULTS = 4
const SHORTEST_S = 2
const LONGEST_S = 900

type Tried = { attempts: number }

/** Not worth another try: its vendor said so, or said the same often enough. */
export function isLastTry({ retry }: Pick<OutsideError, 'retry'>, { attempts }: Tried): boolean {
  return retry === 'never' || attempts >= MOST_ATTEMPTS
}

export function isLastFault({ attempts }: Tried): boolean {
  return attempts >= MOST_FAULTS
}

/** When it is tried again: when the vendor says, else after 2, 4, 8 ... seconds, a quarter of an hour at most. */
export function nextTry(now: Date, { attempts }: Tried, vendorsWaitS: number | null = null): Date {
  return new Date(now.getTime() + (vendorsWaitS ?? backOff(attempts, SHORTEST_S, LONGEST_S)) * 1000)
}
