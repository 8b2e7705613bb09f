import { expiryFrom } from './draft-days.ts'

/** What a draft that a person opens again begins with. */
export function openAgain(at: Date) {
  return { ...waitAgain(at), rejectedAt: null, dismissedAt: null }
}

/** What one that ran out begins with when its post is shown again: what was put aside stays there. */
export function waitAgain(at: Date) {
  return { rejectionReason: null, expiresAt: expiryFrom(at), reminded: 0 }
}
