import type { Member } from '#src/cards/subject.ts'
import type { Visitor } from '#src/cards/visitor.ts'

/** Who asks, through the dashboard or with a key: as we know them, and as `press` wants them. */
export type Caller = { member: Member; by: Visitor }
