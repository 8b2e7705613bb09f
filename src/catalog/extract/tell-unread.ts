import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'

/** A post that could not be read in three tries is told. One of a scan is named on the card of the scan. */
export async function tellUnread(tx: Tx, { id, igMediaId, permalink }: InstagramPost, why: string): Promise<void> {
  if ((await sql(tx.em, IS_UNTOLD, [id])).length === 0) return
  await openAlert(tx, {
    ...{ key: unreadAlert(igMediaId), pipeline: 'catalog', step: null },
    title: 'A new post could not be read.',
    detail:
      `${permalink}: ${why}. I try a new post again by myself, less and less often. ` +
      'At once: scan, or product add and its address.',
  })
}

const IS_UNTOLD = `
  select 1 from instagram_posts p left join instagram_sync_history s on s.id = p.sync_id
  where p.id = $1 and p.outcome = 'failed' and s.sync_type is distinct from 'bulk_import'`

/** Those of these posts that were told of are read after all. */
export async function closeRead(tx: Tx, media: string[]): Promise<void> {
  const open = await sql<{ key: string }>(
    tx.em,
    `select key from alerts where key = any($1::text[]) and state = 'open' order by key`,
    [media.map(unreadAlert)],
  )
  for (const { key } of open) await closeAlert(tx, key)
}

/** The same for one that could not be fetched, and for one that could not be read. */
export function unreadAlert(igMediaId: string): string {
  return `media:${igMediaId}`
}
