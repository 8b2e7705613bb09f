import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import type { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { stopSync } from '../scan/finish-sync.ts'

/**
 * An account that was another shop's begins anew: its posts are read again, for the shop it belongs to now. What was
 * approved stays with the shop that approved it, and follows those posts no longer; a scan of theirs is over.
 */
export async function handOver(tx: Tx, { id, storeId }: InstagramAccount): Promise<void> {
  const { em } = tx
  const syncs = await em.find(InstagramSync, { connectionId: id, state: 'running' }, { orderBy: { id: 'asc' } })
  for (const sync of syncs) await stopSync(tx, sync.id, 'the account is connected to another shop now')
  const posts = 'select ig_media_id from instagram_posts where account_id = $1'
  await sql(em, `delete from product_drafts where store_id = $2 and ig_media_id in (${posts})`, [id, storeId])
  await sql(
    em,
    `update products set source_external_id = null, gone_at = null, conflict = null, updated_at = $3
     where store_id = $2 and source_external_id in (${posts})`,
    [id, storeId, tx.at],
  )
  await sql(em, 'delete from instagram_posts where account_id = $1', [id])
}
