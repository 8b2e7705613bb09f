import { z } from 'zod'
import type { Sale } from '#entities/orders/sale.ts'
import { actorOf } from '#src/desk/people.ts'
import { subjectNamed } from '#src/desk/subjects.ts'
import { addSale } from '#src/orders/add-sale.ts'
import { findSales } from '../find-rows.ts'
import { paginate, pagingShape } from '../paging.ts'
import { findFor } from '../records.ts'
import type { WebApp } from '../web.ts'
import { actOn, answersShape } from './act.ts'
import { saleShape, saleState } from './order-shapes.ts'
import { defineRoute } from './route.ts'
import { paginationShape } from './shapes.ts'
import { writeSale } from './write.ts'

const params = { ref: 'A sale, such as S-3' }
const one = z.strictObject({ sale: saleShape })
const newShape = z.strictObject({ url: z.string().trim().min(1).max(500).describe('The post, or its short code') })

/** Rows 000-010, 000-014: the sale posts. */
export const saleRoutes = [
  defineRoute({
    method: 'get',
    path: '/sales',
    summary: 'Sale posts, newest first',
    query: pagingShape.extend({ state: saleState.optional() }),
    answer: z.strictObject({ sales: z.array(saleShape), pagination: paginationShape }),
    async run({ app, caller, query: { state, ...paging } }) {
      const { ids, total } = await findSales(app.em.fork(), caller.member, state ? { state } : {}, paging)
      const sales = (await load(app, ids)).sort((a, b) => b.number - a.number)
      return { sales: sales.map(writeSale), pagination: paginate(total, paging) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/sales',
    summary: 'Adds a sale post; what is read of it waits for a person',
    body: newShape,
    answer: one,
    status: 201,
    async run({ app, caller: { member, by }, body: { url } }) {
      const storeId = member.role === 'admin' ? null : member.storeId
      return { sale: writeSale(await addSale(app, { url, by: actorOf(member, by.via), storeId })) }
    },
  }),
  defineRoute({
    method: 'get',
    path: '/sales/:ref',
    summary: 'One sale',
    params,
    answer: one,
    async run({ app, caller, params: { ref = '' } }) {
      const { view } = await findFor(app, caller, 'sales', ref)
      return { sale: writeSale(view as unknown as Sale) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/sales/:ref/close',
    summary: 'Closes a sale: later comments are no orders',
    params,
    body: answersShape,
    answer: one.extend({ message: z.string() }),
    async run({ app, caller, params: { ref = '' }, body }) {
      const found = await findFor(app, caller, 'sales', ref)
      const message = await actOn(app, caller, found, 'close', body)
      const [sale] = await load(app, [found.view.id])
      return { message, sale: sale && writeSale(sale) }
    },
  }),
]

async function load(app: WebApp, ids: string[]): Promise<Sale[]> {
  return (await subjectNamed('sale').load(app.em.fork(), ids)) as unknown as Sale[]
}
