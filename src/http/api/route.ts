import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import type { KeyRole } from '#entities/people/api-key.ts'
import { type Caller, refuse } from '../records.ts'
import { rawBodyOf, type Web, type WebApp } from '../web.ts'
import { readJson, readShape } from './read.ts'

/** What a route is asked: who asks, the words of its path, and what was sent, in its shape. */
export type ApiCall<Query, Body> = {
  app: WebApp
  caller: Caller
  params: Record<string, string>
  query: Query
  body: Body
}

/** One thing programs can do. What validates it is what describes it. */
export type ApiRoute = {
  method: 'get' | 'post'
  /** Below `/api`: `/orders/:ref`. */
  path: string
  summary: string
  /** What the words of the path mean. */
  params: Record<string, string>
  /** Whose keys may use it. */
  roles: KeyRole[]
  query: z.ZodObject | null
  body: z.ZodType | null
  /** What a success answers with, as JSON. */
  answer: z.ZodType
  status: 200 | 201
  run(call: ApiCall<unknown, unknown>): Promise<unknown>
}

type NewRoute<Query extends z.ZodObject, Body extends z.ZodType> = Omit<Partial<ApiRoute>, 'run' | 'query' | 'body'> &
  Pick<ApiRoute, 'method' | 'path' | 'summary' | 'answer'> & {
    query?: Query
    body?: Body
    run(call: ApiCall<z.infer<Query>, z.infer<Body>>): Promise<unknown>
  }

const defaults = { params: {}, roles: ['admin', 'seller'] as KeyRole[], query: null, body: null, status: 200 as const }

export function defineRoute<Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType>(
  route: NewRoute<Query, Body>,
): ApiRoute {
  return { ...defaults, ...route, run: (call) => route.run(call as ApiCall<z.infer<Query>, z.infer<Body>>) }
}

/** The routes as they answer. Who calls stands in `caller`. */
export function mountRoutes(app: WebApp, routes: ApiRoute[]): Hono<Web> {
  const web = new Hono<Web>()
  for (const route of routes) {
    web.on(route.method, route.path, async (c) => {
      const answer = await route.run(await readCall(c, app, route))
      return c.json(answer as object, route.status as ContentfulStatusCode)
    })
  }
  return web
}

async function readCall(c: Context<Web>, app: WebApp, route: ApiRoute): Promise<ApiCall<unknown, unknown>> {
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
