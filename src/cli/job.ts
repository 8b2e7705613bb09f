import type { Command } from 'commander'
import { Refusal } from '#src/errors.ts'
import { writeOut } from './write-out.ts'

/** `deskhand job run` */
export function addJobCommands(program: Command): void {
  program
    .command('job')
    .description('the steps that work in the background')
    .command('run <name>')
    .description('ring a step: it runs now, in a process that runs steps')
    .action(async (name: string) => {
      const { stepNames, withApp } = await import('./open-app.ts')
      await withApp(async (app) => {
        const names = stepNames(app)
        if (!names.includes(name)) throw new Refusal(`There is no step '${name}'. There are: ${names.join(', ')}.`)
        app.ring(name)
      })
      await writeOut(`${name} is rung: a process that runs steps takes it at once, or when it starts.\n`)
    })
}
