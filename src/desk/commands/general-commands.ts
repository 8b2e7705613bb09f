import { capital } from '#src/basics/capital.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { forReader } from '#src/cards/for-reader.ts'
import type { Member } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { findRecord } from '../press/verb-command.ts'
import { loadWaiting, type Waiting } from '../queue/pending.ts'
import { remindNow } from '../remind/remind.ts'
import { tellNext, tellStory } from '../told/story.ts'
import { findText } from './find.ts'

const SIGN_IN_MS = 10 * 60_000
const MOST_OF_A_KIND = 10

type Listed = Pick<Command, 'name' | 'usage' | 'help'>

/** What everyone can type, whatever the pipelines. `mine` lists all commands of a member: it holds these too. */
export function generalCommands(mine: (asked: Asked) => Listed[]): Command[] {
  return [
    { name: 'help', help: 'what you can type', run: async (asked) => ({ text: writeHelp(mine(asked)) }) },
    { name: 'pending', help: 'what waits for a decision', run: tellPending },
    { name: 'show', usage: '<ref>', example: 'show O-142', help: 'a card, with its buttons', run: show },
    {
      name: 'why',
      usage: '<ref>',
      example: 'why O-142',
      help: 'the whole story of a record, and what is next',
      run: tellWhy,
    },
    {
      name: 'find',
      usage: '<text>',
      example: 'find @tilly',
      help: 'records by name, e-mail, words or ref',
      run: find,
    },
    {
      name: 'dashboard',
      help: 'a link that opens the dashboard in your browser',
      roles: ['seller', 'booker', 'rep'],
      run: openDashboard,
    },
    { name: 'remind', help: 'ring again for what waits for you', run: remind },
  ]
}

function writeHelp(commands: Listed[]): string {
  const lines = commands.map(({ name, usage, help }) => `${[name, usage].filter(Boolean).join(' ')} - ${help}`)
  return [...lines, '<verb> <ref> - any button, typed: approve O-142, undo O-142'].join('\n')
}

async function tellPending({ app, member }: Asked): Promise<Reply> {
  const waiting = await loadWaiting(app.em.fork(), member)
  if (waiting.length === 0) return { text: 'Nothing waits for you.' }
  const groups = Map.groupBy(waiting, ({ subject }) => subject)
  const several = groups.size > 1
  const parts = [...groups].map(([{ kind }, items]) => {
    const lines = items.slice(0, MOST_OF_A_KIND).map(({ subject, view }: Waiting) => subject.card(view, app).title)
    const more = items.length > MOST_OF_A_KIND ? [`and ${items.length - MOST_OF_A_KIND} more`] : []
    return [...(several ? [`${capital(kind.table)} (${items.length})`] : []), ...lines, ...more].join('\n')
  })
  return { text: parts.join('\n\n') }
}

async function show({ app, member, by, rest }: Asked): Promise<Reply> {
  const { subject, view } = await findOwn({ app, member, by, rest }, 'show')
  return { text: '', cards: [cardOf(subject, view, app, 'all', member)] }
}

async function tellWhy({ app, member, by, rest }: Asked): Promise<Reply> {
  const { subject, view } = await findOwn({ app, member, by, rest }, 'why')
  const mine = forReader(app, member)
  const story = await tellStory(app, subject, view, member.zone)
  const head = `${subject.card(view, mine).title} (${writeCity(member.zone)} time)`
  return { text: [head, ...story, tellNext(subject, view, mine, member.zone)].join('\n') }
}

/** What is another's is not told. */
async function findOwn({ app, member, rest }: Asked, command: string) {
  if (!rest) throw new Refusal(`Which one? For example: ${command} O-142`)
  const found = await findRecord(app.em.fork(), rest)
  if (found.subject.mayPress(member, found.view, 'show')) return found
  throw new NotAllowed('That one is not yours.')
}

async function find({ app, member, rest }: Asked): Promise<Reply> {
  if (rest.length < 2) throw new Refusal('What shall I look for? For example: find @tilly')
  const lines = await findText(app, member, rest)
  return { text: lines.length > 0 ? lines.join('\n') : `Nothing with '${rest.slice(0, 40)}'.` }
}

async function openDashboard({ app, member }: Asked): Promise<Reply> {
  const link = await mintSignIn(app, member)
  return { text: `This opens the dashboard once, within ten minutes:\n${link}`, isPrivate: true }
}

async function mintSignIn(app: Asked['app'], member: Member): Promise<string> {
  const token = await inTransaction(app, (tx) =>
    mintLink(tx, { purpose: 'sign-in', subjectId: member.id, expiresAt: new Date(tx.at.getTime() + SIGN_IN_MS) }),
  )
  return writeLink(app.publicUrl, token)
}

async function remind({ app, member }: Asked): Promise<Reply> {
  const rang = await remindNow(app, member)
  if (rang === 0) return { text: 'Nothing waits for you.' }
  return { text: `${writeCount(rang, 'card rings again', 'cards ring again')}.` }
}
