import type { Batch, Queue } from '#entities/cards/queue.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Acting, AnySubject, Effect } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { move } from '#src/moves/move.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import { countQueued, listQueued, lockQueue, putBehind } from './queue.ts'
import { APPROVE_AT_ONCE, CHECK_AT_ONCE, type QueueView } from './queue-view.ts'
import { tellLeaving } from './tell-leaving.ts'

/** Decides every clear one that stood behind the button when it was drawn, and is clear still. */
export async function approveClear(acting: Acting<QueueView>): Promise<Effect<Queue>> {
  const { tx, view, member, arg } = acting
  const { subject, rules } = view
  const which = { clear: true, limit: APPROVE_AT_ONCE, ...(arg !== undefined && { upToRound: Number(arg) }) }
  const waiting = await loadLocked(tx, subject, await listQueued(tx.em, subject, which))
  const decidable = waiting.filter(
    (row) => rules.includes(row as never) && rules.isClear(row as never) && subject.mayPress(member, row, rules.verb),
  )
  const rows: RecordRow[] = rules.admit ? await rules.admit(tx, decidable as never[]) : decidable
  if (rows.length === 0 && decidable.length > 0) throw new Refusal(NONE_FITS)
  const effects = await actOnAll(acting, rules.verb, rows)
  const deliveries = [...effects.values()].flatMap((effect) => effect.deliveries ?? [])
  const leaving = await tellLeaving(acting, deliveries)
  await enqueue(tx, deliveries)
  const moved = await moveAll(acting, rules.verb, rows, effects)
  const tell = [writeApproved(moved.length, decidable.length), leaving].filter(Boolean).join(' ')
  return settle(acting, moved, rules.verb, leavesAt(deliveries), tell)
}

/** Nothing is decided by it: what was decided before can still be taken back. */
const NONE_FITS = 'There is not enough for any of them. They wait: what comes free is offered to them in their order.'

function writeApproved(approved: number, wanted: number): string {
  const left = wanted - approved
  return left > 0 ? `Approved ${approved}. ${left} wait: there is not enough for them.` : `Approved ${approved}.`
}

/** Gives the next unclear ones cards of their own. */
export async function openUnclear({ tx, view }: Acting<QueueView>): Promise<Effect<Queue>> {
  const next = await listQueued(tx.em, view.subject, { clear: false, limit: CHECK_AT_ONCE })
  await sql(
    tx.em,
    `update card_posts set queued = false, ring = ring + 1, rang_at = $3
     where subject = $1 and subject_id = any($2::uuid[]) and queued`,
    [view.kind, next, tx.at],
  )
  await lockQueue(tx.em, view.kind)
  return {
    set: await countQueued(tx.em, view.subject),
    tell: next.length === 1 ? 'Its card follows.' : `${next.length} cards follow.`,
  }
}

/** Undoes the last batch, as far as its mails have not left. */
export async function takeBack(acting: Acting<QueueView>): Promise<Effect<Queue>> {
  const { tx, view, by, member } = acting
  const { subject } = view
  const ids = view.batch?.ids ?? []
  const rows = (await loadLocked(tx, subject, ids)).filter(
    (row) => offersUndo(subject, row) && subject.mayPress(member, row, 'undo'),
  )
  const effects = await actOnAll(acting, 'undo', rows)
  const stopped = await cancel(
    tx,
    [...effects.values()].flatMap(({ cancels }) => cancels ?? []),
    by,
  )
  const free = rows.filter(({ id }) => (effects.get(id)?.cancels ?? []).every((key) => stopped.has(key)))
  if (free.length === 0) throw new Refusal('Too late to undo: the mails have left.')
  const moved = await moveAll(acting, 'undo', free, effects)
  const where = 'c.subject_id = any($2::uuid[]) and c.message_ref is null'
  await putBehind(tx, view.kind, where, [moved.map(({ id }) => id)])
  return settle(acting, moved, 'undo', null, `Took back ${moved.length} of ${ids.length}.`)
}

function offersUndo(subject: AnySubject, row: RecordRow): boolean {
  return subject.offers(row).some(({ verb }) => verb === 'undo')
}

/**
 * Records are locked in the order of their ids, before anything else of the press: two presses never wait in a ring.
 */
async function loadLocked(tx: Tx, subject: AnySubject, ids: string[]): Promise<RecordRow[]> {
  const { kind } = subject
  const locked = await sql<{ id: string }>(
    tx.em,
    `select id from "${kind.table}" where id = any($1::uuid[]) order by id for update`,
    [ids],
  )
  const views = await subject.load(
    tx.em,
    locked.map(({ id }) => id),
  )
  return views.sort((a, b) => a.number - b.number)
}

type Effects = Map<string, Effect<RecordRow>>

async function actOnAll(acting: Acting<QueueView>, verb: string, rows: RecordRow[]): Promise<Effects> {
  const { act } = acting.view.subject
  const effects: Effects = new Map()
  for (const row of rows) effects.set(row.id, (await act[verb]?.({ ...acting, view: row, arg: undefined })) ?? {})
  return effects
}

function moveAll({ tx, view, by }: Acting<QueueView>, verb: string, rows: RecordRow[], effects: Effects) {
  return move(tx, view.subject.kind, rows, verb, by, { set: ({ id }) => effects.get(id)?.set ?? {} })
}

function leavesAt(deliveries: NewDelivery[]): string | null {
  return deliveries.find(({ notBefore }) => notBefore)?.notBefore?.toISOString() ?? null
}

/** What was decided no longer stands behind the queue; what is left is counted under its lock. */
async function settle(
  { tx, view, by }: Acting<QueueView>,
  moved: RecordRow[],
  verb: string,
  undoUntil: string | null,
  tell: string,
): Promise<Effect<Queue>> {
  const ids = moved.map(({ id }) => id)
  const batch: Batch = { verb, ids, by: by.name, at: tx.at.toISOString(), undoUntil }
  await lockQueue(tx.em, view.kind)
  return { set: { ...(await countQueued(tx.em, view.subject)), batch }, tell }
}
