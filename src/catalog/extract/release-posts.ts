import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { type Lease, releaseAll } from '#src/limits/lease.ts'

/**
 * Gives posts back that were in hand; those that were still ours, as they stand now. A scan that took one over
 * meanwhile counts it; one that was edited meanwhile is not what was read, and is read again.
 */
export async function releasePosts<Taken extends { post: InstagramPost; lease: Lease }>(
  tx: Tx,
  taken: Taken[],
): Promise<Taken[]> {
  const ours = await releaseAll(
    tx.em,
    taken.map(({ lease }) => lease),
  )
  const rows = await sql<{ id: string; sync: string | null; caption: string }>(
    tx.em,
    'select id, sync_id as sync, caption from instagram_posts where id = any($1::uuid[])',
    [[...ours]],
  )
  const now = new Map(rows.map((row) => [row.id, row]))
  const own = taken.filter(({ post }) => now.get(post.id)?.caption === post.caption)
  for (const { post } of own) post.syncId = now.get(post.id)?.sync ?? null
  return own
}
