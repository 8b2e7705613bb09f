import { step } from '#entities/actor.ts'
import { Product } from '#entities/catalog/product.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { isSure } from '../extract/is-sure.ts'
import { productKind } from '../kinds.ts'
import { EXTRACT } from '../steps.ts'
import type { StoreRow } from '../stores/sellers.ts'
import { isAudited } from '../stores/trust.ts'
import { approveDrafts } from './approve.ts'

/**
 * Drafts go into the shop without a person where their store has earned that; of some a person is asked afterwards.
 * The ids of those that did.
 */
export async function approveByThemselves(
  tx: Tx,
  stores: Map<string, StoreRow>,
  drafts: ProductDraft[],
): Promise<Set<string>> {
  const sure = drafts.filter((draft) => mayGoIn(stores.get(draft.storeId), draft))
  if (sure.length === 0) return new Set()
  const ids = sure.map(({ id }) => id)
  for (const own of Map.groupBy(sure, ({ storeId }) => storeId).values()) await approveDrafts(tx, own, step(EXTRACT))
  await sql(tx.em, 'update product_drafts set is_automatic = true where id = any($1::uuid[])', [ids])
  await askAbout(tx, sure.filter(isAudited))
  return new Set(ids)
}

function mayGoIn(store: StoreRow | undefined, draft: ProductDraft): boolean {
  const above = store?.approvesAbove ?? null
  return above !== null && draft.extractedData.confidence > above && isSure(draft)
}

async function askAbout(tx: Tx, drafts: ProductDraft[]): Promise<void> {
  if (drafts.length === 0) return
  const rows = await sql<{ id: string }>(
    tx.em,
    `update products set unchecked = true
     where id in (select product_id from product_drafts where id = any($1::uuid[])) returning id`,
    [drafts.map(({ id }) => id)],
  )
  const products = await tx.em.find(Product, { id: { $in: rows.map(({ id }) => id) } }, { refresh: true })
  await raiseNewCards(tx, productKind, products)
}
