/** Of several connections of a shop the one that works, else the one that ended least; by their names as it happens. */
export const STANDING = { state: 'asc', connectedAt: 'desc' } as const

/** What an account has that a person ended: nobody hears of it any more, and its token is to be taken back. */
export function leaving(at: Date) {
  return { sellerId: null, isWanted: false, webhookSubscribed: false, leavingAt: at }
}
