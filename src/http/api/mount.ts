import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { App } from '#src/app.ts'
import { readJson, readShape } from '#src/web/read.ts'
import type { ApiCall, ApiRoute } from '#src/web/route.ts'
import { refuse } from '../records.ts'
import { rawBodyOf, type Web } from '../web.ts'

/** The routes as they answer. Who calls stands in `caller`. */
export function mountRoutes(app: App, routes: ApiRoute[]): Hono<Web> {
  const web = new Hono<Web>()
  for (const route of routes) {
    web.on(route.method, route.path, async (c) => {
      const answer = await route.run(await readCall(c, app, route))
      return c.json(answer as object, route.status as ContentfulStatusCode)
    })
  }
  return web
}

async function readCall(c: Context<Web>, app: App, route: ApiRoute): Promise<ApiCall<unknown, unknown>> {
  const caller = c.get('caller')
  if (!route.roles.some((role) => role === caller.member.role)) {
    await refuse(app, caller, `${c.req.method} ${c.req.path}`, `This is for keys of: ${route.roles.join(', ')}.`)
  }
  return {
    app,
    caller,
    params: c.req.param() as Record<string, string>,
    query: route.query && readShape(route.query, c.req.query()),
    body: route.body && readShape(route.body, readJson(rawBodyOf(c))),
  }
}
