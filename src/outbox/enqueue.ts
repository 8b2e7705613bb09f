import type { Actor } from '#entities/actor.ts'
import { Delivery, type NewDelivery } from '#entities/outbox/delivery.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { deliveryKind } from './kind.ts'

/** The step that sends what is due. */
export const SEND = 'outbox.send'

/** Puts messages into the outbox, in the transaction of the move that causes them. A known key changes nothing. */
export async function enqueue(tx: Tx, deliveries: NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map((delivery) => ({ ...delivery, id: uuid(), notBefore: delivery.notBefore ?? tx.at }))
  await sql(
    tx.em,
    `insert into deliveries (id, state, key, kind, channel, recipient,
      zone, payload, subject, subject_id, not_before, created_at)
     select v.id, 'waiting', v.key, v.kind, v.channel, v.recipient,
     v.zone, v.payload, v.subject, v."subjectId", v."notBefore", $2
     from jsonb_to_recordset($1::jsonb) as v(id uuid, key text, kind text, channel text, recipient text, zone text,
       payload jsonb, subject text, "subjectId" uuid, "notBefore" timestamptz)
     on conflict (key) do nothing`,
    [JSON.stringify(rows), tx.at],
  )
  for (const time of new Set(rows.map(({ notBefore }) => notBefore.getTime()))) {
    tx.ring(SEND, time > tx.at.getTime() ? new Date(time) : undefined)
  }
}

/** Takes messages back that no worker has touched. Returns the keys it got: the others have left, or may have. */
export async function cancel(tx: Tx, keys: string[], by: Actor): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const free = await sql<{ id: string }>(
    tx.em,
    `select id from deliveries where key = any($1::text[]) and state = 'waiting' and trying_since is null
     order by id for update`,
    [keys],
  )
  const rows = await tx.em.find(Delivery, { id: { $in: free.map(({ id }) => id) } })
  const stopped = await move(tx, deliveryKind, rows, 'cancel', by)
  return new Set(stopped.map(({ key }) => key))
}
