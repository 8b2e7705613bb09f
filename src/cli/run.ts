import { argv, stderr } from 'node:process'
import { CommanderError } from 'commander'
import { isDatabaseAway } from '#src/database/database-away.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { createProgram } from './program.ts'
import { UsageError } from './usage-error.ts'

/** 0: done. 1: it could not be done. 2: the command was not understood. */
export async function run(): Promise<number> {
  try {
    const program = await createProgram(argv.slice(2))
    await program.parseAsync(argv)
    return 0
  } catch (error) {
    // Commander has said what is wrong itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    stderr.write(`${describe(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

function describe(error: unknown): string {
  if (error instanceof Refusal || error instanceof OutsideError) return error.message
  if (isDatabaseAway(error)) return `The database does not answer: ${codeOf(error)}. Is DATABASE_URL right?`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Node's own errors about several addresses at once have no message. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || String((error as NodeJS.ErrnoException).code)
}
