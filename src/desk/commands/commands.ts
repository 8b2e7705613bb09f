import { clip } from '#src/cards/clip.ts'
import type { Alias, Command, CommandApp, Reply, Sent, SentFile, SentPictures } from '#src/cards/command.ts'
import { readRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import type { Settings } from '#src/config.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { pipelines } from '#src/pipelines.ts'
import { askIn } from '../people/ask-in.ts'
import { connectGoogleCommand } from '../people/connect-google.ts'
import { recognise, recordNotAllowed, recordRefusal } from '../people/people.ts'
import { peopleCommands } from '../people/people-commands.ts'
import { isShown } from '../pipelines.ts'
import { readNamed } from '../press/several-refs.ts'
import { isVerb, runVerb } from '../press/verb-command.ts'
import { deliveryCommands } from './delivery-commands.ts'
import { doctorCommand } from './doctor-command.ts'
import { generalCommands } from './general-commands.ts'
import { jobCommands } from './job-commands.ts'
import { readSentFile } from './read-sent-file.ts'
import { routeCommands } from './route-commands.ts'
import { suggest } from './suggest.ts'

const ofDesk: Command[] = [
  ...generalCommands(({ app, member }) => commandsOf(app.settings, member)),
  ...peopleCommands,
  ...jobCommands,
  ...deliveryCommands,
  ...routeCommands,
  doctorCommand,
  connectGoogleCommand,
]

/** Everything a person can type, beside the verbs of the cards. */
export function commands(): (Command | Alias)[] {
  return [...pipelines.flatMap((pipeline) => pipeline.commands), ...ofDesk]
}

/** What this member may type, of the pipelines that are configured. */
function commandsOf(settings: Settings, member: Member): (Command | Alias)[] {
  return commands().filter((command) => mayRun(command, member) && isShown(settings, command.pipeline))
}

/** Someone typed, or sent a file or pictures with it. `/start`, and any word of a stranger, asks to be let in. */
export async function runCommand(app: CommandApp, typed: string, by: Visitor, sent?: Sent): Promise<Reply> {
  const words = readWords(typed)
  const member = await recognise(app.em.fork(), by)
  if (!member) return answerStranger(app, words, by)
  if (/^start\b/i.test(words)) return { text: `Hello ${member.name}. Type help to see what you can do.` }
  try {
    if (!sent) return await answer(app, words, by, member)
    if ('pictures' in sent) return await answerPictures(app, words, by, member, sent)
    return await answerFile(app, words, by, member, sent)
  } catch (error) {
    await recordNotAllowed(app, by, member, words, error)
    throw error
  }
}

/** Any word asks to be let in; but in a group a word may be for another bot, or for nobody. */
async function answerStranger(app: CommandApp, words: string, by: Visitor): Promise<Reply> {
  const isInGroup = by.place !== undefined && by.here !== undefined && by.here !== by.place
  if (!isInGroup || /^(start|link)\b/i.test(words)) return { text: await askIn(app, by, words) }
  await recordRefusal(app, by, null, words, STRANGER)
  return { text: STRANGER }
}

const STRANGER = 'I do not know you yet. Write /start to me alone to ask to be let in.'

/** `/sale_add@deskhand_bot <url>` of Telegram's menu is `sale add <url>`. */
function readWords(typed: string): string {
  const text = typed.trim()
  if (!text.startsWith('/')) return text
  return text.replace(/^\/(\w+)(?:@\w+)?/, (_, name: string) => name.replaceAll('_', ' ')).trim()
}

async function answer(app: CommandApp, words: string, by: Visitor, member: Member): Promise<Reply> {
  const { verb, ref } = firstWords(words)
  // `pause` is a command, `pause B-7` a button.
  if (isVerb(verb) && readRef(ref)) return runVerb(app, words, by)
  const found = findCommand(words)
  if (found) return obey(app, by, member, found)
  // A ref alone: whoever types it wants to see the card.
  const shown = readRef(words) && findCommand(`show ${words}`)
  if (shown) return obey(app, by, member, shown)
  if (isVerb(verb))
    throw new Refusal(
      ref ? `'${clip(ref, 20)}' is no ref. For example: ${verb} O-142` : `Which one? For example: ${verb} O-142`,
    )
  throw new Refusal(suggest(words, commandsOf(app.settings, member)))
}

function firstWords(words: string): { verb: string; ref: string } {
  const [verb = '', named = ''] = words.toLowerCase().split(/\s+/, 2)
  return { verb, ref: readNamed(named).ref }
}

/** What is written beside a file says what it is; where only one command takes a file, nothing need be. */
async function answerFile(app: CommandApp, typed: string, by: Visitor, member: Member, file: SentFile): Promise<Reply> {
  const takers = commandsOf(app.settings, member).filter(takesFile)
  const found = findCommand(typed || (takers.length === 1 ? (takers[0]?.name ?? '') : ''))
  if (found && takesFile(found.command)) return obey(app, by, member, found, file)
  const names = takers.map(({ name, example }) => example ?? name)
  throw new Refusal(
    names.length > 0
      ? `Write beside the file what it is, for example: ${names.join(', or: ')}`
      : 'There is nothing I could do with a file.',
  )
}

/** Words below a picture say what it shows; they need not begin with the name of the command that takes it. */
async function answerPictures(app: CommandApp, words: string, by: Visitor, member: Member, sent: SentPictures) {
  const taker = commandsOf(app.settings, member).find((command) => 'run' in command && command.takesPictures)
  if (!taker || !('run' in taker)) throw new Refusal('I do nothing with pictures here. Type help for what I can do.')
  const found = findCommand(words)
  return taker.run({ app, member, by, rest: found?.command === taker ? found.rest : words, sent })
}

function takesFile(command: Command | Alias): boolean {
  return 'takesFile' in command && command.takesFile === true
}

async function obey(
  app: CommandApp,
  by: Visitor,
  member: Member,
  { command, rest }: Found,
  file?: SentFile,
): Promise<Reply> {
  if (!mayRun(command, member)) {
    throw new NotAllowed(`Only ${whoMay(command)} may use '${command.name}'.`)
  }
  if ('verb' in command) return runVerb(app, `${command.verb} ${rest}`, by)
  return command.run({ app, member, by, rest: file ? `${rest}\n${await readSentFile(file)}` : rest })
}

function mayRun({ roles }: Pick<Command, 'roles'>, { role }: Pick<Member, 'role'>): boolean {
  return !roles || role === 'admin' || roles.includes(role)
}

function whoMay({ roles = [] }: Pick<Command, 'roles'>): string {
  return ['an admin', ...roles.filter((role) => role !== 'admin').map((role) => `a ${role}`)].join(' or ')
}

/**
 * Words said to the others of a channel that are surely a command of ours: two words of its name, or a ref or an
 * address behind it. Who says them would wait for an answer.
 */
export function soundsLikeCommand(typed: string): boolean {
  const words = typed.trim()
  if (words.includes('\n') || words.length > MOST_TYPED) return false
  const { verb, ref } = firstWords(words)
  if (isVerb(verb) && readRef(ref)) return true
  const found = findCommand(words)
  if (!found?.rest) return false
  return found.command.name.includes(' ') || /^https?:\/\/\S+$/.test(found.rest) || readRef(found.rest) !== null
}

const MOST_TYPED = 200

type Found = { command: Command | Alias; rest: string }

/** The longest name that begins what was typed: `sale add` before `sale`. */
function findCommand(words: string): Found | null {
  const text = words.toLowerCase()
  // A list begins on the next line: `leads import`, then a lead a line.
  const begins = (name: string) => text.startsWith(name) && /^(?:\s|$)/.test(text.slice(name.length))
  const [longest, ...others] = commands()
    .filter(({ name }) => begins(name))
    .sort((a, b) => b.name.length - a.name.length)
  if (!longest) return null
  const rest = words.slice(longest.name.length).trim()
  const alike = [longest, ...others].filter(({ name }) => name === longest.name)
  return { command: alike.find(({ fits }) => fits?.(rest) ?? true) ?? longest, rest }
}
