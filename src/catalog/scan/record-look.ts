import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { uuid } from '#entities/uuid.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { finishSyncs } from './finish-sync.ts'
import type { Saved } from './save-posts.ts'

type Look = {
  account: { id: string; storeId: string }
  type: Exclude<InstagramSync['syncType'], 'bulk_import'>
  source: InstagramSync['triggerSource']
}

/**
 * Writes down a look at Instagram that found something to read. What a scan has in hand stays the scan's: its card
 * counts on it.
 */
export async function recordLook(tx: Tx, { account, type, source }: Look, saved: Saved[]): Promise<void> {
  const waiting = saved.filter(({ waits }) => waits).map(({ igMediaId }) => igMediaId)
  if (waiting.length === 0) return
  const id = uuid(tx.at.getTime())
  const taken = await sql(tx.em, TAKE, [waiting, id])
  if (taken.length === 0) return
  await tx.em.insert(InstagramSync, {
    ...{ id, state: 'running', storeId: account.storeId, connectionId: account.id, syncType: type },
    ...{ triggerSource: source, totalMedia: taken.length, apiCallsUsed: 1, startedAt: tx.at, createdAt: tx.at },
    options: { limit: taken.length, includeVideos: true, includeCarousels: true, since: null },
    ...{ listedAt: tx.at, cursor: null, durationMs: null, metadata: null, resumesAt: null, completedAt: null },
    ...{ audience: null, nextTryAt: null, lastError: null, leaseToken: null, leasedUntil: null },
  } as unknown as InstagramSync)
}

const TAKE = `
  update instagram_posts p set sync_id = $2
  where p.ig_media_id = any($1::text[]) and p.read_at is null and not exists (
    select 1 from instagram_sync_history s where s.id = p.sync_id and s.state = 'running')
  returning 1`

/** Ends the looks whose posts a scan took over before they were read. */
export async function endLooks(app: App): Promise<void> {
  const left = await sql<{ id: string }>(
    app.em.fork(),
    `select s.id from instagram_sync_history s where s.state = 'running' and s.sync_type <> 'bulk_import'
       and not exists (select 1 from instagram_posts p where p.sync_id = s.id and p.read_at is null)`,
  )
  if (left.length === 0) return
  const ids = left.map(({ id }) => id)
  await inTransaction(app, (tx) => finishSyncs(tx, ids))
}
