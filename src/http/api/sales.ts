import { Hono } from 'hono'
import { z } from 'zod'
import type { Sale, SaleState } from '#entities/orders/sale.ts'
import { saleFlow } from '#entities/orders/sale.ts'
import { actorOf } from '#src/desk/people.ts'
import { subjectNamed } from '#src/desk/subjects.ts'
import { addSale } from '#src/orders/add-sale.ts'
import { findSales } from '../find-rows.ts'
import { paginate, pagingShape } from '../paging.ts'
import { findFor } from '../records.ts'
import { rawBodyOf, type Web, type WebApp } from '../web.ts'
import { actOn } from './act.ts'
import { readJson, readShape } from './read.ts'
import { writeSale } from './write.ts'

const listShape = pagingShape.extend({ state: z.enum(Object.keys(saleFlow) as SaleState[]).optional() })
const newShape = z.strictObject({ url: z.string().trim().min(1).max(500) })

/** Rows 000-010, 000-014: the sale posts. */
export function saleRoutes(app: WebApp): Hono<Web> {
  const load = async (ids: string[]) => (await subjectNamed('sale').load(app.em.fork(), ids)) as unknown as Sale[]
  return new Hono<Web>()
    .get('/', async (c) => {
      const { state, ...paging } = readShape(listShape, c.req.query())
      const { ids, total } = await findSales(app.em.fork(), c.get('caller').member, state ? { state } : {}, paging)
      const sales = (await load(ids)).sort((a, b) => b.number - a.number)
      return c.json({ sales: sales.map(writeSale), pagination: paginate(total, paging) })
    })
    .post('/', async (c) => {
      const { member, by } = c.get('caller')
      const { url } = readShape(newShape, readJson(rawBodyOf(c)))
      const storeId = member.role === 'admin' ? null : member.storeId
      const sale = await addSale(app, { url, by: actorOf(member, by.via), storeId })
      return c.json({ sale: writeSale(sale) }, 201)
    })
    .get('/:ref', async (c) => {
      const { view } = await findFor(app, c.get('caller'), 'sales', c.req.param('ref'))
      return c.json({ sale: writeSale(view as unknown as Sale) })
    })
    .post('/:ref/close', async (c) => {
      const found = await findFor(app, c.get('caller'), 'sales', c.req.param('ref'))
      const message = await actOn(app, c.get('caller'), found, 'close', readJson(rawBodyOf(c)))
      const [sale] = await load([found.view.id])
      return c.json({ message, sale: sale && writeSale(sale) })
    })
}
