import { step } from '#entities/actor.ts'
import type { Order, OrderReading } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { workedOn } from '../leased-orders.ts'
import { EXTRACT } from '../steps.ts'
import { loadWishes } from '../wishes/load-wishes.ts'
import { joinOrDismiss, type ReadOrder } from './join-or-dismiss.ts'
import type { CommentReading } from './read-comment.ts'

const actor = step(EXTRACT)

/** Moves orders on by what was read of them: to an admin, away, or to the order they speak of. */
export async function settleReadings(tx: Tx, sales: Map<string, Sale>, read: ReadOrder[]): Promise<void> {
  const readings = new Map(read.map(({ order, reading }) => [order.id, reading]))
  const pending = read.filter(({ reading }) => needsDecision(reading)).map(({ order }) => order)
  const rest = read.filter(({ reading }) => !needsDecision(reading))
  const wished = await loadWished(tx, read)
  await move(tx, orderKind, pending, 'extract', actor, {
    set: (order) => ({ ...extracted(readings.get(order.id)), ...wished.get(order.id) }),
  })
  await joinOrDismiss(tx, sales, rest)
}

/**
 * A readable e-mail goes to an admin, whatever else is wrong. So does an order whose e-mail is
 * there but broken: to throw it away would lose a customer who only mistyped.
 */
function needsDecision({ email, items, doubts }: CommentReading): boolean {
  return email !== null || (items !== null && doubts.includes('broken-email'))
}

function extracted(reading: ReadOrder['reading'] | undefined): Partial<Order> {
  if (!reading) throw new Error('an order was moved without being read')
  const { email, items, why, needsHuman, confidence, doubts, evidence, notUnderstood, by } = reading
  const read = { why, clear: !needsHuman, confidence, doubts, evidence, notUnderstood }
  const kept: OrderReading = { ...read, by: by ?? 'rules' }
  return { email, items, reading: kept, ...workedOn }
}

/** An e-mail alone belongs to what its writer wished for without one. */
async function loadWished(tx: Tx, read: ReadOrder[]): Promise<Map<string, Partial<Order>>> {
  const bare = read.filter(({ reading }) => reading.email !== null && reading.items === null)
  const wishes = await loadWishes(
    tx.em,
    bare.map(({ order }) => order),
  )
  const joined = bare.flatMap(({ order, reading }): [string, Partial<Order>][] => {
    const items = wishes.get(order.id)
    const kept = extracted(reading).reading
    const why = `Joined to what @${order.username} wished for earlier`
    return items ? [[order.id, { items, reading: kept ? { ...kept, why, clear: false } : null }]] : []
  })
  return new Map(joined)
}
