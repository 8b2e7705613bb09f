import type { EntityManager } from '@mikro-orm/postgresql'
import type { App } from '#src/app.ts'
import { loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type AnySubject, type Member, writePast } from '#src/cards/subject.ts'
import { writeAt } from '#src/cards/times.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { hoursOf } from '../pipelines.ts'

/** Why a button no longer works: who was first, or that it was the same person. */
export async function tooLate(
  em: EntityManager,
  app: Pick<App, 'settings' | 'clock'>,
  subject: AnySubject,
  view: RecordRow,
  verb: string,
  member: Member,
): Promise<string> {
  const why = subject.whyNot?.(view, verb)
  if (why) return why
  const last = (await loadLastMoves(em, subject.kind.name, [view.id])).get(view.id)
  if (!last) return 'It has moved on since. Look at the card as it is now.'
  const zone = member.zone || app.settings.STORE_TIMEZONE
  const isOwn = last.by.personId === member.id
  if (isOwn && last.verb === verb) return 'Already done.'
  const past = writePast(subject, last) ?? `changed ${subject.pronoun ?? 'it'}`
  const at = writeAt(last.at, zone, app.clock(), hoursOf(subject.kind.pipeline(view), app.settings))
  const decided = `${isOwn ? 'You' : last.by.name} ${past} ${at}.`
  return isOwn ? `${decided} ${whatIsLeft(subject, view, member, last.verb)}` : decided
}

/** Who wants to take their own decision back reads what can still be done. */
function whatIsLeft(subject: AnySubject, view: RecordRow, member: Member, did: string): string {
  const left = subject.offers(view).filter(({ verb }) => subject.mayPress(member, view, verb))
  const labels = new Set(left.map(({ verb, label }) => label ?? subject.verbs[verb]?.label ?? verb))
  const back = left.find(({ verb }) => subject.verbs[verb]?.takesBack === did)
  if (back) return `To take that back: ${back.verb} ${writeRef(subject.kind, view)}`
  if (labels.size === 0) return 'That cannot be taken back any more.'
  return `That cannot be taken back any more. What you can do now: ${[...labels].join(', ')}.`
}
