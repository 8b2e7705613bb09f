import { DRAFT_DAYS } from '../extract/save-reading.ts'

const DAY_MS = 86_400_000

/** What a draft that waits again begins with. */
export function openAgain(at: Date) {
  const expiresAt = new Date(at.getTime() + DRAFT_DAYS * DAY_MS)
  return { rejectedAt: null, rejectionReason: null, dismissedAt: null, expiresAt, reminded: 0 }
}
