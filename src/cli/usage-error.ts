import { Refusal } from '#src/errors.ts'

/** The command was given what it cannot work with: exit code 2. */
export class UsageError extends Refusal {
  override readonly name = 'UsageError'
}
