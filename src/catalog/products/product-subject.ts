import type { Product } from '#entities/catalog/product.ts'
import type { Choice } from '#entities/catalog/product-draft.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { Refusal } from '#src/errors.ts'
import { listChoices } from '../choices/choices.ts'
import { productKind } from '../kinds.ts'
import { writePrice } from '../money.ts'
import { writeSide } from '../scan/follow-posts.ts'
import { takeBackTrust } from '../stores/trust.ts'
import { conflictOf } from './followed.ts'
import { nameAtPrice, productCard, writeField, writeRival } from './product-card.ts'
import { productForm, readProductForm } from './product-form.ts'
import { loadProducts, type ProductView } from './product-view.ts'
import { isOutOfStock } from './stock.ts'

/** A product of the shop. */
export const productSubject = defineSubject<Product, ProductView>({
  kind: productKind,
  load: loadProducts,
  shopZone: ({ zone }) => zone,
  card: productCard,
  next: (view) => (conflictOf(view) ? 'the shop keeps its side until you decide.' : null),
  offers,
  tells: {
    steps: {
      follow: 'The post was edited on Instagram, and what changed there was taken over.',
      differ: 'The post and the shop both changed: a person was asked.',
      lapse: 'Instagram says nothing against the shop any more: the shop keeps what it says.',
      gone: ({ note }) => note ?? 'Its post was deleted on Instagram.',
      back: ({ note }) => note ?? 'Its post is on Instagram again.',
      compare: 'The price at another shop was noted.',
      undercut: 'Another shop asks less for it: a person was asked.',
    },
    fields: {
      name: { name: 'name' },
      description: { name: 'description' },
      price: { name: 'price', write: (price, { currency }) => writePrice(BigInt(price as string), currency) },
      compareAtPrice: {
        name: 'price before',
        write: (was, { currency }) => (was === null ? 'none' : writePrice(BigInt(was as string), currency)),
      },
      inventoryQuantity: { name: 'stock' },
      category: { name: 'category' },
      categories: { name: 'categories' },
      tags: { name: 'tags' },
      condition: { name: 'condition' },
      variants: { name: 'sizes and colours', write: (choices) => listChoices(choices as Choice[]) || 'none' },
    },
  },
  verbs: {
    keep: { label: 'Keep', past: 'kept', style: 'primary' },
    take: { label: 'Take', past: "took Instagram's side of" },
    match: { label: 'Match', past: "took the rival's price for", style: 'primary' },
    edit: { label: 'Edit', past: 'edited' },
    hide: { label: 'Hide', past: 'hid' },
    list: { label: 'Show', past: 'showed', style: 'primary' },
    sold: { label: 'Sold', past: 'marked {it} sold' },
    restock: { label: 'Restock', past: 'restocked', style: 'primary' },
    seen: { label: 'Leave it', past: 'saw' },
    right: { label: 'Right', past: 'found {it} right', style: 'primary' },
  },
  ask: (view, verb) => (verb === 'edit' ? productForm(view) : null),
  act: {
    edit,
    keep: ({ view }) => ({ set: settled(view), tell: `Kept: ${sideOf(view, 0)}.` }),
    take: ({ view }) => ({
      set: { ...writeSide(view, instagramSide(view)), ...reductionOf(view), ...settled(view) },
      edited: true,
      tell: `Taken: ${sideOf(view, 1)}.`,
    }),
    seen: ({ view }) => ({
      set: view.goneAt ? { goneAt: null, ...settled(view) } : { isUndercut: false },
      tell: `Left as it is: ${nameAtPrice(view)}.`,
    }),
    match,
    right: () => ({ set: { unchecked: false }, tell: 'Thank you. The next ones go on by themselves.' }),
    hide,
    list: ({ view }) => ({ tell: `In the shop: ${nameAtPrice(view)}.` }),
    sold: ({ view }) => ({
      set: { totalSold: view.totalSold + 1, inventoryQuantity: 0 },
      tell: `Sold: ${nameAtPrice(view)}.`,
    }),
    restock: ({ view }) => ({
      set: { inventoryQuantity: Math.max(1, view.inventoryQuantity) },
      tell: `Back in stock: ${nameAtPrice(view)}.`,
    }),
  },
  mayPress: ({ role, storeId }, view) => role === 'admin' || (role === 'seller' && storeId === view.storeId),
})

/** What a person sets right of a product that went in by itself: nothing goes in by itself any more. */
async function edit({ tx, view, answers }: Acting<ProductView>): Promise<Effect<Product>> {
  const set = {
    ...readProductForm(view, answers),
    ...settled(view),
    unchecked: false,
    isUndercut: false,
  }
  const tell = view.unchecked && (await takeBackTrust(tx, view.storeId)) ? `Saved. ${ASKED_AGAIN}` : 'Saved.'
  return { set, edited: true, tell }
}

async function hide({ tx, view }: Acting<ProductView>): Promise<Effect<Product>> {
  const isTakenBack = view.unchecked && (await takeBackTrust(tx, view.storeId))
  return {
    set: { goneAt: null, unchecked: false, isUndercut: false, ...settled(view) },
    tell: [`Hidden: ${nameAtPrice(view)}.`, ...(isTakenBack ? [ASKED_AGAIN] : [])].join(' '),
  }
}

function match({ view }: Acting<ProductView>): Effect<Product> {
  if (view.rivalPrice === null) throw new Refusal('Their price is not known now.')
  const tell = `${view.name} costs ${writePrice(view.rivalPrice, view.currency)} now.`
  return { set: { price: view.rivalPrice, isUndercut: false }, edited: true, tell }
}

const ASKED_AGAIN = 'You are asked about every product again; write auto approve to change that.'

function offers(view: ProductView): Offer[] {
  if (view.goneAt && view.state !== 'hidden') return [{ verb: 'hide' }, { verb: 'seen' }]
  if (view.conflict) {
    return [
      { verb: 'keep', label: `Keep ${sideOf(view, 0)}` },
      { verb: 'take', label: `Take ${sideOf(view, 1)}` },
      { verb: 'edit' },
    ]
  }
  if (view.unchecked) return [{ verb: 'right' }, { verb: 'edit' }, { verb: 'hide' }]
  if (view.isUndercut) {
    return [{ verb: 'match', label: `Match ${writeRival(view)}` }, { verb: 'edit' }, { verb: 'seen' }]
  }
  const states = {
    draft: ['list', 'edit', 'hide'],
    active: isOutOfStock(view) ? ['restock', 'edit', 'hide'] : ['edit', 'sold', 'hide'],
    hidden: ['list', 'edit', 'sold'],
    sold: ['restock', 'edit', 'hide'],
  }
  return states[view.state].map((verb) => ({ verb }))
}

function sideOf(view: ProductView, side: 0 | 1): string {
  const fields = Object.entries(view.conflict?.fields ?? {})
  return fields.map(([field, sides]) => writeField(view, field, sides[side])).join(', ')
}

function instagramSide({ conflict }: ProductView): { name?: string; price?: string } {
  return Object.fromEntries(Object.entries(conflict?.fields ?? {}).map(([field, [, there]]) => [field, there]))
}

/** Its new price comes with the one before it that the caption names, or with none. */
function reductionOf({ conflict }: ProductView): Partial<Product> {
  return conflict?.was === undefined ? {} : { compareAtPrice: conflict.was === null ? null : BigInt(conflict.was) }
}

/** Both sides agree again about what was in conflict: it is not asked a second time. */
function settled(view: ProductView): Partial<Product> {
  const { synced, conflict } = view
  return conflict
    ? { conflict: null, synced: synced && { ...synced, ...instagramSide(view), caption: conflict.caption } }
    : {}
}
