import type { Queue } from '#entities/cards/queue.ts'
import type { AnySubject, Batching } from '#src/cards/subject.ts'

/** Cards that 'Check' opens at once: more would be the flood again. */
export const CHECK_AT_ONCE = 4
/** Records that one press decides; the rest stays behind the card. */
export const APPROVE_AT_ONCE = 1_000

export type Found = { subject: AnySubject; rules: Batching<never> }
export type QueueView = Queue &
  Found & {
    /** What else one should know before deciding them together. */
    told: string[]
    /** How many of the clear ones there is enough for. */
    enough: number
    /** When Gmail's next day lets mails leave. */
    rests: Date | null
  }
