import { Hono } from 'hono'
import { notFound, Problem } from '../problem.ts'
import { type Caller, refuse } from '../records.ts'
import type { Web, WebApp } from '../web.ts'
import { readKey } from './keys.ts'
import { orderRoutes } from './orders.ts'
import { saleRoutes } from './sales.ts'

/** What programs may do, each with its own key. Errors are `{error: {code, message, fields?}}`. */
export function apiRoutes(app: WebApp): Hono<Web> {
  return new Hono<Web>()
    .use(async (c, next) => {
      const key = await readKey(app.em.fork(), c.req.header('authorization'))
      if (!key) {
        c.header('www-authenticate', 'Bearer')
        throw new Problem(401, 'unauthorized', 'Send a key: Authorization: Bearer dh_... (npx deskhand key create)')
      }
      const caller: Caller = { member: key.member, by: { via: 'api', userId: key.id, name: key.member.name } }
      c.set('caller', caller)
      if (!['admin', 'seller'].includes(key.member.role)) {
        await refuse(app, caller, `${c.req.method} ${c.req.path}`, 'This key may not see sales and orders.')
      }
      return next()
    })
    .route('/sales', saleRoutes(app))
    .route('/orders', orderRoutes(app))
    .all('/*', () => {
      throw notFound()
    })
}
