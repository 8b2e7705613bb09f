import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { draftKind } from '../kinds.ts'
import { redraw } from '../scan/redraw.ts'

/** Cards that stand open at once while a scan's finds are looked at one by one. */
const OPEN_AT_ONCE = 3

/** Opens the next finds of a scan, the surest first; how many. */
export async function openNext(tx: Tx, syncId: string, count: number): Promise<number> {
  const rows = await sql<{ id: string }>(tx.em, NEXT, [syncId, count])
  const drafts = await tx.em.find(ProductDraft, { id: { $in: rows.map(({ id }) => id) } })
  await raiseNewCards(tx, draftKind, drafts)
  return drafts.length
}

const NEXT = `
  select d.id from product_drafts d where d.sync_id = $1 and d.state = 'pending' and d.dismissed_at is null
    and not exists (select 1 from card_posts c where c.subject = 'draft' and c.subject_id = d.id)
  order by (d.extracted_data ->> 'confidence')::float desc, d.number limit $2`

/**
 * One find of a scan is decided: the next one opens where they are looked at one by one, and the scan's card counts
 * anew.
 */
export async function hangNext(tx: Tx, { id, syncId }: Pick<ProductDraft, 'id' | 'syncId'>): Promise<void> {
  if (!syncId) return
  const reviewed = await sql(tx.em, `select 1 from card_posts where subject = 'draft' and subject_id = $1 limit 1`, [
    id,
  ])
  if (reviewed.length > 0) await openNext(tx, syncId, 1)
  await redraw(tx, [syncId], { but: id })
}

export { OPEN_AT_ONCE }
