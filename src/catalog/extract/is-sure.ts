import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftNow, whyNotApproved } from '../drafts/approve.ts'
import { UNTITLED } from './merge.ts'
import { SURE_ABOVE } from './sure-above.ts'

/**
 * Nothing about it needs a look: named, one price (of a range the draft holds the lowest), one product, everything
 * understood, and both readers sure.
 */
export function isSure(draft: ProductDraft): boolean {
  const { reading, sellerEdits } = draft
  const { name, confidence } = draftNow(draft)
  const isNamed = reading.condition !== 'unclear' || sellerEdits?.condition !== undefined
  const isClear = reading.products.length === 0 && reading.notUnderstood.length === 0 && !draft.similarTo && isNamed
  const isOnePrice = reading.high === null || sellerEdits?.price !== undefined
  return isClear && isOnePrice && confidence > SURE_ABOVE && name !== UNTITLED && whyNotApproved(draft) === null
}

/** `28 above 80 %` */
export const ABOVE = `above ${SURE_ABOVE * 100} %`

/** The same over the columns of its table. */
export const sureSql = `t.similar_to is null and (t.extracted_data ->> 'confidence')::float > ${SURE_ABOVE}
  and coalesce(t.seller_edits ->> 'name', t.extracted_data ->> 'name') <> '${UNTITLED}'
  and coalesce(t.seller_edits ->> 'price', t.extracted_data ->> 'price')::numeric > 0
  and (t.reading ->> 'condition' is distinct from 'unclear' or t.seller_edits ->> 'condition' is not null)
  and (t.reading ->> 'high' is null or t.seller_edits ->> 'price' is not null)
  and jsonb_array_length(t.reading -> 'products') = 0 and jsonb_array_length(t.reading -> 'notUnderstood') = 0`
