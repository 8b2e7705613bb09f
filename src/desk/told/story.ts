import { Move } from '#entities/cards/move.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import type { App } from '#src/app.ts'
import { clip, quote } from '#src/cards/clip.ts'
import { type AnySubject, writePast } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { hoursOf } from '../pipelines.ts'
import { tellDelivery } from './tell-delivery.ts'

/** Who it was when no person did what a person may do too. */
const DESKHAND = 'Deskhand'

/**
 * A record's whole history in plain sentences, oldest first: its moves, and between them what was written to people.
 */
export async function tellStory(
  app: Pick<App, 'em' | 'settings' | 'clock'>,
  subject: AnySubject,
  view: RecordRow,
  zone: string,
): Promise<string[]> {
  const { name } = subject.kind
  const em = app.em.fork()
  const now = app.clock()
  const hours = hoursOf(subject.kind.pipeline(view), app.settings)
  const moves = await em.find(Move, { kind: name, recordId: view.id }, { orderBy: { at: 'asc', id: 'asc' } })
  const deliveries = await em.find(Delivery, { subject: name, subjectId: view.id }, { orderBy: { number: 'asc' } })
  const told = [
    ...moves.map((move) => ({ at: move.at, text: sentenceOf(subject, view, move) })),
    ...deliveries.map((delivery) => ({
      at: delivery.sentAt ?? delivery.createdAt,
      text: tellDelivery(delivery, { zone, now, hours, isDated: true }),
    })),
  ]
  return told
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .flatMap(({ at, text }) => (text ? [`${writeWhen(at, zone, now, hours)} ${text}`] : []))
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

/** One sentence; null where something else says it. */
function sentenceOf(subject: AnySubject, view: RecordRow, move: Move): string | null {
  const { by, note } = move
  if (!by.personId) return stepSentence(subject, view, move)
  const past = writePast(subject, move)
  const changes = changesOf(subject, view, move)
  if (changes) return `${by.name} changed ${changes}.`
  if (past) return `${by.name} ${past}${ending(note)}`
  return stepSentence(subject, view, move)
}

function stepSentence(subject: AnySubject, view: RecordRow, move: Move): string | null {
  const told = subject.tells?.steps?.[move.verb]
  if (typeof told === 'string') return told
  if (told) return told(move, view)
  const past = writePast(subject, move)
  return past ? `${move.by.via === 'job' ? DESKHAND : move.by.name} ${past}${ending(move.note)}` : null
}

/** Words that end their own sentence need no second stop. */
function ending(note: string | null): string {
  if (!note) return '.'
  return `: ${quote(note)}`
}

/** `the items from 2 black to 3 red and the e-mail from ...` */
function changesOf({ tells }: AnySubject, view: RecordRow, { edits }: Move): string {
  const changes = Object.entries(edits ?? {}).flatMap(([name, [was, is]]) => {
    const field = tells?.fields?.[name]
    if (tells?.fields && !field) return []
    const write = (value: unknown) => field?.write?.(value, view) ?? writeValue(value)
    return [`the ${field?.name ?? writeName(name)} from ${write(was)} to ${write(is)}`]
  })
  return new Intl.ListFormat('en-GB').format(changes)
}

/** `maxPerPerson` -> `max per person` */
function writeName(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
}

function writeValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value !== 'object') return clip(String(value), 80)
  if (Array.isArray(value)) return clip(value.join(', ') || 'nothing', 80)
  const parts = Object.entries(value).flatMap(([key, part]) => (typeof part === 'object' ? [] : [`${part} ${key}`]))
  return clip(parts.join(', ') || 'something else', 80)
}
