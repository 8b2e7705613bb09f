import { sql } from '#src/database/sql.ts'
import type { Stage } from './story.ts'

/** Whether a record of this kind was ever moved by this verb, so many times. */
export function hasMoved(kind: string, verb: string, times = 1): (stage: Stage) => Promise<boolean> {
  return exists('select 1 from moves where kind = $1 and verb = $2 offset $3', [kind, verb, times - 1])
}

/** Whether this query finds anything. */
export function exists(query: string, params: unknown[] = []): (stage: Stage) => Promise<boolean> {
  return async (stage) => {
    const [row] = await lookUp<{ yes: boolean }>(stage, `select exists (${query}) as yes`, params)
    return row?.yes === true
  }
}

export function lookUp<Row>({ app }: Stage, query: string, params: unknown[] = []): Promise<Row[]> {
  return sql<Row>(app.em.fork(), query, params)
}
