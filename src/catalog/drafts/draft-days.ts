/** Nobody decided for so long: the draft is closed. */
export const DRAFT_DAYS = 7
const DAY_MS = 86_400_000

/** When a draft runs out that waits from now on. */
export function expiryFrom(at: Date): Date {
  return new Date(at.getTime() + DRAFT_DAYS * DAY_MS)
}
