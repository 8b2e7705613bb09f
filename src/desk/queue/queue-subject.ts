import type { EntityManager } from '@mikro-orm/postgresql'
import { Queue } from '#entities/cards/queue.ts'
import type { Card } from '#src/cards/card.ts'
import { type AnySubject, type Batching, type Drawing, defineSubject, type Offer } from '#src/cards/subject.ts'
import { writeAt } from '#src/cards/times.ts'
import { hoursOfKind, pipelineOf } from '../pipelines.ts'
import { approveClear, openUnclear, takeBack } from './decide-queued.ts'
import { listQueued } from './queue.ts'
import { queueKind } from './queue-kind.ts'
import { APPROVE_AT_ONCE, CHECK_AT_ONCE, type Found, type QueueView } from './queue-view.ts'
import { restOf, writeLeaving } from './tell-leaving.ts'

/** One card for a flood of one kind: the clear ones are decided together, the others opened a few at a time. */
export function createQueueSubject(subjects: () => AnySubject[]): AnySubject {
  return defineSubject<Queue, QueueView>({
    kind: queueKind,
    load: (em, ids) => load(em, ids, subjects()),
    card: face,
    offers,
    verbs: {
      approve: { label: 'Approve', past: 'approved', style: 'primary' },
      check: { label: 'Check', past: 'opened' },
      undo: { label: 'Undo', past: 'took {it} back' },
    },
    pronoun: 'these',
    // Its verbs decide many records, and lock those first.
    lock: async () => {},
    act: { approve: approveClear, check: openUnclear, undo: takeBack },
    mayPress: ({ role }, { kind }) => role === 'admin' || (pipelineOf(kind)?.deciders.includes(role) ?? false),
  })
}

async function load(em: EntityManager, ids: string[], subjects: AnySubject[]): Promise<QueueView[]> {
  const queues = await em.find(Queue, { id: { $in: ids } })
  return Promise.all(
    queues.map(async (queue) => {
      const found = find(subjects, queue.kind)
      const told = queue.pending > 0 ? ((await found.rules.told?.(em)) ?? []) : []
      const enough = told.length > 0 ? await countEnough(em, found, queue.clear) : queue.clear
      return Object.assign(queue, found, { told, enough, rests: await restOf(em, queue.batch) })
    }),
  )
}

async function countEnough(em: EntityManager, { subject, rules }: Found, clear: number): Promise<number> {
  if (!rules.enough) return clear
  return rules.enough(em, await listQueued(em, subject, { clear: true, limit: APPROVE_AT_ONCE }))
}

function find(subjects: AnySubject[], kind: string): Found {
  const subject = subjects.find((candidate) => candidate.kind.name === kind)
  if (!subject?.batch) throw new Error(`nothing is decided together of kind '${kind}'`)
  return { subject, rules: subject.batch as Batching<never> }
}

function offers(view: QueueView): Offer[] {
  const { pending, clear, round, batch, enough } = view
  const unclear = pending - clear
  const approve = { verb: 'approve', arg: String(round), earlierToo: true, label: approveLabel(view) }
  const more = unclear > CHECK_AT_ONCE ? 'Check next' : 'Check'
  return [
    ...(clear > 0 ? [{ ...approve, ...(enough === 0 && { quiet: true }) }] : []),
    ...(unclear > 0 ? [{ verb: 'check', label: `${more} ${Math.min(unclear, CHECK_AT_ONCE)}` }] : []),
    ...(batch?.undoUntil ? [{ verb: 'undo' }] : []),
  ]
}

function approveLabel({ rules: { approveLabel: label }, clear, enough }: QueueView): string {
  if (enough < clear) return `Approve ${enough} of ${clear}`
  if (clear > APPROVE_AT_ONCE) return `Approve the first ${APPROVE_AT_ONCE}`
  return label?.(clear) ?? `Approve ${clear}`
}

function face(
  { kind, pending, clear, batch, rules, told, rests }: QueueView,
  { settings, clock }: Drawing,
): Omit<Card, 'buttons'> {
  const watch = { zone: settings.STORE_TIMEZONE, hours: hoursOfKind(kind, settings) }
  const unclear = pending - clear
  const parts = [clear > 0 && `${clear} ${rules.clearName}`, unclear > 0 && `${unclear} to check`].filter(Boolean)
  const title = pending ? [`${pending} ${rules.plural}`, ...parts].join(' · ') : `No more ${rules.plural} to decide`
  const until = batch?.undoUntil ? ` · ${writeLeaving(new Date(batch.undoUntil), rests, watch)}` : ''
  const did = batch?.verb === 'undo' ? 'took back' : 'approved'
  const footer = batch?.by
    ? `${batch.by} ${did} ${batch.ids.length} ${writeAt(new Date(batch.at), watch.zone, clock(), watch.hours)}${until}`
    : ''
  return {
    title,
    tone: pending ? 'todo' : 'good',
    facts: told.map((value) => ({ label: 'Stock', value })),
    ...(footer && { footer }),
  }
}
