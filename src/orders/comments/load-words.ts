import type { EntityManager } from '@mikro-orm/postgresql'
import { Order } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** A comment that became no order. */
export type Word = Pick<Order, 'id' | 'igMediaId' | 'commentId' | 'username' | 'items' | 'sourceComment'>

type Written = Pick<Order, 'igMediaId' | 'username'>

/** Whose words, and under which post. */
export function placeOf({ igMediaId, username }: Written): string {
  return `${igMediaId} ${username}`
}

/** What the writers of these wrote under the same posts and was closed for this reason. */
export async function loadWords(em: EntityManager, written: Written[], reason: string): Promise<Word[]> {
  return sql<Word>(
    em,
    `select o.id, o.ig_media_id as "igMediaId", o.comment_id as "commentId", o.username, o.items,
       o.source_comment as "sourceComment"
     from jsonb_to_recordset($1::jsonb) as v(media text, username text)
     join orders o on o.ig_media_id = v.media and o.username = v.username
     where o.state = 'not-valid' and o.email is null and o.closed_reason = $2`,
    [writeWritten(written), reason],
  )
}

/** The last order each of these has under the same post, locked: one that was closed is none. */
export async function holdOpenOrders({ em }: Tx, written: Written[]): Promise<Order[]> {
  if (written.length === 0) return []
  const rows = await sql<{ id: string }>(
    em,
    `select distinct on (o.ig_media_id, o.username) o.id from orders o
     join jsonb_to_recordset($1::jsonb) as v(media text, username text)
       on v.media = o.ig_media_id and v.username = o.username
     where o.state not in ('scraped', 'not-valid')
     order by o.ig_media_id, o.username, length(o.comment_id) desc, o.comment_id desc`,
    [writeWritten(written)],
  )
  const ids = rows.map(({ id }) => id)
  await sql(em, 'select 1 from orders where id = any($1::uuid[]) order by id for update', [ids])
  return em.find(Order, { id: { $in: ids } }, { refresh: true })
}

/** What is read of these posts elsewhere is seen after this, or sees us: a wish and an e-mail are read at one time. */
export async function holdWriting({ em }: Tx, written: Written[]): Promise<void> {
  await sql(
    em,
    `select pg_advisory_xact_lock(key) from (
       select hashtextextended('words ' || media, 0) as key from unnest($1::text[]) as media order by 1) keys`,
    [[...new Set(written.map(({ igMediaId }) => igMediaId))]],
  )
}

/** Each writer once; whom Instagram does not name is nobody, for two of those are two people. */
function writeWritten(written: Written[]): string {
  const named = written.filter(({ username }) => username !== '')
  const places = new Map(named.map((one) => [placeOf(one), { media: one.igMediaId, username: one.username }]))
  return JSON.stringify([...places.values()])
}
