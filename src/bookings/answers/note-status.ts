import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readStatus, STATUSES, type TextStatus } from '#src/inbox/texts/reads-texts.ts'
import { showChange } from '../card/show-change.ts'
import { CHECK } from '../steps.ts'

const RANKS = ['queued', 'sent', 'delivered', 'undelivered', 'failed']

/** How a text of ours fared. Twilio tells it in any order: a later word never goes back behind an earlier one. */
export async function noteStatus(tx: Tx, { sid, status }: TextStatus): Promise<void> {
  const rank = RANKS.indexOf(status)
  if (rank < 0) return
  const [row] = await sql<{ id: string }>(
    tx.em,
    `select b.id from bookings b join booking_messages m on m.booking_id = b.id where m.sid = $1 for update of b`,
    [sid],
  )
  if (!row) return
  const later = await sql(
    tx.em,
    `update booking_messages set delivery_status = $2
     where sid = $1 and coalesce(array_position($3::text[], delivery_status::text), 0) < $4 returning 1`,
    [sid, status, RANKS, rank + 1],
  )
  if (later.length === 0) return
  if (rank >= RANKS.indexOf('undelivered')) await passOver(tx, row.id, sid)
  await showChange(tx, row.id)
}

/** Twilio may tell how a text fares before we have written down which one it is. */
export async function noteEarlyStatuses(tx: Tx, sid: string | undefined): Promise<void> {
  if (!sid) return
  const told = await sql<{ body: string }>(
    tx.em,
    `select body from inbox where source = $1 and external_id = any($2::text[])`,
    [STATUSES, RANKS.map((status) => `status:${sid}:${status}`)],
  )
  for (const item of told) await noteStatus(tx, readStatus(item))
}

/** A text that did not arrive asked nobody: the next need not wait for an answer to it. */
async function passOver(tx: Tx, bookingId: string, sid: string): Promise<void> {
  const closed = await sql(
    tx.em,
    `update booking_messages set closed_at = $2, closed_as = 'failed' where sid = $1
       and answer is null and closed_at is null returning 1`,
    [sid, tx.at],
  )
  if (closed.length === 0) return
  await sql(tx.em, `update bookings set advance_at = $2 where id = $1 and state = 'offering'`, [bookingId, tx.at])
  tx.ring(CHECK)
}
