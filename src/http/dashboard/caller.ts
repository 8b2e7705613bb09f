import type { Caller } from '#src/web/caller.ts'
import type { SignedIn } from '../session.ts'

/** Someone signed in, as whoever decides sees them. */
export function callerOf({ member }: SignedIn): Caller {
  return { member, by: { via: 'web', userId: member.id, name: member.name } }
}
