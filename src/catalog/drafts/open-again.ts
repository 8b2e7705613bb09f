import { expiryFrom } from '../extract/draft-days.ts'

/** What a draft that waits again begins with. */
export function openAgain(at: Date) {
  return { rejectedAt: null, rejectionReason: null, dismissedAt: null, expiresAt: expiryFrom(at), reminded: 0 }
}
