import type { Command } from 'commander'
import { Refusal } from '#src/errors.ts'
import { writeOut } from './write-out.ts'

/** `deskhand doctor [vendor]`: exit code 1 when something that is configured does not work. */
export function addDoctor(program: Command): void {
  program
    .command('doctor [vendor]')
    .description('look at every configured account with one harmless call')
    .action(async (vendor: string | undefined) => {
      const { withApp } = await import('./open-app.ts')
      const { writeFinding } = await import('#src/doctor/finding.ts')
      const findings = await withApp((app) => app.doctor(vendor))
      if (findings.length === 0) throw new Refusal(`The doctor looks at no '${vendor}'. Run it alone to see all.`)
      await writeOut(`${findings.map(writeFinding).join('\n')}\n`)
      const wrong = findings.filter(({ state }) => state === 'wrong')
      if (wrong.length > 0) throw new Refusal(`${wrong.length} of ${findings.length} need a hand.`)
    })
}
