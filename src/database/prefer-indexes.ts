import { sql } from './sql.ts'
import type { Tx } from './transaction.ts'

/**
 * For the rest of this transaction rows are taken in the order of an index. Statistics lag a minute
 * behind a burst: until then Postgres takes a queue of 100,000 rows for a dozen, and sorts all of it for every batch.
 * What is switched off costs 1e10 in its eyes, and a query that dear it compiles first: that is switched off too.
 */
export async function preferIndexes({ em }: Pick<Tx, 'em'>): Promise<void> {
  await sql(
    em,
    `select set_config(name, 'off', true)
     from unnest('{enable_bitmapscan,enable_seqscan,enable_sort,jit}'::text[]) as name`,
  )
}
