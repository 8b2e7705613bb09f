import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import { defineSubject, type Offer } from '#src/cards/subject.ts'
import { listChoices } from '../choices/choices.ts'
import { ABOVE, isSure, sureSql } from '../extract/is-sure.ts'
import { draftKind } from '../kinds.ts'
import { countParts, partDraft } from '../parts/part.ts'
import { draftNow } from './approve.ts'
import { approveDraft, dismissDraft, editDraft, joinDraft, priceDraft, rejectDraft, reopenDraft } from './draft-acts.ts'
import { draftCard, expiryOf } from './draft-card.ts'
import { editForm, priceForm, rejectForm } from './draft-forms.ts'
import { type DraftView, loadDrafts } from './draft-view.ts'
import { priceChips } from './usual-prices.ts'

/** A product read of a post, as people decide about it. */
export const draftSubject = defineSubject<ProductDraft, DraftView>({
  kind: draftKind,
  load: loadDrafts,
  shopZone: ({ zone }) => zone,
  card: draftCard,
  next: (view, app) =>
    view.state === 'pending' ? `it expires ${expiryOf(view, app.clock())} unless it is decided.` : null,
  offers,
  tells: {
    steps: {
      expire: ({ note }) => note ?? 'Nobody decided, and it ran out.',
      refresh: 'The post was edited, and read again.',
      reopen: 'Its post is shown on Instagram, so it waits again.',
      remind: 'It rang once more before it runs out.',
    },
    fields: { sellerEdits: { name: 'details', write: writeDetails } },
  },
  verbs: {
    approve: { label: 'Approve', past: 'approved' },
    publish: { label: 'Edit & approve', past: 'edited and approved' },
    edit: { label: 'Edit', past: 'edited' },
    price: { label: 'Price', past: 'priced' },
    join: { label: 'Restock', past: 'joined {it} to its product' },
    part: { label: 'Part', past: 'parted', style: 'primary' },
    reject: { label: 'Reject', past: 'rejected', style: 'danger' },
    dismiss: { label: 'Dismiss', past: 'put {it} aside' },
    reopen: { label: 'Open again', past: 'reopened' },
  },
  ask: (view, verb) => {
    if (verb === 'edit') return editForm(view, 'Save draft')
    if (verb === 'publish') return editForm(view, 'Save and approve')
    if (verb === 'reject') return rejectForm
    return verb === 'approve' && draftNow(view).price === null ? priceForm(view) : null
  },
  act: {
    approve: approveDraft,
    publish: approveDraft,
    edit: editDraft,
    price: priceDraft,
    join: joinDraft,
    part: partDraft,
    reject: rejectDraft,
    dismiss: dismissDraft,
    reopen: reopenDraft,
  },
  mayPress: ({ role, storeId }, view) => role === 'admin' || (role === 'seller' && storeId === view.storeId),
  batch: {
    ...{ plural: 'new products', verb: 'approve', clearName: ABOVE },
    approveLabel: (count) => `Approve ${count} ${ABOVE}`,
    // A seller's own cards hang with that seller alone, and a queue is for all.
    includes: ({ state, audience, dismissedAt }) => state === 'pending' && audience === null && dismissedAt === null,
    includesSql: `t.state = 'pending' and t.audience is null and t.dismissed_at is null`,
    ...{ isClear: isSure, clearSql: sureSql },
  },
})

function offers(view: DraftView): Offer[] {
  if (view.state === 'rejected' || view.state === 'expired')
    return [{ verb: 'reopen', quiet: view.state === 'rejected' }]
  if (view.state !== 'pending') return []
  const rest: Offer[] = [{ verb: 'reject' }, { verb: 'dismiss', quiet: view.dismissedAt !== null }]
  const parts = countParts(view)
  if (parts > 0) return [{ verb: 'part', label: `Part into ${parts}` }, ...asOne, ...rest]
  if (view.similar) return [...joins(view), ...rest]
  if (draftNow(view).price === null)
    return [...priceChips(view), { verb: 'approve', label: 'Type a price' }, { verb: 'edit' }, ...rest]
  const isClear = isSure(view)
  return isClear
    ? [{ verb: 'approve', first: true }, { verb: 'edit' }, { verb: 'publish', quiet: true }, ...rest]
    : [{ verb: 'publish', first: true }, { verb: 'approve' }, { verb: 'edit', quiet: true }, ...rest]
}

/** A post of several products that are sold as one thing. */
const asOne: Offer[] = [
  { verb: 'publish', label: 'Sell as one' },
  { verb: 'approve', quiet: true },
  { verb: 'edit', quiet: true },
]

/** The same picture as a product that is there already. */
function joins(view: DraftView): Offer[] {
  const isNewPrice = draftNow(view).price !== null && view.similar?.currency === view.extractedData.currency
  return [
    { verb: 'join', arg: 'stock', label: 'Restock', first: true },
    ...(isNewPrice ? [{ verb: 'join', arg: 'price', label: 'New price' }] : []),
    { verb: 'approve', label: 'New product' },
    { verb: 'edit', quiet: true },
  ]
}

/** What a person typed over what was read: `price 22.00, name Blue jacket`. */
function writeDetails(edits: unknown): string {
  const { variants, ...others } = (edits as ProductDraft['sellerEdits']) ?? {}
  const typed = Object.entries(others).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`,
  )
  const chosen = variants && (listChoices(variants) || 'no sizes or colours')
  return [...typed, ...(chosen ? [chosen] : [])].join(', ') || 'what was read'
}
