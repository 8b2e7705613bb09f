import type { EntityManager } from '@mikro-orm/postgresql'
import { readTime, sql } from '#src/database/sql.ts'
import type { Kind, RecordRow } from '#src/moves/kind.ts'

export type WaitingRow = { row: RecordRow; since: Date }

/** The records of a kind that wait for a person, of one pipeline, with the time of their last move. */
export async function loadWaitingRows(em: EntityManager, kind: Kind, pipeline: string): Promise<WaitingRow[]> {
  const found = await sql<{ id: string; since: string }>(
    em,
    `select t.id, coalesce((select max(m.at) from moves m where m.kind = $1
      and m.record_id = t.id), t.created_at) as since
     from "${kind.table}" t where t.id in (select id from "${kind.table}" where ${kind.waitsSql})`,
    [kind.name],
  )
  if (found.length === 0) return []
  const rows = await em.find(kind.entity, { id: { $in: found.map(({ id }) => id) } })
  const since = new Map(found.map((one) => [one.id, readTime(one.since)]))
  return rows
    .filter((row) => kind.pipeline(row) === pipeline)
    .map((row) => ({ row, since: since.get(row.id) ?? new Date(0) }))
}
