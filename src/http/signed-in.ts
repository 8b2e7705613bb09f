import type { Member } from '#src/cards/subject.ts'

/** Someone signed in: who, and what their forms must carry. */
export type SignedIn = { member: Member; csrf: string }
