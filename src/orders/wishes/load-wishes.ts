import type { EntityManager } from '@mikro-orm/postgresql'
import type { Order } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'

/** Why a comment that wishes for something is no order. */
export const NO_EMAIL = 'no e-mail in the comment'

/** What the writers of these wished for earlier on the same sale and no order came of, by the ids of these. */
export async function loadWishes(
  em: EntityManager,
  orders: Pick<Order, 'id' | 'igMediaId' | 'username'>[],
): Promise<Map<string, Record<string, number>>> {
  if (orders.length === 0) return new Map()
  const rows = await sql<{ id: string; items: Record<string, number> }>(
    em,
    `select distinct on (v.id) v.id, w.items from jsonb_to_recordset($1::jsonb) as v(id uuid, media text, username text)
     join orders w on w.ig_media_id = v.media and w.username = v.username and w.id <> v.id
     where w.state = 'not-valid' and w.email is null and w.items is not null and w.closed_reason = $2
     order by v.id, w.number desc`,
    [JSON.stringify(orders.map(({ id, igMediaId, username }) => ({ id, media: igMediaId, username }))), NO_EMAIL],
  )
  return new Map(rows.map(({ id, items }) => [id, items]))
}
