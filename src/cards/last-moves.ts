import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import { sql } from '#src/database/sql.ts'

export type LastMove = { verb: string; by: Actor; at: Date; edits: Record<string, [unknown, unknown]> | null }

/** The last move a person made of each record, in one query. */
export async function loadLastMoves(em: EntityManager, kind: string, ids: string[]): Promise<Map<string, LastMove>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<{ record_id: string; verb: string; by: Actor; at: string; edits: LastMove['edits'] }>(
    em,
    `select distinct on (record_id) record_id, verb, by, at, edits from moves
     where kind = $1 and record_id = any($2::uuid[]) and by ->> 'personId' is not null order by record_id, at desc, id desc`,
    [kind, ids],
  )
  return new Map(
    rows.map((row) => [row.record_id, { verb: row.verb, by: row.by, at: new Date(row.at), edits: row.edits }]),
  )
}
