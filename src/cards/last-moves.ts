import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import { sql } from '#src/database/sql.ts'

export type LastMove = {
  verb: string
  from: string
  by: Actor
  at: Date
  edits: Record<string, [unknown, unknown]> | null
}

/** The last move a person made of each record, in one query. */
export async function loadLastMoves(em: EntityManager, kind: string, ids: string[]): Promise<Map<string, LastMove>> {
  const done = await loadDone(em, kind, ids)
  return new Map([...done].flatMap(([id, [last]]) => (last ? [[id, last] as const] : [])))
}

/** The last move a person made of each record by each verb, newest first, in one query. */
export async function loadDone(em: EntityManager, kind: string, ids: string[]): Promise<Map<string, LastMove[]>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<{
    record_id: string
    id: string
    verb: string
    from: string
    by: Actor
    at: string
    edits: LastMove['edits']
  }>(
    em,
    `select distinct on (record_id, verb) record_id, id, verb, "from", by, at, edits from moves
     where kind = $1 and record_id = any($2::uuid[]) and by ->> 'personId' is not null
     order by record_id, verb, at desc, id desc`,
    [kind, ids],
  )
  const told = rows.map(({ at, ...row }) => ({ ...row, at: new Date(at) }))
  const done = Map.groupBy(told, ({ record_id }) => record_id)
  for (const moves of done.values()) moves.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
  return done
}

/** How each record came to stand where it is: the last move that changed its state, whoever made it. */
export async function loadArrivals(em: EntityManager, kind: string, ids: string[]): Promise<Map<string, LastMove>> {
  const rows = await sql<Omit<LastMove, 'at'> & { record_id: string; at: string }>(
    em,
    `select distinct on (record_id) record_id, verb, "from", by, at, edits from moves
     where kind = $1 and record_id = any($2::uuid[]) and "from" <> "to" order by record_id, at desc, id desc`,
    [kind, ids],
  )
  return new Map(rows.map(({ record_id, at, ...row }) => [record_id, { ...row, at: new Date(at) }]))
}
