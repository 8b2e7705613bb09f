import { step } from '#entities/actor.ts'
import type { Order, OrderReading } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { workedOn } from '../leased-orders.ts'
import { offerOf } from '../sales/offer-of.ts'
import { EXTRACT } from '../steps.ts'
import { gatherWishes } from '../wishes/gather-wishes.ts'
import { joinWords, NO_EMAIL } from './join-words.ts'
import { type CommentReading, isQuestion, readChange } from './read-comment.ts'
import { saleOf } from './sale-of.ts'

const actor = step(EXTRACT)

export type ReadOrder = { order: Order; reading: CommentReading & { by?: 'model' } }

/** Moves orders on by what was read of them: to an admin, to the order they speak of, to the day's wishes, or away. */
export async function settleReadings(tx: Tx, sales: Map<string, Sale>, read: ReadOrder[]): Promise<void> {
  const readings = new Map(read.map(({ order, reading }) => [order.id, reading]))
  const readingOf = ({ id }: Order) => readings.get(id) as ReadOrder['reading']
  const orders = read.map(({ order }) => order)
  const pending = orders.filter((order) => needsDecision(readingOf(order)))
  const rest = orders.filter((order) => !needsDecision(readingOf(order)))
  await move(tx, orderKind, pending, 'extract', actor, { set: (order) => extracted(readingOf(order)) })
  await move(tx, orderKind, rest, 'dismiss', actor, {
    set: (order) => ({ closedReason: NO_EMAIL, items: readingOf(order).items, ...workedOn }),
  })
  const joined = await joinWords(tx, sales, orders)
  const asking = rest.filter(
    (order) => !joined.has(order.id) && asksForAnswer(order, readingOf(order), saleOf(sales, order)),
  )
  await gatherWishes(tx, asking, (order) => saleOf(sales, order))
}

/**
 * A readable e-mail goes to an admin, whatever else is wrong. So does an order whose e-mail is
 * there but broken: to throw it away would lose a customer who only mistyped.
 */
function needsDecision({ email, items, doubts }: CommentReading): boolean {
  return email !== null || (items !== null && doubts.includes('broken-email'))
}

function extracted(reading: ReadOrder['reading']): Partial<Order> {
  const { email, items, why, needsHuman, confidence, doubts, evidence, notUnderstood, by } = reading
  const read = { why, clear: !needsHuman, confidence, doubts, evidence, notUnderstood }
  const kept: OrderReading = { ...read, by: by ?? 'rules' }
  return { email, items, reading: kept, ...workedOn }
}

/** A wish, what may be a question, or a complaint about an order we do not know; praise and spam need no answer. */
function asksForAnswer({ sourceComment: { text } }: Order, reading: CommentReading, sale: Sale): boolean {
  if (reading.items !== null || isQuestion(text, reading)) return true
  const about = reading.why === 'Spam' ? null : readChange(text, offerOf(sale)).refersToEarlier
  return about === 'cancel' || about === 'question'
}
