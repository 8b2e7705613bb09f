import type { Website } from '#entities/prices/website.ts'
import { OutsideError } from '#src/errors.ts'

/** A shop that failed as a whole is asked nothing before its time, whoever wants to know. */
export function whyResting({ attempts, lastError, nextTryAt }: Website, now: Date): OutsideError | null {
  const retryAfterS = nextTryAt ? Math.ceil((nextTryAt.getTime() - now.getTime()) / 1000) : 0
  if (attempts === 0 || retryAfterS <= 0) return null
  return new OutsideError('web', lastError ?? 'the shop does not answer', { retry: 'later', retryAfterS })
}
