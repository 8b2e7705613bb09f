import { writeCount } from '#src/basics/write-count.ts'
import type { Card } from '#src/cards/card.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { CommandApp } from '#src/cards/command.ts'
import { writeCity } from '#src/cards/times.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { recognise } from '../people/people.ts'
import { sharedHours } from '../pipelines.ts'
import { loadWaiting } from '../queue/pending.ts'
import { tellStatus } from '../told/status.ts'

/** What somebody finds when they open the app: what waits for them, how things are, where to begin. */
export type Home = { title: string; cards: Card[]; more: number; status: string[]; hints: string[] }

/** Slack takes 100 blocks, a card is two of them. */
const MOST_CARDS = 40

export async function readHome(app: CommandApp, by: Visitor): Promise<Home> {
  const em = app.em.fork()
  const member = await recognise(em, by)
  if (!member)
    return { title: `${app.settings.STORE_NAME}: the desk`, cards: [], more: 0, status: [], hints: forStrangers }
  const waiting = await loadWaiting(em, member)
  const shown = waiting.slice(0, MOST_CARDS)
  const drawing = { ...app, hours: sharedHours(app.settings) }
  const seesStatus = member.role !== 'rep'
  return {
    title: waiting.length === 0 ? 'Nothing waits for you.' : `${writeCount(waiting.length, 'waits', 'wait')} for you`,
    cards: shown.map(({ subject, view }) => cardOf(subject, view, drawing, 'loud', member)),
    more: waiting.length - shown.length,
    status: seesStatus ? await tellStatus(app, member.zone) : [],
    hints: [
      `You are ${member.name}, ${member.role}. Times are ${writeCity(member.zone)}: zone changes that.`,
      'Type /desk help anywhere, or help to me alone, for all you can do.',
    ],
  }
}

const forStrangers = [
  'I do not know you yet.',
  'To ask to be let in, write me a message: hello. An admin decides, and you hear from me there.',
]
