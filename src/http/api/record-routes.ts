import { z } from 'zod'
import { Move } from '#entities/cards/move.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { paginate, pagingShape } from '#src/web/paging.ts'
import { type ApiCall, type ApiRoute, defineRoute } from '#src/web/route.ts'
import { moveShape, paginationShape } from '#src/web/shapes.ts'
import type { ShownInApi } from '#src/web/shown.ts'
import { findFor } from '../records.ts'
import type { ShownKind } from '../shown.ts'
import { actOn, answersShape } from './act.ts'

type Shared = ShownKind & { api: ShownInApi<RecordRow>; params: Record<string, string> }

/** What programs can do with a kind of record: find, look with its history, and press the verbs of its cards. */
export function recordRoutes(kind: ShownKind): ApiRoute[] {
  const { api, one } = kind.shown
  if (!api) return []
  const example = writeRef(kind.subject.kind, { number: 7 })
  const shared = { ...kind, api, params: { ref: `Its ref, such as ${example}, or its id` } }
  const pressed = { summary: `Changes one ${one}: presses '${api.patch}' with what is sent of its answers` }
  return [
    listRoute(shared),
    lookRoute(shared),
    pressRoute(shared),
    ...(api.patch ? [pressRoute(shared, { method: 'patch', verb: api.patch, ...pressed })] : []),
    ...(api.delete
      ? [pressRoute(shared, { method: 'delete', verb: api.delete, summary: `Presses '${api.delete}' of one ${one}` })]
      : []),
  ]
}

function listRoute({ subject, shown, api }: Shared): ApiRoute {
  const { path, title, filters } = shown
  const state = z.enum(Object.keys(subject.kind.flow))
  return defineRoute({
    method: 'get',
    path: `/${path}`,
    summary: `${title}, newest first`,
    ...rolesOf(api),
    query: pagingShape.extend({ ...filters?.shape, state: state.optional() }),
    answer: z.strictObject({ [path]: z.array(api.shape), pagination: paginationShape }),
    async run({ app, caller, query: { page, limit, ...filter } }) {
      const em = app.em.fork()
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
      const { ids, total } = await shown.list(em, caller.member, given, { page, limit }, app.clock())
      const views = new Map((await subject.load(em, ids)).map((view) => [view.id, view]))
      const rows = ids.flatMap((id) => views.get(id) ?? [])
      return { [path]: rows.map(api.write), pagination: paginate(total, { page, limit }) }
    },
  })
}

function lookRoute({ subject, shown, api, params }: Shared): ApiRoute {
  const { path, one } = shown
  return defineRoute({
    method: 'get',
    path: `/${path}/:ref`,
    summary: `One ${one}, with its history`,
    params,
    ...rolesOf(api),
    answer: z.strictObject({ [one]: api.shape.extend({ history: z.array(moveShape) }) }),
    async run({ app, caller, params: { ref = '' } }) {
      const { view } = await findFor(app, caller, subject, ref)
      return { [one]: { ...api.write(view), history: await loadHistory(app, subject, view.id) } }
    },
  })
}

type Pressing = { method: 'post' | 'patch' | 'delete'; verb: string; summary: string }

/** One verb, or the one the path names. */
function pressRoute({ subject, shown, api, params }: Shared, fixed?: Pressing): ApiRoute {
  const { path, one } = shown
  const verbs = `${Object.keys(subject.verbs).join(', ')}: what the ${one} allows in its state`
  return defineRoute({
    method: fixed?.method ?? 'post',
    path: fixed ? `/${path}/:ref` : `/${path}/:ref/:verb`,
    summary: fixed?.summary ?? 'Does what a button of its card does',
    params: fixed ? params : { ...params, verb: verbs },
    ...rolesOf(api),
    body: answersShape,
    answer: z.strictObject({ message: z.string(), [one]: api.shape }),
    async run({ app, caller, params: { ref = '', verb = '' }, body }: ApiCall<unknown, z.infer<typeof answersShape>>) {
      const found = await findFor(app, caller, subject, ref)
      const message = await actOn(app, caller, found, fixed?.verb ?? verb, body)
      const [now] = await subject.load(app.em.fork(), [found.view.id])
      return { message, [one]: now && api.write(now) }
    },
  })
}

function rolesOf({ roles }: ShownInApi<RecordRow>): Pick<ApiRoute, 'roles'> | object {
  return roles ? { roles } : {}
}

async function loadHistory({ em }: Pick<App, 'em'>, { kind }: AnySubject, recordId: string) {
  const moves = await em.fork().find(Move, { kind: kind.name, recordId }, { orderBy: { at: 'asc', id: 'asc' } })
  return moves.map(({ verb, from, to, by, at, edits, note }) => ({
    ...{ verb, from, to, at, edits, note },
    by: { name: by.name, via: by.via },
  }))
}
