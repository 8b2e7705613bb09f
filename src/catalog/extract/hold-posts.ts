import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** Until the transaction ends: scan, notice, poll and a person may have the same post in hand at once. */
export async function holdPosts({ em }: Tx, media: string[]): Promise<void> {
  await sql(
    em,
    `select pg_advisory_xact_lock(key) from (
       select hashtextextended('post ' || media, 0) as key from unnest($1::text[]) as media order by 1) keys`,
    [media],
  )
}
