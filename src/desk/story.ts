import type { EntityManager } from '@mikro-orm/postgresql'
import { Move } from '#entities/cards/move.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import type { RecordRow } from '#src/moves/kind.ts'

/** A record's whole history in plain sentences, oldest first. */
export async function tellStory(
  em: EntityManager,
  subject: AnySubject,
  view: RecordRow,
  zone: string,
  now: Date,
): Promise<string[]> {
  const moves = await em.find(
    Move,
    { kind: subject.kind.name, recordId: view.id },
    { orderBy: { at: 'asc', id: 'asc' } },
  )
  return moves.map((move) => `${writeWhen(move.at, zone, now)} ${sentenceOf(subject, move)}`)
}

function sentenceOf(subject: AnySubject, { by, verb, from, to, note, edits }: Move): string {
  const what = by.personId ? `${by.name} ${subject.verbs[verb]?.past ?? verb} it` : `${by.name}: ${verb}`
  const where = from === to ? '' : ` (${from} -> ${to})`
  const changed = edits ? `; changed ${Object.keys(edits).join(', ')}` : ''
  return `${what}${where}${changed}${note ? `; ${note}` : ''}.`
}
