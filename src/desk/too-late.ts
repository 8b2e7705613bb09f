import type { EntityManager } from '@mikro-orm/postgresql'
import type { App } from '#src/app.ts'
import { loadLastMoves } from '#src/cards/last-moves.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { writeClock } from '#src/cards/times.ts'
import type { RecordRow } from '#src/moves/kind.ts'

/** Why a button no longer works: who was first, or that it was the same person. */
export async function tooLate(
  em: EntityManager,
  app: Pick<App, 'settings'>,
  subject: AnySubject,
  view: RecordRow,
  verb: string,
  member: Member,
): Promise<string> {
  const last = (await loadLastMoves(em, subject.kind.name, [view.id])).get(view.id)
  if (!last) return 'It has moved on since. Look at the card as it is now.'
  const zone = member.zone || app.settings.STORE_TIMEZONE
  if (last.by.personId === member.id) return last.verb === verb ? 'Already done.' : 'You have decided this already.'
  const past = subject.verbs[last.verb]?.past ?? 'changed'
  return `${last.by.name} ${past} ${subject.pronoun ?? 'it'} at ${writeClock(last.at, zone)}.`
}
