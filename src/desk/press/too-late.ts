import type { EntityManager } from '@mikro-orm/postgresql'
import type { App } from '#src/app.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type AnySubject, type Member, type Offer, writePast } from '#src/cards/subject.ts'
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
  if (!isOwn) return decided
  const isBack = isSecondThought(subject, last, verb)
  return `${decided} ${isBack ? whatIsLeft(subject, view, member, last.verb) : notNow(subject, view, verb, member)}`
}

/** They want to take their own decision back, or another one in its place. */
function isSecondThought({ kind, verbs }: AnySubject, last: LastMove, verb: string): boolean {
  return verbs[verb]?.takesBack !== undefined || kind.flow[last.from]?.[verb] !== undefined
}

/** It is too early for the verb, or none of this record any more. */
function notNow(subject: AnySubject, view: RecordRow, verb: string, member: Member): string {
  const what = `"${subject.verbs[verb]?.label ?? verb}" does not fit it now.`
  const left = offered(subject, view, member)
  return left.length > 0 ? `${what} ${whatFits(subject, left)}` : what
}

/** Who wants to take their own decision back reads what can still be done. */
function whatIsLeft(subject: AnySubject, view: RecordRow, member: Member, did: string): string {
  const left = offered(subject, view, member)
  const back = left.find(({ verb }) => subject.verbs[verb]?.takesBack === did)
  if (back) return `To take that back: ${back.verb} ${writeRef(subject.kind, view)}`
  const no = 'That cannot be taken back any more.'
  return left.length > 0 ? `${no} ${whatFits(subject, left)}` : no
}

function offered(subject: AnySubject, view: RecordRow, member: Member): Offer[] {
  return subject.offers(view).filter(({ verb }) => subject.mayPress(member, view, verb))
}

function whatFits({ verbs }: AnySubject, left: Offer[]): string {
  const labels = new Set(left.map(({ verb, label }) => label ?? verbs[verb]?.label ?? verb))
  return `What you can do now: ${[...labels].join(', ')}.`
}
