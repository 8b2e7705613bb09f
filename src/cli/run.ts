import { stderr } from 'node:process'
import { CommanderError } from 'commander'
import { describeFailure } from '#src/describe-failure.ts'
import { createProgram } from './program.ts'
import { UsageError } from './usage-error.ts'

/** 0: done. 1: it could not be done. 2: the command was not understood. */
export async function run(typed: string[]): Promise<number> {
  try {
    const program = await createProgram(typed)
    await program.parseAsync(typed, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has said what is wrong itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    stderr.write(`${describeFailure(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}
