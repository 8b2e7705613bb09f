import { isDatabaseAway } from '#src/database/database-away.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import type { Log } from '#src/log.ts'

const AWAY = 'I cannot reach my records right now. Try again in a minute.'
const FAULT = 'Something went wrong on my side. It is written down; try again, or tell who looks after me.'

/**
 * What a person hears of whatever was thrown: a refusal in its own words, a vendor in the vendor's; of a fault of ours,
 * which is logged, that it is one. Nobody who asked is left without an answer.
 */
export function saidOf({ log }: { log: Log }, error: unknown): string {
  if (error instanceof Refusal) return error.message
  log.error({ operation: 'desk', error }, 'what a person asked for failed')
  if (error instanceof OutsideError) return `It did not work: ${error.said.replace(/\.$/, '')}. Try again in a minute.`
  return isDatabaseAway(error) ? AWAY : FAULT
}
