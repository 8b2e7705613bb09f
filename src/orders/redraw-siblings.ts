import type { Order } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { redrawHung } from '#src/moves/raise-cards.ts'
import { orderKind } from './kinds.ts'

type Person = Pick<Order, 'id' | 'igMediaId' | 'username' | 'email'>

/** What else the same person ordered says on its cards whether this one is paid. */
export async function redrawSiblings(tx: Tx, { id, igMediaId, username, email }: Person): Promise<void> {
  const rows = await sql<{ id: string }>(
    tx.em,
    // One column at a time: each has its index, both together read every order of the sale.
    `select id from (
       select id, state from orders where ig_media_id = $2 and username = $3
       union select id, state from orders where ig_media_id = $2 and email = $4) own
     where id <> $1 and state not in ('scraped', 'not-valid')`,
    [id, igMediaId, username, email],
  )
  await redrawHung(
    tx,
    orderKind.name,
    rows.map((row) => row.id),
  )
}
