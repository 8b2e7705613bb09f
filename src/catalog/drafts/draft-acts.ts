import { Product } from '#entities/catalog/product.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import { Refusal } from '#src/errors.ts'
import { fromDecimal, toDecimal } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { productKind } from '../kinds.ts'
import { writePrice } from '../money.ts'
import { isOutOfStock } from '../products/stock.ts'
import { countImported, draftNow, makeProducts } from './approve.ts'
import { DRAFT_DAYS } from './draft-days.ts'
import { orNone, readEdits } from './draft-forms.ts'
import type { DraftView } from './draft-view.ts'
import { openAgain } from './open-again.ts'
import { hangNext } from './review.ts'

type DraftEffect = Effect<ProductDraft>

/** Approve, with the price typed where there was none. */
export async function approveDraft(acting: Acting<DraftView>): Promise<DraftEffect> {
  return sell(acting, readEdits(acting.view, acting.answers))
}

export function editDraft({ view, answers }: Acting<DraftView>): DraftEffect {
  return {
    set: { sellerEdits: orNone(readEdits(view, answers)) },
    edited: true,
    tell: 'Saved. It still waits for Approve.',
  }
}

/** A price by one tap: what others of its kind usually cost. */
export function priceDraft({ view, arg }: Acting<DraftView>): DraftEffect {
  const chosen = view.usual.find((price) => price.toString() === arg)
  if (chosen === undefined) throw new Refusal('That price is no longer offered.')
  const { currency } = view.extractedData
  const sellerEdits = { ...view.sellerEdits, price: toDecimal(chosen, currency) }
  return { set: { sellerEdits }, edited: true, tell: `${writePrice(chosen, currency)} it is. Approve it now.` }
}

export async function rejectDraft({ tx, view, answers }: Acting<DraftView>): Promise<DraftEffect> {
  const reason = [answers.reason, answers.note?.trim()].filter(Boolean).join(': ')
  await hangNext(tx, view)
  return { set: { rejectedAt: tx.at, rejectionReason: reason || 'Other' }, tell: 'Rejected. A new scan leaves it out.' }
}

export async function dismissDraft({ tx, view }: Acting<DraftView>): Promise<DraftEffect> {
  await hangNext(tx, view)
  return { set: { dismissedAt: tx.at }, tell: 'Put aside. It stays under drafts until it expires.' }
}

export function reopenDraft({ tx }: Acting<DraftView>): DraftEffect {
  return { set: openAgain(tx.at), tell: `It waits again, for ${DRAFT_DAYS} days.` }
}

async function sell(
  { tx, view, by }: Acting<DraftView>,
  sellerEdits: ReturnType<typeof readEdits>,
): Promise<DraftEffect> {
  const draft = { ...view, sellerEdits }
  const product = (await makeProducts(tx, [draft])).get(view.id)
  await countImported(tx, [draft])
  await hangNext(tx, view)
  if (!product) throw new Error(`no product was made of ${view.id}`)
  const isEdited = JSON.stringify(sellerEdits) !== JSON.stringify(view.sellerEdits ?? {})
  const where = product.state === 'active' ? 'in the shop' : 'kept as a draft of the shop'
  return {
    set: {
      approvedAt: tx.at,
      productId: product.id,
      sellerEdits: orNone(sellerEdits),
    },
    ...(isEdited && { edited: true }),
    note: `by ${by.name}`,
    tell: `${writeRef(productKind, product)} ${product.name} is ${where}.`,
  }
}

/** The same picture again: the product it shows is back, at this price where it is another one. */
export async function joinDraft({ tx, view, by, arg }: Acting<DraftView>): Promise<DraftEffect> {
  if (!view.similarTo) throw new Refusal('It is like no other product.')
  const product = await tx.em.findOne(Product, { id: view.similarTo }, { refresh: true })
  if (!product) throw new Refusal('That product is gone.')
  const { price, currency } = draftNow(view)
  const isNewPrice = arg === 'price' && price !== null && currency === product.currency
  const isSold = product.state === 'sold' || (product.state === 'active' && isOutOfStock(product))
  const set = {
    ...(isNewPrice && { price: fromDecimal(price, currency) }),
    ...((isSold || !isNewPrice) && { inventoryQuantity: product.inventoryQuantity + 1 }),
  }
  const verb = isSold ? 'restock' : 'edit'
  await move(tx, productKind, [product], verb, by, { set: () => set, edited: true })
  await hangNext(tx, view)
  const back = 'is back in stock'
  const costs = isNewPrice && `costs ${writePrice(fromDecimal(price, currency), currency)} now`
  const what = costs ? [costs, isSold && back].filter(Boolean).join(', and ') : back
  return { set: { approvedAt: tx.at, productId: product.id }, tell: `${product.name} ${what}.` }
}
