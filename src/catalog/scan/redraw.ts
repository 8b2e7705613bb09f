import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { syncKind } from '../kinds.ts'

/**
 * The cards of these looks again, ringing where that is asked for. One that has nothing left to decide waits for nobody
 * any more; `but`: a find that is just being decided.
 */
export async function redraw(
  tx: Tx,
  syncIds: string[],
  { but = null, ring = false }: { but?: string | null; ring?: boolean } = {},
): Promise<void> {
  if (syncIds.length === 0) return
  await sql(tx.em, SETTLE, [syncIds, but])
  const rows = await tx.em.find(InstagramSync, { id: { $in: syncIds } }, { refresh: true })
  await redrawCards(tx, syncKind, rows, { ring })
}

/** The scans on whose cards these drafts stand. */
export function scansOf(drafts: Pick<ProductDraft, 'syncId'>[]): string[] {
  return [...new Set(drafts.flatMap(({ syncId }) => syncId ?? []))]
}

const SETTLE = `
  update instagram_sync_history s set undecided = false
  where s.id = any($1::uuid[]) and s.undecided and not exists (
    select 1 from product_drafts d where d.sync_id = s.id and d.state = 'pending' and d.dismissed_at is null
      and d.id is distinct from $2::uuid)`
