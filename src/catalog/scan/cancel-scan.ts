import type { Actor } from '#entities/actor.ts'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { syncKind } from '../kinds.ts'

/** Stops a scan; false when it was over already. */
export async function cancelScan(app: Needs<'em' | 'clock' | 'ring'>, id: string, by: Actor): Promise<boolean> {
  return inTransaction(app, async (tx) => {
    await sql(tx.em, 'select 1 from instagram_sync_history where id = $1 for update', [id])
    const sync = await tx.em.findOneOrFail(InstagramSync, { id }, { refresh: true })
    if (sync.state !== 'running') return false
    const set = await leavePosts(tx, sync)
    await move(tx, syncKind, [sync], 'cancel', by, { set: () => set })
    return true
  })
}

/** What was found so far stays; the posts that were not read are left for the next scan. */
export async function leavePosts({ em, at }: Tx, sync: InstagramSync): Promise<Partial<InstagramSync>> {
  await sql(
    em,
    `update instagram_posts set read_at = $2, outcome = 'failed', why = 'the scan was cancelled'
     where sync_id = $1 and read_at is null`,
    [sync.id, at],
  )
  const [row] = await sql<{ open: number }>(
    em,
    `select count(*)::int as open from product_drafts where sync_id = $1 and state = 'pending'`,
    [sync.id],
  )
  return { completedAt: at, durationMs: at.getTime() - sync.startedAt.getTime(), undecided: (row?.open ?? 0) > 0 }
}
