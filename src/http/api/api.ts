import { Hono } from 'hono'
import { notFound, Problem } from '../problem.ts'
import type { Caller } from '../records.ts'
import type { Web, WebApp } from '../web.ts'
import { bookingRoutes } from './bookings.ts'
import { readKey } from './keys.ts'
import { musicianRoutes } from './musicians.ts'
import { oncePerKey } from './once-per-key.ts'
import { orderRoutes } from './orders.ts'
import { type ApiRoute, mountRoutes } from './route.ts'
import { saleRoutes } from './sales.ts'

/** Everything programs can do. */
export const routes: ApiRoute[] = [...saleRoutes, ...orderRoutes, ...bookingRoutes, ...musicianRoutes]

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
      return next()
    })
    .use(oncePerKey(app))
    .route('/', mountRoutes(app, routes))
    .all('/*', () => {
      throw notFound()
    })
}
