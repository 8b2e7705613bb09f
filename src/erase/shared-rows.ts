import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import { Alert } from '#entities/operations/alert.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { alertKind } from '#src/alerts/kind.ts'
import { writeRef } from '#src/cards/ref.ts'
import { hashInSql } from '#src/database/hash-in-sql.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { redrawHung } from '#src/moves/raise-cards.ts'
import { deliveryKind } from '#src/outbox/kind.ts'
import type { Mine } from '#src/pipeline.ts'
import { type Known, writePattern } from './known.ts'

/** Whom rows are looked up by: their records, what they are known by, and the pattern of that, names left out. */
export type Whose = { mine: readonly Mine[]; known: Known; pattern: string }

export function whoseOf(mine: readonly Mine[], known: Known): Whose {
  return { mine, known, pattern: writePattern({ ...known, names: [] }) }
}

const ids = ({ mine }: Whose) => mine.map(({ id }) => id)

const OF_DELIVERIES = '(subject_id = any($1::uuid[]) or lower(recipient) = any($2::text[]))'
const params = (whose: Whose) => [ids(whose), recipients(whose.known)]

function recipients({ emails, phones }: Known): string[] {
  return [...emails, ...phones]
}

/** What is under way outside the pipelines: a message that waits, may have left or could not; words nobody has read. */
export async function findOpenShared(em: EntityManager, whose: Whose): Promise<string[]> {
  const messages = await sql<{ number: number }>(
    em,
    `select number from deliveries where ${OF_DELIVERIES} and state in ('waiting', 'doubtful', 'dead') order by number`,
    params(whose),
  )
  const unread = await sql(
    em,
    `select 1 from inbox i where body ~* $1
       and exists (select 1 from inbox_readings r where r.item_id = i.id and r.read_at is null)`,
    [whose.pattern],
  )
  return [
    ...messages.map(({ number }) => writeRef(deliveryKind, { number })),
    ...(unread.length > 0 ? [`${unread.length} of their messages not read yet`] : []),
  ]
}

/** Their messages stay as counted, without words and address; what had not left never will. */
export async function eraseDeliveries(tx: Tx, whose: Whose, by: Actor): Promise<number> {
  const rows = await sql<{ id: string; state: string }>(
    tx.em,
    `select id, state from deliveries where ${OF_DELIVERIES} order by id for update`,
    params(whose),
  )
  for (const [verb, states] of [
    ['cancel', ['waiting']],
    ['drop', ['doubtful', 'dead']],
  ] as const) {
    const some = rows.filter(({ state }) => states.some((one) => one === state)).map(({ id }) => id)
    await move(tx, deliveryKind, await tx.em.find(Delivery, { id: { $in: some } }, { refresh: true }), verb, by)
  }
  await sql(
    tx.em,
    `update deliveries set recipient = 'erased', payload = '{}', vendor_ref = null, last_error = null
     where id = any($1::uuid[])`,
    [rows.map(({ id }) => id)],
  )
  await eraseMoves(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.length
}

/** Who decided what and when stays; what was typed, and the person's own name, goes. */
export async function eraseMoves(tx: Tx, recordIds: string[]): Promise<void> {
  await sql(
    tx.em,
    `update moves set edits = null, note = null,
       by = case when by ->> 'personId' is null and by ->> 'via' <> 'job' then by || '{"name": "erased"}' else by end
     where record_id = any($1::uuid[])`,
    [recordIds],
  )
}

/** What came from them or tells of them: the row stays, so that the same thing is not taken in again. */
export async function eraseInbox(tx: Tx, { pattern }: Whose, itemIds: string[]): Promise<string[]> {
  const items = await sql<{ id: string }>(
    tx.em,
    `update inbox set body = '[erased]', bytes = null where id = any($2::uuid[]) or body ~* $1 returning id`,
    [pattern, itemIds],
  )
  const gone = items.map(({ id }) => id)
  await sql(
    tx.em,
    `update inbox_readings set read_at = $2, mine = true, lease_token = null, leased_until = null, last_error = null
     where item_id = any($1::uuid[]) and read_at is null`,
    [gone, tx.at],
  )
  return gone
}

/** Cards that quoted them: closed, and empty. */
export async function eraseAlerts(tx: Tx, { pattern }: Whose, rowIds: string[], by: Actor): Promise<void> {
  const alerts = await sql<{ id: string }>(
    tx.em,
    `update alerts set title = 'About somebody who was erased.', detail = ''
     where title ~* $1 or detail ~* $1 or split_part(key, ':', 3) = any($2::text[]) returning id`,
    [pattern, rowIds],
  )
  const open = await tx.em.find(Alert, { id: { $in: alerts.map(({ id }) => id) }, state: 'open' }, { refresh: true })
  await move(tx, alertKind, open, 'close', by, { set: () => ({ closedAt: tx.at }) })
}

/** Rows that live for days at most, or are worth nothing without the words: gone whole. */
export async function eraseShortLived(tx: Tx, { pattern }: Whose): Promise<void> {
  await sql(tx.em, 'delete from notes where name ~* $1', [pattern])
  await sql(tx.em, 'delete from dialogues where answers::text ~* $1', [pattern])
  await sql(tx.em, 'delete from api_calls where answer ~* $1', [pattern])
  await sql(tx.em, `update refused_presses set what = '[erased]' where what ~* $1`, [pattern])
}

/** Who asked not to be written to is still not written to: their number stands there as its hash. */
export async function hashOptOuts(tx: Tx, { known }: Whose): Promise<void> {
  await sql(
    tx.em,
    `update opt_outs set recipient = ${hashInSql('recipient')}
     where lower(recipient) = any($1::text[])`,
    [recipients(known)],
  )
}

/** Cards in chat that showed them are drawn anew. */
export async function redrawTheirs(tx: Tx, mine: readonly Mine[]): Promise<void> {
  for (const [kind, rows] of Map.groupBy(mine, ({ kind }) => kind)) {
    const rowIds = rows.map(({ id }) => id)
    await redrawHung(tx, kind, rowIds)
  }
}
