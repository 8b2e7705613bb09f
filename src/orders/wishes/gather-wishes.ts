import { step } from '#entities/actor.ts'
import type { Order } from '#entities/orders/order.ts'
import { Roundup } from '#entities/orders/roundup.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { roundupKind } from '../kinds.ts'
import { EXTRACT } from '../steps.ts'

const actor = step(EXTRACT)

/** Wishes and questions without an e-mail go onto the day's card of their sale: one message, not one each. */
export async function gatherWishes(tx: Tx, orders: Order[], saleOf: (order: Order) => Sale): Promise<void> {
  for (const [saleId, own] of Map.groupBy(orders, (order) => saleOf(order).id)) await gather(tx, saleId, own)
}

async function gather(tx: Tx, saleId: string, orders: Order[]): Promise<void> {
  const day = await dayOf(tx, saleId)
  const ids = orders.map(({ id }) => id)
  const [added] = await sql<{ id: string }>(
    tx.em,
    `insert into roundups (id, created_at, state, sale_id, day, order_ids) values ($1, $2, 'open', $3, $4, $5)
     on conflict (sale_id, day) do nothing returning id`,
    [uuid(), tx.at, saleId, day, ids],
  )
  await sql(tx.em, 'select 1 from roundups where sale_id = $1 and day = $2 for update', [saleId, day])
  const wish = await tx.em.findOneOrFail(Roundup, { saleId, day }, { refresh: true })
  if (added) return raiseNewCards(tx, roundupKind, [wish])
  const orderIds = [...new Set([...wish.orderIds, ...ids])]
  await move(tx, roundupKind, [wish], 'add', actor, { set: () => ({ orderIds }) })
}

/** The shop's own day. */
async function dayOf(tx: Tx, saleId: string): Promise<string> {
  const [row] = await sql<{ day: string }>(
    tx.em,
    `select to_char($2::timestamptz at time zone st.zone, 'YYYY-MM-DD') as day
     from sales s join stores st on st.id = s.store_id where s.id = $1`,
    [saleId, tx.at],
  )
  if (!row) throw new Error(`sale ${saleId} has no store`)
  return row.day
}
