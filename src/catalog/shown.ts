import { z } from 'zod'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Html, html, panel } from '#src/web/html.ts'
import { defineShown } from '#src/web/shown.ts'
import type { DraftView } from './drafts/draft-view.ts'
import { countDrafts, type DraftFilter, findDrafts, SHOW, SHOWN } from './drafts/find-drafts.ts'
import { productKind } from './kinds.ts'
import { countProducts, findProducts, type ProductFilter } from './products/find-products.ts'
import type { ProductView } from './products/product-view.ts'
import { draftShape, productShape } from './shapes.ts'
import { writeDraft, writeProduct } from './write.ts'

const keys = { roles: ['admin' as const, 'seller' as const] }
const search = (placeholder: string) =>
  z.string().max(200).optional().describe('Words of the name or the caption').meta({ title: 'Search', placeholder })

const show = z.enum(SHOW).optional().describe('high, low or expiring').meta({ title: 'Which', choices: SHOWN })

export const draftShown = defineShown<DraftView, DraftFilter>({
  ...{ path: 'drafts', title: 'Drafts', one: 'draft', roles: ['seller'] },
  states: { pending: 'To approve', approved: 'Approved', rejected: 'Rejected', expired: 'Ran out', parted: 'Parted' },
  filters: z.object({ q: search('jacket'), show }),
  list: findDrafts,
  count: countDrafts,
  parts: async (_: App, view) => drawPictures(view.pictures),
  api: { ...keys, shape: draftShape, write: writeDraft, patch: 'edit' },
})

export const productShown = defineShown<ProductView, ProductFilter>({
  ...{ path: 'products', title: 'Products', one: 'product', roles: ['seller'] },
  states: { draft: 'Not published', active: 'In the shop', hidden: 'Hidden', sold: 'Sold' },
  filters: z.object({ q: search('jacket') }),
  list: findProducts,
  count: countProducts,
  parts: async (_: App, view) => {
    const link = html`<a href="/products?q=${view.name}">More like ${writeRef(productKind, view)}</a>`
    return html`${drawPictures(view.pictures)}<p>${link}</p>`
  },
  api: { ...keys, shape: productShape, write: writeProduct, patch: 'edit' },
})

function drawPictures(pictures: string[]): Html {
  // One picture stands on the card.
  if (pictures.length < 2) return html``
  const drawn = pictures.map(
    (hash, at) => html`<img src="/product-pictures/${hash}.jpg" alt="Picture ${at + 1}" width="240" loading="lazy">`,
  )
  return panel('Pictures', html`<p class="pictures">${drawn}</p>`)
}
