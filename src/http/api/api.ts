import { Hono } from 'hono'
import type { App } from '#src/app.ts'
import { pipelines } from '#src/pipelines.ts'
import type { Caller } from '#src/web/caller.ts'
import { notFound, Problem } from '#src/web/problem.ts'
import type { ApiRoute } from '#src/web/route.ts'
import { countPerCaller } from '../guard/per-caller.ts'
import { shownKinds } from '../shown.ts'
import type { Web } from '../web.ts'
import { readKey } from './keys.ts'
import { mountRoutes } from './mount.ts'
import { oncePerKey } from './once-per-key.ts'
import { peopleRoutes } from './people-routes.ts'
import { recordRoutes } from './record-routes.ts'

/** Everything programs can do: what a pipeline says itself, and what derives from its kinds. */
export function routes(): ApiRoute[] {
  const kinds = shownKinds()
  const ofPipelines = pipelines.flatMap((pipeline) => [
    ...(pipeline.routes ?? []),
    ...kinds.filter((kind) => kind.pipeline === pipeline.name).flatMap(recordRoutes),
  ])
  return [...peopleRoutes, ...ofPipelines]
}

/** What programs may do, each with its own key. Errors are `{error: {code, message, fields?}}`. */
export function apiRoutes(app: App): Hono<Web> {
  const guesses = countPerCaller(app)
  return new Hono<Web>()
    .use(async (c, next) => {
      guesses.check(c.env.incoming)
      const key = await readKey(app.em.fork(), c.req.header('authorization'))
      if (!key) {
        guesses.count(c.env.incoming)
        throw new Problem(
          401,
          'unauthorized',
          'Send a key: Authorization: Bearer dh_... (npx --no deskhand key create)',
        )
      }
      const caller: Caller = { member: key.member, by: { via: 'api', userId: key.id, name: key.member.name } }
      c.set('caller', caller)
      return next()
    })
    .use(oncePerKey(app))
    .route('/', mountRoutes(app, routes()))
    .all('/*', () => {
      throw notFound()
    })
}
