import { step } from '#entities/actor.ts'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { closeAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { syncKind } from '../kinds.ts'
import { SCAN } from '../steps.ts'

/** Of these scans those end whose posts are all listed and read, with none failed, some, or all of them. */
export async function finishSyncs(tx: Tx, syncIds: string[]): Promise<InstagramSync[]> {
  const open = await sql<{ id: string }>(
    tx.em,
    `select s.id from instagram_sync_history s where s.id = any($1::uuid[]) and s.state = 'running'
       and s.listed_at is not null
       and not exists (select 1 from instagram_posts p where p.sync_id = s.id and p.read_at is null)
     order by s.id for update`,
    [syncIds],
  )
  const ended: InstagramSync[] = []
  for (const { id } of open) {
    const sync = await tx.em.findOneOrFail(InstagramSync, { id }, { refresh: true })
    const { productsFailed: failed, totalProcessed } = sync
    // What a scan took over from a look is no longer the look's.
    const totalMedia = sync.syncType === 'bulk_import' ? sync.totalMedia : totalProcessed
    const verb = failed === 0 ? 'finish' : failed < totalMedia ? 'part' : 'fail'
    ended.push(await close(tx, sync, verb, { totalMedia }))
  }
  return ended
}

/** Ends a scan that cannot go on. */
export async function stopSync(tx: Tx, syncId: string, why: string): Promise<void> {
  const sync = await tx.em.findOneOrFail(InstagramSync, { id: syncId }, { refresh: true })
  if (sync.state !== 'running') return
  const problem = { mediaId: '', error: why, timestamp: tx.at.toISOString() }
  await close(tx, sync, sync.totalProcessed > 0 ? 'part' : 'fail', { errors: [...sync.errors, problem] })
}

async function close(
  tx: Tx,
  sync: InstagramSync,
  verb: string,
  extra: Partial<InstagramSync> = {},
): Promise<InstagramSync> {
  const [{ open } = { open: 0 }] = await sql<{ open: number }>(
    tx.em,
    `select count(*)::int as open from product_drafts where sync_id = $1 and state = 'pending'`,
    [sync.id],
  )
  const durationMs = tx.at.getTime() - sync.startedAt.getTime()
  await move(tx, syncKind, [sync], verb, step(SCAN), {
    set: () => ({ completedAt: tx.at, durationMs, resumesAt: null, undecided: open > 0, ...extra }),
    ring: true,
  })
  await sql(tx.em, `update stores set social_source = social_source || $2::jsonb where id = $1`, [
    sync.storeId,
    JSON.stringify({ lastSyncAt: tx.at.toISOString(), lastSyncId: sync.id, platform: 'instagram' }),
  ])
  // A fresh connection still offers its first scan, whatever a notice brought.
  const isAsked = sync.syncType === 'bulk_import'
  await sql(tx.em, 'update instagram_accounts set synced_at = $2 where id = $1 and ($3 or synced_at is not null)', [
    ...[sync.connectionId, tx.at, isAsked],
  ])
  if (isAsked) await closeAlert(tx, limitAlert(sync))
  return Object.assign(sync, { durationMs })
}

/** A scan of this connection waits until Instagram may be asked again. */
export function limitAlert({ connectionId }: Pick<InstagramSync, 'connectionId'>): string {
  return `instagram-limit:${connectionId}`
}

/** One line a scan, for who watches the logs. */
export function logEnds({ log }: Needs<'log'>, syncs: InstagramSync[]): void {
  for (const { storeId, durationMs: duration, totalProcessed, draftsCreated, productsFailed: failed } of syncs) {
    const metrics = { totalProcessed, draftsCreated, failed }
    log.info({ operation: SCAN, storeId, duration, metrics }, 'a scan ended')
  }
}
