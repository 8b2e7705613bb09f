import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { type Html, html } from '#src/web/html.ts'
import type { Page } from '#src/web/page.ts'
import { readPromise } from './history/promise.ts'
import { trackedKind } from './kinds.ts'
import { nameOf, writePrice } from './names.ts'
import { listSites } from './sites/sites.ts'

/** Prices at a glance: what is watched, what was told, how the shops answer. */
export const pricePages: Page[] = [
  {
    path: '/prices',
    title: 'Prices',
    isInMenu: true,
    roles: [],
    kinds: ['tracked', 'watch'],
    draw: (app, { member, call }) => draw(app, member.zone, call.query.q ?? ''),
  },
]

async function draw(app: App, zone: string, words: string): Promise<Html> {
  const em = app.em.fork()
  const like = `%${words.trim().replace(/[\\%_]/g, '\\$&')}%`
  const where = words
    ? { $or: [{ productName: { $ilike: like } }, { url: { $ilike: like } }] }
    : { state: { $ne: 'resting' as const } }
  const products = await em.find(TrackedProduct, where, { orderBy: { number: 'desc' }, limit: 100 })
  const sites = await listSites(app)
  return html`<form method="get" role="search"><label>Search
<input name="q" value="${words}" placeholder="name or address"></label> <button>Search</button></form>
<p>${await readPromise(em, app.clock())} <a href="/subscriptions">Subscriptions</a></p>
<div class="wide"><table class="grid"><thead><tr><th>Product</th><th>Price</th><th>Last seen</th></tr></thead><tbody>
${products.map((product) => drawRow(product, zone, app.clock()))}</tbody></table></div>
<section class="panel" aria-label="Shops"><h2>Shops</h2><ul>
${sites.map(({ words: said }) => html`<li>${said}</li>`)}</ul></section>`
}

function drawRow(product: TrackedProduct, zone: string, now: Date): Html {
  const ref = writeRef(trackedKind, product)
  return html`<tr><td><a href="/tracked-products/${ref}">${ref}</a> ${nameOf(product)}</td>
<td>${writePrice(product.price, product.currency)}
${product.availability === 'out_of_stock' ? '· out of stock' : ''}</td>
<td>${product.seenAt ? writeWhen(product.seenAt, zone, now) : 'not yet'}</td></tr>`
}
