import type { EntityManager } from '@mikro-orm/postgresql'
import { Move } from '#entities/cards/move.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import type { App } from '#src/app.ts'
import { clip } from '#src/cards/clip.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { tellDelivery } from './tell-delivery.ts'

/** A record's whole history in plain sentences, oldest first: its moves, and between them what was written to people. */
export async function tellStory(
  em: EntityManager,
  subject: AnySubject,
  view: RecordRow,
  zone: string,
  now: Date,
): Promise<string[]> {
  const { name } = subject.kind
  const moves = await em.find(Move, { kind: name, recordId: view.id }, { orderBy: { at: 'asc', id: 'asc' } })
  const deliveries = await em.find(Delivery, { subject: name, subjectId: view.id }, { orderBy: { number: 'asc' } })
  const told = [
    ...moves.map((move) => ({ at: move.at, text: sentenceOf(subject, move) })),
    ...deliveries.map((delivery) => ({ at: delivery.createdAt, text: tellDelivery(delivery, { zone, now }) })),
  ]
  return told
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, text }) => `${writeWhen(at, zone, now)} ${text}`)
}

/** What happens next, in the words of its kind; else who it waits for. */
export function tellNext(
  subject: AnySubject,
  view: RecordRow,
  app: Pick<App, 'settings' | 'clock'>,
  zone: string,
): string {
  const stands = subject.stands?.(view, app)
  if (stands) return stands
  const next = subject.next?.(view, app, zone)
  if (next) return `Next: ${next}`
  if (!subject.kind.waits(view)) return 'Nothing is left to do.'
  const labels = subject
    .offers(view)
    .flatMap(({ verb, label, quiet }) => (quiet ? [] : [label ?? subject.verbs[verb]?.label]))
  return `It waits for a person: ${labels.join(', ')}.`
}

function sentenceOf(subject: AnySubject, { by, verb, from, to, note, edits }: Move): string {
  const what = by.personId ? `${by.name} ${subject.verbs[verb]?.past ?? verb} it` : `${by.name}: ${verb}`
  const where = from === to ? '' : ` (${from} -> ${to})`
  const changed =
    edits && Object.keys(edits).length > 0 ? `; changed ${Object.entries(edits).map(writeEdit).join(', ')}` : ''
  return `${what}${where}${changed}${note ? `; ${note}` : ''}.`
}

function writeEdit([name, [was, is]]: [string, [unknown, unknown]]): string {
  return `${name} from ${writeValue(was)} to ${writeValue(is)}`
}

function writeValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value !== 'object') return clip(String(value), 80)
  if (Array.isArray(value)) return clip(value.join(', ') || 'nothing', 80)
  const parts = Object.entries(value).flatMap(([key, part]) => (typeof part === 'object' ? [] : [`${part} ${key}`]))
  return clip(parts.join(', ') || JSON.stringify(value), 80)
}
