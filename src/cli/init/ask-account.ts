import { type Environment, problemWith, type Settings } from '#src/config.ts'
import type { Account, Field } from './account.ts'
import type { Conversation } from './conversation.ts'
import { wrongForm } from './wrong-form.ts'

/** Typed instead of a value: the setting is emptied. */
const NOTHING = '-'

/** Asks for each of these -> what changes. `known`: what is set already, which Enter keeps. */
export async function askFields(
  talk: Conversation,
  fields: Field[],
  known: Environment,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {}
  for (const field of fields) {
    if (field.when && !field.when({ ...known, ...answers })) continue
    const value = await askField(talk, field, known)
    if (value !== (known[field.name] ?? '')) answers[field.name] = value
  }
  return answers
}

async function askField(talk: Conversation, field: Field, known: Environment): Promise<string> {
  const usual = known[field.name] || (field.usual?.() ?? '')
  const shown = usual ? ` [${field.isSecret ? mask(usual) : usual}]` : ''
  for (;;) {
    const answer = await talk.ask(`  ${field.asks}${shown}:`)
    const value = answer === NOTHING ? '' : answer || usual
    const problem = value && whyNot(field.name, value, known)
    if (!problem) return value
    await talk.say(`    That cannot be used: ${problem}`)
  }
}

/** What is kept was set by hand, perhaps: its form is not ours to judge. */
function whyNot(name: Field['name'], value: string, known: Environment): string {
  return problemWith(name, value) || (value === known[name] ? '' : wrongForm(name, value, known))
}

/** `...f2k9`: enough to tell two apart. */
function mask(secret: string): string {
  return secret.length > 12 ? `...${secret.slice(-4)}` : '...'
}

/** What is set along with an account while it is given, unless it is there; a choice of what is gone goes with it. */
export function alongWith({ sets = {}, fields, needs }: Account, known: Environment): Record<string, string> {
  const isGiven = needs ? known[needs] : fields.some(({ name }) => known[name])
  const own = Object.entries(sets).map(([name, make]) => ({ name, made: make(), is: known[name as keyof Settings] }))
  if (isGiven) return Object.fromEntries(own.filter(({ is }) => !is).map(({ name, made }) => [name, made]))
  return Object.fromEntries(own.filter(({ is, made }) => is === made).map(({ name }) => [name, '']))
}
