import { Hono } from 'hono'
import { z } from 'zod'
import { Move } from '#entities/cards/move.ts'
import { type OrderState, orderFlow } from '#entities/orders/order.ts'
import { loadOrders, type OrderView } from '#src/orders/order-view.ts'
import { findOrders } from '../find-rows.ts'
import { paginate, pagingShape } from '../paging.ts'
import { findFor } from '../records.ts'
import { rawBodyOf, type Web, type WebApp } from '../web.ts'
import { actOn } from './act.ts'
import { readJson, readShape } from './read.ts'
import { writeOrder } from './write.ts'

const listShape = pagingShape.extend({
  state: z.enum(Object.keys(orderFlow) as OrderState[]).optional(),
  sale: z.string().max(20).optional(),
  email: z.string().max(320).optional(),
})

/** The orders: found, looked at with their history, and moved by the verbs of their cards. */
export function orderRoutes(app: WebApp): Hono<Web> {
  return new Hono<Web>()
    .get('/', async (c) => {
      const { page, limit, state, sale, email } = readShape(listShape, c.req.query())
      const em = app.em.fork()
      const filter = { ...(state && { state }), ...(sale && { sale }), ...(email && { email }) }
      const { ids, total } = await findOrders(em, c.get('caller').member, filter, { page, limit })
      const orders = (await loadOrders(em, ids)).sort((a, b) => b.number - a.number)
      return c.json({ orders: orders.map(writeOrder), pagination: paginate(total, { page, limit }) })
    })
    .get('/:ref', async (c) => {
      const { view } = await findFor(app, c.get('caller'), 'orders', c.req.param('ref'))
      return c.json({
        order: { ...writeOrder(view as unknown as OrderView), history: await loadHistory(app, view.id) },
      })
    })
    .post('/:ref/:verb', async (c) => {
      const { ref, verb } = c.req.param()
      const found = await findFor(app, c.get('caller'), 'orders', ref)
      const message = await actOn(app, c.get('caller'), found, verb, readJson(rawBodyOf(c)))
      const [order] = await loadOrders(app.em.fork(), [found.view.id])
      return c.json({ message, order: order && writeOrder(order) })
    })
}

async function loadHistory({ em }: Pick<WebApp, 'em'>, recordId: string) {
  const moves = await em.fork().find(Move, { kind: 'order', recordId }, { orderBy: { at: 'asc', id: 'asc' } })
  return moves.map(({ verb, from, to, by, at, edits, note }) => ({
    verb,
    from,
    to,
    by: { name: by.name, via: by.via },
    at,
    edits,
    note,
  }))
}
