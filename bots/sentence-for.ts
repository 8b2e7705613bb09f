import { Refusal } from '#src/errors.ts'

/** A refusal is told to the person; anything else goes on to the edge's error handler. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}
