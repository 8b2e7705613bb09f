import type { RecordRow } from '#src/moves/kind.ts'
import type { Card } from './card.ts'
import { forReader } from './for-reader.ts'
import type { AnySubject, Drawing, Member } from './subject.ts'
import { writeToken } from './token.ts'

/**
 * A record's card as it is now, with a button for every verb it offers; the quiet ones where there is room for `all`.
 * Shown to one `member` alone it has only what they may press, and
 * their clock.
 */
export function cardOf(
  subject: AnySubject,
  view: RecordRow,
  app: Drawing,
  which: 'loud' | 'all' = 'loud',
  member: Member | null = null,
): Card {
  const offers = subject
    .offers(view)
    .filter(({ quiet, verb }) => (which === 'all' || !quiet) && (!member || subject.mayPress(member, view, verb)))
  const buttons = offers.map(({ verb, arg, label, first }) => ({
    label: label ?? subject.verbs[verb]?.label ?? verb,
    style: subject.verbs[verb]?.style ?? (first ? 'primary' : 'plain'),
    token: writeToken({ subject: subject.kind.name, verb, id: view.id, moves: view.moves, ...(arg && { arg }) }),
  }))
  return { ...subject.card(view, member ? forReader(app, member) : app), buttons }
}

/** What is left of a card whose record hangs further down again; or `elsewhere`, where a route led it. */
export function shrink(card: Card, elsewhere: string | null = null): Card {
  const footer = elsewhere ? `It hangs in ${elsewhere} now.` : 'Moved down: see the newer card.'
  return { title: card.title, tone: 'done', facts: [], footer, buttons: [] }
}
