import type { Actor } from '#entities/actor.ts'
import type { Alert } from '#entities/operations/alert.ts'
import { readItemKey } from '#src/alerts/item-key.ts'
import type { Card } from '#src/cards/card.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'

/** The tables of the inbox: what came in, and who has it to read. Any other table is one of records. */
const ITEMS = 'inbox'
const READINGS = 'inbox_readings'

/** An alert about one row that could not be worked on, or that belongs to nobody. */
export function isItemAlert({ key }: Pick<Alert, 'key'>): boolean {
  return readItemKey(key) !== null
}

/** The waiting after a failure ends: it is tried now. What nobody claimed is shown to all its readers once more. */
export async function retryItem(tx: Tx, { key, step }: Alert): Promise<void> {
  const row = readItemKey(key)
  if (!row) return
  if (row.table === ITEMS) return readAgain(tx, row.id)
  await sql(tx.em, `update "${row.table}" set next_try_at = null where id = $1`, [row.id])
  if (step) tx.ring(step)
}

/** As tried once, so that the reader that claims it now closes the card. */
async function readAgain(tx: Tx, id: string): Promise<void> {
  const steps = await sql<{ step: string }>(
    tx.em,
    `update inbox_readings set read_at = null, mine = null, attempts = 1, next_try_at = null where item_id = $1
     returning step`,
    [id],
  )
  for (const { step } of steps) tx.ring(step)
}

/** Puts it away: an item counts as read, a record goes where its flow dismisses it to. */
export async function dismissItem(tx: Tx, { key }: Alert, kinds: { subject: AnySubject }[], by: Actor): Promise<void> {
  const row = readItemKey(key)
  if (!row || row.table === ITEMS) return
  if (row.table === READINGS) {
    await sql(tx.em, 'update inbox_readings set read_at = $2, mine = true, lease_token = null where id = $1', [
      row.id,
      tx.at,
    ])
    return
  }
  const subject = kinds.find((one) => one.subject.kind.table === row.table)?.subject
  const [record] = subject ? await subject.load(tx.em, [row.id]) : []
  if (subject && record && subject.kind.flow[record.state]?.dismiss)
    await move(tx, subject.kind, [record], 'dismiss', by)
}

/** What the card of such a row says while it waits. */
export function drawItem({ key, title, detail }: Alert, ref: string, since: string): Omit<Card, 'buttons'> {
  const isNobodys = readItemKey(key)?.table === ITEMS
  return {
    title: `${ref} ${title}`,
    tone: isNobodys ? 'waiting' : 'bad',
    facts: [{ label: isNobodys ? 'Came' : 'Since', value: since }],
    quote: detail,
    footer: isNobodys
      ? 'Nobody has answered it, and I will not. Retry reads it once more; Dismiss puts it away.'
      : 'I try again by myself, less and less often, and everything else goes on. Dismiss puts it away.',
  }
}
