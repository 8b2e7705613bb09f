import type { z } from 'zod'
import type { KeyRole } from '#entities/people/api-key.ts'
import type { App } from '#src/app.ts'
import type { Caller } from './caller.ts'

/** What a route is asked: who asks, the words of its path, and what was sent, in its shape. */
export type ApiCall<Query, Body> = {
  app: App
  caller: Caller
  params: Record<string, string>
  query: Query
  body: Body
}

export type Method = 'get' | 'post' | 'patch' | 'delete'

/** One thing programs can do. What validates it is what describes it. */
export type ApiRoute = {
  method: Method
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
  status: 200 | 201 | 202
  run(call: ApiCall<unknown, unknown>): Promise<unknown>
}

type NewRoute<Query extends z.ZodObject, Body extends z.ZodType> = Omit<Partial<ApiRoute>, 'run' | 'query' | 'body'> &
  Pick<ApiRoute, 'method' | 'path' | 'summary' | 'answer'> & {
    query?: Query
    body?: Body
    run(call: ApiCall<z.infer<Query>, z.infer<Body>>): Promise<unknown>
  }

const defaults = { params: {}, roles: ['admin'] as KeyRole[], query: null, body: null, status: 200 as const }

/** A route for keys of admins, unless told; 200 unless told. */
export function defineRoute<Query extends z.ZodObject = z.ZodObject, Body extends z.ZodType = z.ZodType>(
  route: NewRoute<Query, Body>,
): ApiRoute {
  return { ...defaults, ...route, run: (call) => route.run(call as ApiCall<z.infer<Query>, z.infer<Body>>) }
}
