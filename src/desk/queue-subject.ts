import type { EntityManager } from '@mikro-orm/postgresql'
import { Queue } from '#entities/cards/queue.ts'
import type { Card } from '#src/cards/card.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import {
  type Acting,
  type AnySubject,
  type Batching,
  defineSubject,
  type Effect,
  type Offer,
} from '#src/cards/subject.ts'
import { writeClock, writeSeconds } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { move } from '#src/moves/move.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import { pipelineOf } from './pipelines.ts'
import { loadQueued } from './queue.ts'
import { queueKind } from './queue-kind.ts'

/** Cards that 'Check' opens at once: more would be the flood again. */
const CHECK_AT_ONCE = 4

type QueueView = Queue & { clear: RecordRow[]; unclear: RecordRow[]; plural: string; lastMove: LastMove | null }

/** One card for a flood of one kind: the clear ones are decided together, the others opened a few at a time. */
export function createQueueSubject(subjects: () => AnySubject[]): AnySubject {
  const find = (kind: string) => findBatching(subjects(), kind)
  return defineSubject<Queue, QueueView>({
    kind: queueKind,
    load: (em, ids) => load(em, ids, find),
    card: (view, app) => face(view, app.settings.STORE_TIMEZONE),
    offers: (view) => offers(view),
    verbs: {
      approve: { label: 'Approve', past: 'approved', style: 'primary' },
      check: { label: 'Check', past: 'opened' },
      undo: { label: 'Undo', past: 'took back' },
    },
    pronoun: 'these',
    act: {
      approve: (acting) => decideClear(acting, find(acting.view.kind)),
      check: (acting) => openUnclear(acting),
      undo: (acting) => takeBack(acting, find(acting.view.kind)),
    },
    mayPress: ({ role }, { kind }) => role === 'admin' || (pipelineOf(kind)?.deciders.includes(role) ?? false),
  })
}

type Found = { subject: AnySubject; batch: Batching<RecordRow> }

function findBatching(subjects: AnySubject[], kind: string): Found {
  const subject = subjects.find((candidate) => candidate.kind.name === kind)
  if (!subject?.batch) throw new Error(`nothing is decided together of kind '${kind}'`)
  return { subject, batch: subject.batch }
}

async function load(em: EntityManager, ids: string[], find: (kind: string) => Found): Promise<QueueView[]> {
  const queues = await em.find(Queue, { id: { $in: ids } })
  const lastMoves = await loadLastMoves(em, 'queue', ids)
  const views: QueueView[] = []
  for (const queue of queues) {
    const { subject, batch } = find(queue.kind)
    const waiting = await loadQueued(em, subject)
    const clear = waiting.filter((view) => batch.isClear(view))
    const unclear = waiting.filter((view) => !batch.isClear(view))
    views.push(
      Object.assign(queue, { clear, unclear, plural: batch.plural, lastMove: lastMoves.get(queue.id) ?? null }),
    )
  }
  return views
}

function offers({ clear, unclear, batch }: QueueView): Offer[] {
  const last = clear.at(-1)?.number
  const check = Math.min(unclear.length, CHECK_AT_ONCE)
  return [
    ...(last ? [{ verb: 'approve', arg: String(last), label: `Approve ${clear.length}` }] : []),
    ...(check ? [{ verb: 'check', label: `Check ${check}` }] : []),
    ...(batch?.undoUntil ? [{ verb: 'undo' }] : []),
  ]
}

function face({ clear, unclear, plural, lastMove, batch }: QueueView, zone: string): Omit<Card, 'buttons'> {
  const total = clear.length + unclear.length
  const title = total
    ? `${total} ${plural} · ${clear.length} clear · ${unclear.length} to check`
    : `No more ${plural} to decide`
  const until = batch?.undoUntil ? ` · mails go ${writeSeconds(new Date(batch.undoUntil), zone)}` : ''
  const footer =
    lastMove && batch
      ? `${lastMove.by.name} ${pastOf(lastMove.verb)} ${batch.ids.length} at ${writeClock(lastMove.at, zone)}${until}`
      : ''
  return { title, tone: total ? 'todo' : 'good', facts: [], ...(footer && { footer }) }
}

function pastOf(verb: string): string {
  return verb === 'undo' ? 'took back' : 'approved'
}

/** Decides every clear one that stood behind the button when it was drawn. */
async function decideClear(acting: Acting<QueueView>, { subject, batch }: Found): Promise<Effect<Queue>> {
  const { tx, view, arg } = acting
  const candidates = view.clear.filter(({ number }) => !arg || number <= Number(arg))
  const ids = await lockFree(acting, subject, candidates)
  const effects = new Map<string, Effect<RecordRow>>()
  for (const row of candidates) {
    const effect = await subject.act[batch.verb]?.({ ...acting, view: row, arg: undefined })
    if (ids.has(row.id)) effects.set(row.id, effect ?? {})
  }
  await enqueue(
    tx,
    [...effects.values()].flatMap(({ deliveries }) => deliveries ?? []),
  )
  const rows = candidates.filter(({ id }) => ids.has(id))
  const moved = await move(tx, subject.kind, rows, batch.verb, acting.by, {
    set: ({ id }) => effects.get(id)?.set ?? {},
  })
  const undoUntil = [...effects.values()]
    .flatMap(({ deliveries }) => deliveries ?? [])
    .find((d) => d.notBefore)?.notBefore
  return {
    set: {
      pending: view.pending - moved.length,
      batch: { verb: batch.verb, ids: moved.map(({ id }) => id), undoUntil: undoUntil?.toISOString() ?? null },
    },
    tell: `Approved ${moved.length}.`,
  }
}

async function lockFree({ tx }: Acting<QueueView>, { kind }: AnySubject, rows: RecordRow[]): Promise<Set<string>> {
  const locked = await sql<{ id: string }>(
    tx.em,
    `select t.id from "${kind.table}" t join jsonb_to_recordset($1::jsonb) as v(id uuid, moves int)
     on v.id = t.id and v.moves = t.moves order by t.id for update of t`,
    [JSON.stringify(rows.map(({ id, moves }) => ({ id, moves })))],
  )
  return new Set(locked.map(({ id }) => id))
}

/** Gives the next unclear ones cards of their own. */
async function openUnclear({ tx, view }: Acting<QueueView>): Promise<Effect<Queue>> {
  const next = view.unclear.slice(0, CHECK_AT_ONCE)
  await sql(
    tx.em,
    `update card_posts set queued = false, ring = ring + 1 where subject = $1 and subject_id = any($2::uuid[]) and queued`,
    [view.kind, next.map(({ id }) => id)],
  )
  return {
    set: { pending: view.pending - next.length },
    tell: next.length === 1 ? 'Its card follows.' : `${next.length} cards follow.`,
  }
}

/** Undoes the last batch as long as none of its mails has left. */
async function takeBack({ tx, view, by }: Acting<QueueView>, { subject }: Found): Promise<Effect<Queue>> {
  const ids = view.batch?.ids ?? []
  const keys = await sql<{ key: string; id: string }>(
    tx.em,
    `select key, subject_id as id from deliveries where subject = $1 and subject_id = any($2::uuid[]) and state = 'waiting'`,
    [subject.kind.name, ids],
  )
  const stopped = await cancel(
    tx,
    keys.map(({ key }) => key),
    by,
  )
  const free = keys.filter(({ key }) => stopped.has(key)).map(({ id }) => id)
  if (free.length === 0) throw new Refusal('Too late to undo: the mails have left.')
  const moved = await move(tx, subject.kind, await subject.load(tx.em, free), 'undo', by)
  return {
    set: {
      pending: view.pending + moved.length,
      batch: { verb: 'undo', ids: moved.map(({ id }) => id), undoUntil: null },
    },
    tell: `Took back ${moved.length} of ${ids.length}.`,
  }
}
