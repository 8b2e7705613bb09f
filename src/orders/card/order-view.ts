import type { EntityManager } from '@mikro-orm/postgresql'
import { type Attention, type Items, Order } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { type LastMove, loadDone } from '#src/cards/last-moves.ts'
import { readNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { restsOfDay } from '#src/outbox/day-left.ts'
import { type Left, loadLeft, shortOf } from '../stock/stock.ts'

export const HOW_TO_PAY = 'orders.how-to-pay'
const MAILS = 'gmail'

/** What else the same person ordered on the same sale, not counting what was closed. */
export type Sibling = { number: number; items: Items | null; isPaid: boolean }

/** Everything an order's card and its decisions rest on. */
export type OrderView = Order & {
  sale: Sale
  siblings: Sibling[]
  /** What is left of what is on offer, where it is counted. */
  left: Left
  /** How customers pay, as an admin wrote it last. */
  howToPay: string | null
  /** Where the money came from, of what is paid: a provider told us of it, or a person said so. */
  paidBy: 'provider' | 'person' | null
  /** What people did, by verb the last time, newest first. */
  done: LastMove[]
  /** Mails that wait to leave. A link that is to be switched off is none: it is neither told of nor taken back. */
  waiting: Pick<Delivery, 'key' | 'kind' | 'notBefore' | 'nextTryAt' | 'tryingSince' | 'lastError'>[]
  /** Until when no mail of ours leaves, Gmail's day being over. */
  rests: Date | null
}

/** Who marked it paid, where a person did. */
export function markedPaid({ done, paidAt }: Pick<OrderView, 'done' | 'paidAt'>): LastMove | undefined {
  return done.find(({ verb, at }) => verb === 'paid' && at.getTime() === paidAt?.getTime())
}

/** Why a person is needed: not for what came free and was taken by another since. */
export function attentionOf({ attention, items, left }: OrderView): Attention | null {
  return attention === 'stock' && shortOf(items, left).length > 0 ? null : attention
}

/** A batch of orders with their sales, siblings, last decisions and waiting mails: five queries, however many. */
export async function loadOrders(em: EntityManager, ids: string[]): Promise<OrderView[]> {
  if (ids.length === 0) return []
  const orders = await em.find(Order, { id: { $in: ids } })
  const sales = await em.find(Sale, { igMediaId: { $in: [...new Set(orders.map(({ igMediaId }) => igMediaId))] } })
  const saleOf = new Map(sales.map((sale) => [sale.igMediaId, sale]))
  const siblings = await loadSiblings(em, ids)
  const done = await loadDone(em, 'order', ids)
  const howToPay = orders.some(isUnpaid) ? ((await readNote<{ how: string }>(em, HOW_TO_PAY))?.value.how ?? null) : null
  const providers = await loadPaidByProvider(em, orders)
  const left = await loadCounted(em, sales)
  const waiting = await em.find(Delivery, {
    subject: 'order',
    subjectId: { $in: ids },
    channel: MAILS,
    state: 'waiting',
  })
  const rests = await restsOfDay(em, MAILS)
  return orders.map((order) => {
    const sale = saleOf.get(order.igMediaId)
    if (!sale) throw new Error(`order ${order.number} has no sale`)
    return Object.assign(order, {
      sale,
      siblings: siblings.filter(({ of }) => of === order.id),
      howToPay,
      paidBy: order.paidAt ? (providers.has(order.id) ? ('provider' as const) : ('person' as const)) : null,
      left: left.get(order.igMediaId) ?? null,
      done: done.get(order.id) ?? [],
      waiting: waiting.filter(({ subjectId }) => subjectId === order.id),
      rests,
    })
  })
}

const isUnpaid = ({ state, paidAt }: Order) => state === 'shopping-cart-link-sent' && paidAt === null

/** Those whose money a provider has told us of, whoever said it first. */
async function loadPaidByProvider(em: EntityManager, orders: Order[]): Promise<Set<string>> {
  const paid = orders.filter(({ paidAt }) => paidAt).map(({ id }) => id)
  if (paid.length === 0) return new Set()
  const rows = await sql<{ id: string }>(
    em,
    `select distinct record_id as id from moves
     where kind = 'order' and record_id = any($1::uuid[]) and verb = 'paid' and by ->> 'personId' is null`,
    [paid],
  )
  return new Set(rows.map(({ id }) => id))
}

/** No query where nobody counts. */
async function loadCounted(em: EntityManager, sales: Sale[]): Promise<Map<string, Items>> {
  const medias = sales.flatMap(({ stock, igMediaId }) => (stock && igMediaId ? [igMediaId] : []))
  return medias.length > 0 ? loadLeft(em, medias) : new Map()
}

async function loadSiblings(em: EntityManager, ids: string[]): Promise<(Sibling & { of: string })[]> {
  return sql(
    em,
    `select distinct on (of, number) of, number, items, "isPaid"
     from (${siblingsBy('username')} union all ${siblingsBy('email')}) s order by of, number`,
    [ids],
  )
}

/** One column at a time: each has its index, both together read every order of the sale. */
function siblingsBy(column: 'username' | 'email'): string {
  return `select o.id as of, s.number, s.items, s.paid_at is not null as "isPaid" from orders o
    join orders s on s.${column} = o.${column} and s.ig_media_id = o.ig_media_id and s.id <> o.id
      and s.state not in ('scraped', 'not-valid')
    where o.id = any($1::uuid[])`
}
