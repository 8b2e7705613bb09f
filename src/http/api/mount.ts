import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { App } from '#src/app.ts'
import { recordNotAllowed } from '#src/desk/people/people.ts'
import { NotAllowed } from '#src/errors.ts'
import { readJson, readShape } from '#src/web/read.ts'
import type { ApiCall, ApiRoute } from '#src/web/route.ts'
import { rawBodyOf, type Web } from '../web.ts'

/** The routes as they answer. Who calls stands in `caller`. */
export function mountRoutes(app: App, routes: ApiRoute[]): Hono<Web> {
  const web = new Hono<Web>()
  for (const route of routes) {
    web.on(route.method, route.path, async (c) => {
      const { member, by } = c.get('caller')
      try {
        const answer = await route.run(readCall(c, app, route))
        return c.json(answer as object, route.status as ContentfulStatusCode)
      } catch (error) {
        await recordNotAllowed(app, by, member, `${c.req.method} ${c.req.path}`, error)
        throw error
      }
    })
  }
  return web
}

function readCall(c: Context<Web>, app: App, route: ApiRoute): ApiCall<unknown, unknown> {
  const caller = c.get('caller')
  if (!route.roles.some((role) => role === caller.member.role)) {
    throw new NotAllowed(`This is for keys of: ${route.roles.join(', ')}.`)
  }
  return {
    app,
    caller,
    params: c.req.param() as Record<string, string>,
    query: route.query && readShape(route.query, c.req.query()),
    body: route.body && readShape(route.body, readJson(rawBodyOf(c))),
  }
}
