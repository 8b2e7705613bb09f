import type { Alias, Command, CommandApp, Reply } from '#src/cards/command.ts'
import type { Member } from '#src/cards/subject.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { orderCommands } from '#src/orders/commands.ts'
import { askIn } from './ask-in.ts'
import { generalCommands } from './general-commands.ts'
import { nearest } from './nearest.ts'
import { recognise, recordRefusal, type Visitor } from './people.ts'
import { isVerb, runVerb } from './verb-command.ts'

/** Everything a person can type, beside the verbs of the cards. */
export const commands: (Command | Alias)[] = [...orderCommands, ...generalCommands(() => commands)]

/** Someone typed something. `/start`, and any word of a stranger, asks to be let in. */
export async function runCommand(app: CommandApp, typed: string, by: Visitor): Promise<Reply> {
  const words = typed
    .trim()
    .replace(/^\//, '')
    .replace(/^(\w+)@\w+/, '$1')
  const member = await recognise(app.em.fork(), by)
  if (!member) return { text: await askIn(app, by, words) }
  if (/^start\b/i.test(words)) return { text: `Hello ${member.name}. Type help to see what you can do.` }
  return answer(app, words, by, member)
}

async function answer(app: CommandApp, words: string, by: Visitor, member: Member): Promise<Reply> {
  const found = findCommand(words)
  if (found) {
    const { command, rest } = found
    try {
      if (!mayRun(command, member))
        throw new NotAllowed(`Only ${command.roles?.join(' or ')} may use '${command.name}'.`)
      if ('verb' in command) return await runVerb(app, `${command.verb} ${rest}`, by)
      return await command.run({ app, member, by, rest })
    } catch (error) {
      if (error instanceof NotAllowed) await recordRefusal(app, by, member, words, error.message)
      throw error
    }
  }
  const verb = words.split(/\s+/, 1)[0]?.toLowerCase() ?? ''
  if (isVerb(verb)) return runVerb(app, words, by)
  throw new Refusal(suggest(words, member))
}

export function mayRun({ roles }: Pick<Command, 'roles'>, { role }: Member): boolean {
  return !roles || role === 'admin' || roles.includes(role)
}

/** The longest name that begins what was typed: `sale add` before `sale`. */
function findCommand(words: string): { command: Command | Alias; rest: string } | null {
  const text = words.toLowerCase()
  const [command] = commands
    .filter(({ name }) => text === name || text.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)
  return command ? { command, rest: words.slice(command.name.length).trim() } : null
}

function suggest(words: string, member: Member): string {
  const allowed = commands.filter((command) => mayRun(command, member))
  const typed = words.split(/\s+/).slice(0, 2).join(' ').toLowerCase()
  const near = nearest(
    typed,
    allowed.map(({ name }) => name),
  )
  const command = allowed.find(({ name }) => name === near)
  if (!command) return `I do not know '${words.slice(0, 40)}'. Type help for what I can do.`
  return `I do not know '${words.slice(0, 40)}'. Did you mean: ${[command.name, command.usage].filter(Boolean).join(' ')}`
}
