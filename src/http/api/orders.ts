import { z } from 'zod'
import { Move } from '#entities/cards/move.ts'
import { loadOrders, type OrderView } from '#src/orders/order-view.ts'
import { findOrders } from '../find-rows.ts'
import { paginate, pagingShape } from '../paging.ts'
import { findFor } from '../records.ts'
import type { WebApp } from '../web.ts'
import { actOn, answersShape } from './act.ts'
import { orderShape, orderState } from './order-shapes.ts'
import { defineRoute } from './route.ts'
import { moveShape, paginationShape } from './shapes.ts'
import { writeOrder } from './write.ts'

const params = { ref: 'An order, such as O-142' }
const listShape = pagingShape.extend({
  state: orderState.optional(),
  sale: z.string().max(20).optional().describe('A sale, such as S-3'),
  email: z.string().max(320).optional(),
})

/** The orders: found, looked at with their history, and moved by the verbs of their cards. */
export const orderRoutes = [
  defineRoute({
    method: 'get',
    path: '/orders',
    summary: 'Orders, newest first',
    query: listShape,
    answer: z.strictObject({ orders: z.array(orderShape), pagination: paginationShape }),
    async run({ app, caller, query: { page, limit, state, sale, email } }) {
      const em = app.em.fork()
      const filter = { ...(state && { state }), ...(sale && { sale }), ...(email && { email }) }
      const { ids, total } = await findOrders(em, caller.member, filter, { page, limit })
      const orders = (await loadOrders(em, ids)).sort((a, b) => b.number - a.number)
      return { orders: orders.map(writeOrder), pagination: paginate(total, { page, limit }) }
    },
  }),
  defineRoute({
    method: 'get',
    path: '/orders/:ref',
    summary: 'One order, with its history',
    params,
    answer: z.strictObject({ order: orderShape.extend({ history: z.array(moveShape) }) }),
    async run({ app, caller, params: { ref = '' } }) {
      const { view } = await findFor(app, caller, 'orders', ref)
      return { order: { ...writeOrder(view as unknown as OrderView), history: await loadHistory(app, view.id) } }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/orders/:ref/:verb',
    summary: 'Does what a button of its card does',
    params: { ...params, verb: 'approve, reject, edit, undo, reply ...: what the order allows in its state' },
    body: answersShape,
    answer: z.strictObject({ message: z.string(), order: orderShape }),
    async run({ app, caller, params: { ref = '', verb = '' }, body }) {
      const found = await findFor(app, caller, 'orders', ref)
      const message = await actOn(app, caller, found, verb, body)
      const [order] = await loadOrders(app.em.fork(), [found.view.id])
      return { message, order: order && writeOrder(order) }
    },
  }),
]

async function loadHistory({ em }: Pick<WebApp, 'em'>, recordId: string) {
  const moves = await em.fork().find(Move, { kind: 'order', recordId }, { orderBy: { at: 'asc', id: 'asc' } })
  return moves.map(({ verb, from, to, by, at, edits, note }) => ({
    ...{ verb, from, to, at, edits, note },
    by: { name: by.name, via: by.via },
  }))
}
