import type { EntityManager } from '@mikro-orm/postgresql'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { orderCategories } from '../extract/categories.ts'
import { storesOf } from '../stores/sellers.ts'
import { usualPrices } from './usual-prices.ts'

export type DraftView = ProductDraft & {
  /** The nine categories, in the order of its shop. */
  offered: string[]
  lastMove: LastMove | null
  /** Its shop's. */
  zone: string
  /** What its category usually costs in this shop, where it has no price itself. */
  usual: bigint[]
  similar: { id: string; name: string; price: bigint; currency: string } | null
}

export async function loadDrafts(em: EntityManager, ids: string[]): Promise<DraftView[]> {
  if (ids.length === 0) return []
  const drafts = await em.find(ProductDraft, { id: { $in: ids } })
  const lastMoves = await loadLastMoves(em, 'draft', ids)
  const stores = await storesOf(em, drafts)
  const usual = await usualPrices(em, drafts)
  const similar = await similarProducts(em, drafts)
  return drafts.map((draft) =>
    Object.assign(draft, {
      offered: orderCategories(stores.get(draft.storeId)?.categories ?? []),
      lastMove: lastMoves.get(draft.id) ?? null,
      zone: stores.get(draft.storeId)?.zone ?? '',
      usual: usual.get(draft.id) ?? [],
      similar: draft.similarTo ? (similar.get(draft.similarTo) ?? null) : null,
    }),
  )
}

async function similarProducts(em: EntityManager, drafts: ProductDraft[]) {
  const ids = drafts.flatMap(({ similarTo }) => similarTo ?? [])
  const rows = await sql<{ id: string; name: string; price: string; currency: string }>(
    em,
    'select id, name, price::text as price, currency from products where id = any($1::uuid[])',
    [ids],
  )
  return new Map(rows.map((row) => [row.id, { ...row, price: BigInt(row.price) }]))
}
