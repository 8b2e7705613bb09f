import type { Command } from '#src/cards/command.ts'
import { writeFinding } from '#src/doctor/finding.ts'
import { Refusal } from '#src/errors.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  usage: '[vendor]',
  help: 'look at every account with one harmless call: what works, and how to mend what does not',
  roles: ['admin'],
  run: async ({ app, rest }) => {
    const findings = await app.doctor(rest || undefined)
    if (findings.length === 0) throw new Refusal(`I look at no '${rest.slice(0, 40)}'. Type doctor alone to see all.`)
    return { text: findings.map(writeFinding).join('\n') }
  },
}
