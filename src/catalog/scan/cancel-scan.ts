import type { Actor } from '#entities/actor.ts'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { closeAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { syncKind } from '../kinds.ts'
import { limitAlert } from './finish-sync.ts'

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

/** What was found so far stays; what was not read is left for the next scan, but for what a look would have found. */
export async function leavePosts(tx: Tx, sync: InstagramSync): Promise<Partial<InstagramSync>> {
  const { em, at } = tx
  await closeAlert(tx, limitAlert(sync))
  await sql(
    em,
    `update instagram_posts set read_at = $2, outcome = 'left', why = 'the scan was cancelled', attempts = 0,
       next_try_at = null
     where sync_id = $1 and read_at is null`,
    [sync.id, at],
  )
  const [row] = await sql<{ open: number }>(
    em,
    `select count(*)::int as open from product_drafts where sync_id = $1 and state = 'pending'`,
    [sync.id],
  )
  const durationMs = at.getTime() - sync.startedAt.getTime()
  return { completedAt: at, durationMs, resumesAt: null, undecided: (row?.open ?? 0) > 0 }
}
