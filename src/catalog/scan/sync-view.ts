import type { EntityManager } from '@mikro-orm/postgresql'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { isSure } from '../extract/is-sure.ts'
import { storesOf } from '../stores/sellers.ts'

export type SyncView = InstagramSync & {
  username: string | null
  /** Whether its account may be read now. */
  isConnected: boolean
  lastMove: LastMove | null
  /** Its shop's. */
  zone: string
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
  // The card of one that runs tells how far it is, many times, and nothing of its finds.
  const ended = syncs.flatMap(({ id, state }) => (state === 'running' ? [] : id))
  const drafts = await em.find(ProductDraft, { syncId: { $in: ended }, state: 'pending', dismissedAt: null })
  const counts = await sql<{ sync: string; priced: number; unpriced: number }>(em, COUNTS, [ids])
  const opened = await sql<{ id: string }>(
    em,
    `select distinct subject_id as id from card_posts where subject = 'draft' and subject_id = any($1::uuid[])`,
    [drafts.map(({ id }) => id)],
  )
  const open = new Set(opened.map(({ id }) => id))
  const accounts = await sql<{ id: string; username: string | null; state: string }>(
    em,
    'select id, username, state from instagram_accounts where id = any($1::uuid[])',
    [syncs.map(({ connectionId }) => connectionId)],
  )
  const lastMoves = await loadLastMoves(em, 'scan', ids)
  const stores = await storesOf(em, syncs)
  return syncs.map((sync) => {
    const own = drafts.filter(({ syncId }) => syncId === sync.id)
    const count = counts.find((row) => row.sync === sync.id)
    const account = accounts.find(({ id }) => id === sync.connectionId)
    return Object.assign(sync, {
      username: account?.username ?? null,
      isConnected: account?.state === 'active',
      lastMove: lastMoves.get(sync.id) ?? null,
      zone: stores.get(sync.storeId)?.zone ?? '',
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
