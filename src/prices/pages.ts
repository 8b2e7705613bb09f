import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { escapeLike } from '#src/database/sql.ts'
import { type Html, html, panel } from '#src/web/html.ts'
import type { Page } from '#src/web/page.ts'
import { readPromise } from './alerts/promise.ts'
import { trackedKind } from './kinds.ts'
import { nameOf, writeNow } from './names.ts'
import { listSites } from './sites/sites.ts'

const MOST_SHOWN = 100

/** Prices at a glance: what is watched, what was told, how the shops answer. */
export const pricePages: Page[] = [
  {
    path: '/prices',
    title: 'Prices',
    isInMenu: true,
    roles: ['admin'],
    kinds: ['tracked', 'watch'],
    draw: (app, { member, call }) => draw(app, member.zone, call.query.q ?? ''),
  },
]

async function draw(app: App, zone: string, words: string): Promise<Html> {
  const em = app.em.fork()
  const like = `%${escapeLike(words)}%`
  const where = words
    ? { $or: [{ productName: { $ilike: like } }, { url: { $ilike: like } }] }
    : { state: { $ne: 'resting' as const } }
  const [products, count] = await em.findAndCount(TrackedProduct, where, {
    orderBy: { number: 'desc' },
    limit: MOST_SHOWN,
  })
  const sites = await listSites(app)
  const nothing = words ? `Nothing here is called "${words}".` : 'Nothing is watched yet. Write in chat: track <link>'
  return html`<form class="filter" method="get" role="search"><div><label for="q">Search</label>
<input id="q" name="q" type="search" value="${words}" placeholder="name or address"></div>
<button class="primary">Show</button></form>
<p>${await readPromise(em, app.clock())} <a href="/subscriptions">Subscriptions</a></p>
${products.length > 0 ? drawTable(products, zone, app.clock()) : html`<p>${nothing}</p>`}
${count > MOST_SHOWN ? html`<p>These are the newest ${MOST_SHOWN} of ${count}. Search for the others.</p>` : ''}
${panel('Shops', html`<ul>${sites.map(({ words: said }) => html`<li>${said}</li>`)}</ul>`)}`
}

function drawTable(products: TrackedProduct[], zone: string, now: Date): Html {
  return html`<div class="wide"><table class="grid narrow">
<thead><tr><th>Product</th><th>Price</th><th>Last seen</th></tr></thead>
<tbody>${products.map((product) => drawRow(product, zone, now))}</tbody></table></div>`
}

function drawRow(product: TrackedProduct, zone: string, now: Date): Html {
  const ref = writeRef(trackedKind, product)
  return html`<tr><td><a href="/tracked-products/${ref}">${ref}</a> ${nameOf(product)}${drawTrouble(product)}</td>
<td>${writeNow(product)}</td>
<td>${product.seenAt ? writeWhen(product.seenAt, zone, now) : 'not yet'}</td></tr>`
}

/** What keeps its price from being seen or believed; with the name, which a phone shows whole. */
function drawTrouble({ state, lastError }: TrackedProduct): Html | '' {
  if (state === 'doubtful') return html`<br><strong>Price to check</strong>`
  return lastError ? html`<br>Trouble: ${lastError}` : ''
}
