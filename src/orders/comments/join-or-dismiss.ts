import { step } from '#entities/actor.ts'
import { type Attention, Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { workedOn } from '../leased-orders.ts'
import { withEarlierWords } from '../mails/earlier-words.ts'
import { offerOf } from '../sales/offer-of.ts'
import { EXTRACT } from '../steps.ts'
import { gatherWishes } from '../wishes/gather-wishes.ts'
import { NO_EMAIL } from '../wishes/load-wishes.ts'
import { type CommentReading, readChange } from './read-comment.ts'

const actor = step(EXTRACT)

export type ReadOrder = { order: Order; reading: CommentReading & { by?: 'model' } }

/** Decision 23: a word without an e-mail about the writer's open order is joined to that order. */
export async function joinOrDismiss(tx: Tx, sales: Map<string, Sale>, read: ReadOrder[]): Promise<void> {
  if (read.length === 0) return
  const orders = read.map(({ order }) => order)
  const items = new Map(read.map(({ order, reading }) => [order.id, reading.items]))
  const changes = read.map((one) => ({
    order: one.order,
    about:
      readChange(one.order.sourceComment.text, offerOf(saleOf(sales, one.order))).refersToEarlier ??
      (isQuestion(one) ? ('question' as const) : null),
  }))
  const targets = await loadOpenOrders(
    tx,
    changes.filter(({ about }) => about).map(({ order }) => order),
  )
  const reasons = new Map<string, string>()
  const notes = new Map<string, Note>()
  for (const { order, about } of changes) {
    const target = about && targets.get(placeOf(order))
    reasons.set(order.id, target ? `joined to ${writeRef(orderKind, target)}` : NO_EMAIL)
    if (target) notes.set(target.id, { order: target, attention: about, note: order.sourceComment.text })
  }
  await move(tx, orderKind, orders, 'dismiss', actor, {
    set: ({ id }) => ({ closedReason: reasons.get(id) ?? null, items: items.get(id) ?? null, ...workedOn }),
  })
  const asking = read.filter((one) => reasons.get(one.order.id) === NO_EMAIL && asksForAnswer(one))
  await gatherWishes(
    tx,
    asking.map(({ order }) => order),
    (order) => saleOf(sales, order),
  )
  await move(
    tx,
    orderKind,
    [...notes.values()].map(({ order }) => order),
    'flag',
    actor,
    {
      set: (order) => withEarlierWords(order, askedBy(notes.get(order.id))),
      note: 'The customer wrote under the post again.',
      ring: true,
    },
  )
}

type Note = { order: Order; attention: Attention; note: string }

function askedBy(note: Note | undefined): Partial<Order> {
  return note ? { attention: note.attention, attentionNote: note.note } : {}
}

/** A wish, or what may be a question; praise and spam need no answer. */
function asksForAnswer(one: ReadOrder): boolean {
  return one.reading.items !== null || isQuestion(one)
}

/** Who has an order asks about that. */
function isQuestion({ order, reading }: ReadOrder): boolean {
  return reading.items === null && order.sourceComment.text.includes('?') && reading.why !== 'Spam'
}

/** The newest open order of each writer on each sale, in one query. */
async function loadOpenOrders(tx: Tx, comments: Order[]): Promise<Map<string, Order>> {
  if (comments.length === 0) return new Map()
  const rows = await sql<{ id: string }>(
    tx.em,
    `select distinct on (o.ig_media_id, o.username) o.id from orders o
     join jsonb_to_recordset($1::jsonb) as v(media text, username text)
       on v.media = o.ig_media_id and v.username = o.username
     where o.state not in ('scraped', 'not-valid') order by o.ig_media_id, o.username, o.number desc`,
    [JSON.stringify(comments.map(({ igMediaId, username }) => ({ media: igMediaId, username })))],
  )
  await sql(tx.em, 'select 1 from orders where id = any($1::uuid[]) order by id for update', [rows.map(({ id }) => id)])
  const orders = await tx.em.find(Order, { id: { $in: rows.map(({ id }) => id) } })
  return new Map(orders.map((order) => [placeOf(order), order]))
}

function placeOf({ igMediaId, username }: Pick<Order, 'igMediaId' | 'username'>): string {
  return `${igMediaId} ${username}`
}

export function saleOf(sales: Map<string, Sale>, order: Order): Sale {
  const sale = sales.get(order.igMediaId)
  if (!sale) throw new Error(`order ${order.id} has no sale`)
  return sale
}
