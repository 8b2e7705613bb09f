import type { EntityManager } from '@mikro-orm/postgresql'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { isSure } from '../extract/is-sure.ts'

export type SyncView = InstagramSync & {
  username: string | null
  lastMove: LastMove | null
  /**
   * Its finds: with a price, and without one; those still to decide, the surest first; how many of them open already.
   */
  priced: number
  unpriced: number
  waiting: ProductDraft[]
  open: number
}

export async function loadSyncs(em: EntityManager, ids: string[]): Promise<SyncView[]> {
  if (ids.length === 0) return []
  const syncs = await em.find(InstagramSync, { id: { $in: ids } })
  const drafts = await em.find(ProductDraft, { syncId: { $in: ids }, state: 'pending', dismissedAt: null })
  const counts = await sql<{ sync: string; priced: number; unpriced: number }>(em, COUNTS, [ids])
  const opened = await sql<{ id: string }>(
    em,
    `select distinct subject_id as id from card_posts where subject = 'draft' and subject_id = any($1::uuid[])`,
    [drafts.map(({ id }) => id)],
  )
  const open = new Set(opened.map(({ id }) => id))
  const names = await sql<{ id: string; username: string | null }>(
    em,
    'select id, username from instagram_accounts where id = any($1::uuid[])',
    [syncs.map(({ connectionId }) => connectionId)],
  )
  const lastMoves = await loadLastMoves(em, 'scan', ids)
  return syncs.map((sync) => {
    const own = drafts.filter(({ syncId }) => syncId === sync.id)
    const count = counts.find((row) => row.sync === sync.id)
    return Object.assign(sync, {
      username: names.find(({ id }) => id === sync.connectionId)?.username ?? null,
      lastMove: lastMoves.get(sync.id) ?? null,
      priced: count?.priced ?? 0,
      unpriced: count?.unpriced ?? 0,
      waiting: own.sort(surestFirst),
      open: own.filter(({ id }) => open.has(id)).length,
    })
  })
}

const COUNTS = `
  select sync_id as sync,
    count(*) filter (where extracted_data ->> 'price' is not null)::int as priced,
    count(*) filter (where extracted_data ->> 'price' is null)::int as unpriced
  from product_drafts where sync_id = any($1::uuid[]) group by sync_id`

function surestFirst(a: ProductDraft, b: ProductDraft): number {
  return b.extractedData.confidence - a.extractedData.confidence || a.number - b.number
}

/** Those that may be approved together. */
export function sureOnes({ waiting }: SyncView): ProductDraft[] {
  return waiting.filter(isSure)
}
