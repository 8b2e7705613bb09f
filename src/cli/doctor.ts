import type { Command } from 'commander'
import type { App } from '#src/app.ts'
import { isSandbox, processEnvironment } from '#src/config.ts'
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
      const isPlayed = isSandbox(processEnvironment())
      const { findings, about } = await withApp(async (app) => ({
        findings: (await app.doctor(vendor)).filter(({ vendor }) => !isPlayed || vendor !== 'Public URL'),
        about: isPlayed ? await writeSandbox(app) : null,
      }))
      if (findings.length === 0) throw new Refusal(`The doctor looks at no '${vendor}'. Run it alone to see all.`)
      if (about) await writeOut(`${about}\n\n`)
      await writeOut(`${findings.map(writeFinding).join('\n')}\n`)
      const wrong = findings.filter(({ state }) => state === 'wrong')
      if (wrong.length > 0) throw new Refusal(`${wrong.length} of ${findings.length} need a hand.`)
    })
}

/** Without accounts there is nobody to look at from here: the sandbox's vendors live in its own process. */
async function writeSandbox({ em }: App): Promise<string> {
  const { readNote } = await import('#src/database/notes.ts')
  const note = await readNote<{ url: string }>(em.fork(), 'sandbox')
  const url = note?.value.url
  const answers = url && (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3_000) }).catch(() => null))
  const where = answers
    ? `It runs at ${url}/sandbox; type doctor there to have its accounts looked at.`
    : 'It does not run now: npm start.'
  return `No account is set here, so this is the sandbox: everybody around it is played on this machine. ${where}`
}
