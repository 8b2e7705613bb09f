import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether a secret that was sent is the right one; how long it takes tells nothing of it. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
