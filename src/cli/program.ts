import { Command } from 'commander'
import { addBackupCommands } from './backup.ts'
import { addConnectCommands } from './connect.ts'
import { addDoctor } from './doctor.ts'
import { addInit } from './init/init.ts'
import { addJobCommands } from './job.ts'
import { addKeyCommands } from './key.ts'
import { addMigrate } from './migrate.ts'
import { addPersonCommands } from './person.ts'
import { addRead } from './read.ts'
import { UsageError } from './usage-error.ts'

/** Every command. Those of the pipelines are loaded where none of ours was typed. */
export async function createProgram(typed: string[]): Promise<Command> {
  const program = createOwn()
  if (program.commands.some((command) => command.name() === typed[0])) return program
  const { pipelines } = await import('#src/pipelines.ts')
  const { terminal } = await import('./terminal.ts')
  for (const { cli } of pipelines) cli?.(program, terminal)
  return program
}

/** What a command needs beyond its own options is loaded when it runs. */
function createOwn(): Command {
  const program = new Command('deskhand')
    .description('The back office a small business runs from chat')
    .option('--print-config', 'print the settings as they are read, secrets masked')
    .allowExcessArguments()
    .exitOverride()
    .action(async ({ printConfig }: { printConfig?: boolean }) => {
      const [unknown] = program.args
      if (unknown) throw new UsageError(`There is no command '${unknown}'. See: deskhand --help`)
      if (!printConfig) return program.help()
      const { printSettings } = await import('./settings.ts')
      await printSettings()
    })
  for (const add of [
    addInit,
    addRead,
    addMigrate,
    addPersonCommands,
    addJobCommands,
    addKeyCommands,
    addConnectCommands,
    addDoctor,
    addBackupCommands,
  ])
    add(program)
  return program
}
