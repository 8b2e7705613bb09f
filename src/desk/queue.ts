import type { EntityManager } from '@mikro-orm/postgresql'
import { Queue } from '#entities/cards/queue.ts'
import { uuid } from '#entities/uuid.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { raiseCards } from '#src/moves/raise-cards.ts'
import { queueKind } from './queue-kind.ts'

/** More than a card can count: the rest follows when these are decided. */
const MOST_QUEUED = 1000

/** The records of a kind that stand behind its queue card, oldest first. */
export async function loadQueued(em: EntityManager, subject: AnySubject): Promise<RecordRow[]> {
  const { kind, batch } = subject
  const rows = await sql<{ id: string }>(
    em,
    `select distinct c.subject_id as id, t.number from card_posts c join "${kind.table}" t on t.id = c.subject_id
     where c.subject = $1 and c.queued order by t.number limit ${MOST_QUEUED}`,
    [kind.name],
  )
  const views = await subject.load(
    em,
    rows.map(({ id }) => id),
  )
  return views.filter((view) => batch?.includes(view)).sort((a, b) => a.number - b.number)
}

/** Brings a kind's queue card in line with what waits behind it. It rings when the queue was empty before. */
export async function recount(tx: Tx, subject: AnySubject): Promise<void> {
  const pending = (await loadQueued(tx.em, subject)).length
  await sql(
    tx.em,
    `insert into queues (id, state, kind, created_at) values ($1, 'open', $2, $3) on conflict (kind) do nothing`,
    [uuid(), subject.kind.name, tx.at],
  )
  await sql(tx.em, 'select 1 from queues where kind = $1 for update', [subject.kind.name])
  const queue = await tx.em.findOneOrFail(Queue, { kind: subject.kind.name })
  await sql(tx.em, 'update queues set pending = $2 where id = $1', [queue.id, pending])
  await raiseCards(tx, queueKind, [{ row: { ...queue }, after: { ...queue, pending } }], false)
}
