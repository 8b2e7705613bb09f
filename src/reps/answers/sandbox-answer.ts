import { createHash } from 'node:crypto'
import type { Request } from '#entities/reps/request.ts'

const SHORTEST_S = 60
const LONGEST_S = 1_200

/** In the sandbox every third lead answers, a minute to twenty after they were written to, so that a rep can train. */
export function sandboxAnswerAt({ id, sandbox, isReply }: Pick<Request, 'id' | 'sandbox' | 'isReply'>, now: Date) {
  const dice = createHash('sha256').update(id).digest().readUInt32BE()
  if (!sandbox || (dice % 3 !== 0 && !isReply)) return null
  return new Date(now.getTime() + (SHORTEST_S + (dice % (LONGEST_S - SHORTEST_S))) * 1000)
}
