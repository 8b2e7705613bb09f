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
 * A draft goes into the shop without a person where its store has earned that; of some a person is asked afterwards.
 */
export async function approveByItself(tx: Tx, { approvesAbove }: StoreRow, draft: ProductDraft): Promise<boolean> {
  if (approvesAbove === null || draft.extractedData.confidence <= approvesAbove || !isSure(draft)) return false
  const [product] = await approveDrafts(tx, [draft], step(EXTRACT))
  await sql(tx.em, 'update product_drafts set is_automatic = true where id = $1', [draft.id])
  if (!product || !isAudited(draft)) return true
  await sql(tx.em, 'update products set unchecked = true where id = $1', [product.id])
  await raiseNewCards(tx, productKind, [await tx.em.findOneOrFail(Product, { id: product.id }, { refresh: true })])
  return true
}
