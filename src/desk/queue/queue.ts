import type { EntityManager } from '@mikro-orm/postgresql'
import { type Batch, Queue } from '#entities/cards/queue.ts'
import { uuid } from '#entities/uuid.ts'
import type { AnySubject, Batching } from '#src/cards/subject.ts'
import { preferIndexes } from '#src/database/prefer-indexes.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { raiseCards } from '#src/moves/raise-cards.ts'
import { queueKind } from './queue-kind.ts'

export type Counts = { pending: number; clear: number }

/**
 * What stands behind the queue card of a kind and still waits for its verb; `$1` is the kind, `$2` the last round.
 * `offset 0` keeps the look at the posts a look by index: as a join Postgres, without statistics, reads all for each.
 */
function waitingSql({ kind, batch }: AnySubject): string {
  const { includesSql, clearSql } = rulesOf(batch)
  return `select t.id, t.number, coalesce(${clearSql}, false) as clear
    from "${kind.table}" t where ${includesSql} and exists (select 1 from card_posts c
      where c.subject = $1 and c.subject_id = t.id and c.queued and c.queued_round <= $2 offset 0)`
}

const ANY_ROUND = 2 ** 31 - 1

function rulesOf(batch: AnySubject['batch']): Batching<never> {
  if (!batch) throw new Error('nothing of this kind is decided together')
  return batch as Batching<never>
}

/** How many wait behind the queue card, and how many of them may be decided together. */
export async function countQueued(em: EntityManager, subject: AnySubject): Promise<Counts> {
  await preferIndexes({ em })
  const [counts] = await sql<Counts>(
    em,
    `select count(*)::int as pending, (count(*) filter (where q.clear))::int as clear from (${waitingSql(subject)}) q`,
    [subject.kind.name, ANY_ROUND],
  )
  return counts ?? { pending: 0, clear: 0 }
}

type Which = { clear: boolean; limit: number; upToRound?: number }

/** The ids of those that wait, oldest first; up to the round that a card showed. */
export async function listQueued(em: EntityManager, subject: AnySubject, which: Which): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    em,
    `select q.id from (${waitingSql(subject)}) q where q.clear = $3 order by q.number limit $4`,
    [subject.kind.name, which.upToRound ?? ANY_ROUND, which.clear, which.limit],
  )
  return rows.map(({ id }) => id)
}

/** Locks the queue row of a kind, the last lock of all; what is counted now stays right until the commit. */
export async function lockQueue(em: EntityManager, kind: string): Promise<void> {
  await sql(em, 'select 1 from queues where kind = $1 for update', [kind])
}

/** Puts cards behind the queue, in a round of their own: a button of an earlier round does not speak for them. */
export async function putBehind(tx: Tx, kind: string, where: string, params: unknown[]): Promise<void> {
  await sql(
    tx.em,
    `with next as (update queues set round = round + 1 where kind = $1 returning round)
     update card_posts c set queued = true, queued_round = next.round from next where c.subject = $1 and ${where}`,
    [kind, ...params],
  )
}

/** Brings a kind's queue card in line with what waits behind it. It rings when the queue was empty before. */
export async function recount(tx: Tx, subject: AnySubject, isNew: boolean): Promise<void> {
  await lockQueue(tx.em, subject.kind.name)
  const queue = await tx.em.findOneOrFail(Queue, { kind: subject.kind.name })
  const counts = await countQueued(tx.em, subject)
  const batch = await closeUndo(tx.em, subject, queue.batch)
  const after = { ...queue, ...counts, batch }
  if (!isNew && JSON.stringify(after) === JSON.stringify({ ...queue })) return
  await sql(tx.em, 'update queues set pending = $2, clear = $3, batch = $4::jsonb where id = $1', [
    queue.id,
    counts.pending,
    counts.clear,
    batch && JSON.stringify(batch),
  ])
  await raiseCards(tx, queueKind, [{ row: { ...queue }, after }], false)
}

/** A kind that is decided together has one queue, from the first flood on. */
export async function openQueue(tx: Tx, kind: string): Promise<void> {
  await sql(
    tx.em,
    `insert into queues (id, state, kind, created_at) values ($1, 'open', $2, $3) on conflict (kind) do nothing`,
    [uuid(), kind, tx.at],
  )
}

/** A batch can be taken back as long as anything of it waits to leave. */
async function closeUndo(em: EntityManager, { kind }: AnySubject, batch: Batch | null): Promise<Batch | null> {
  if (!batch?.undoUntil) return batch
  const waiting = await sql(
    em,
    `select 1 from deliveries where subject = $1 and subject_id = any($2::uuid[]) and state = 'waiting'
       and trying_since is null limit 1`,
    [kind.name, batch.ids],
  )
  return waiting.length > 0 ? batch : { ...batch, undoUntil: null }
}
