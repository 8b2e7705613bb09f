import type { EntityManager } from '@mikro-orm/postgresql'
import { type CheckedAddress, Order } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { Store } from '#entities/people/store.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { toDecimal, writeMoney } from '#src/money.ts'
import { FRESH } from '#src/web/answer.ts'
import { type Html, html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { writeAddress } from '../address/write-address.ts'
import { orderKind } from '../kinds.ts'
import { inOrder, totalOf } from '../write-items.ts'

type Purchase = { order: Order; sale: Sale; shop: string }

/** Opened as often as the customer likes, until it is over. */
export const checkoutLink: PublicLink = {
  async show(app, { subjectId }) {
    const page = subjectId ? await renderCheckout(app, subjectId) : null
    return page && { html: page, headers: FRESH }
  },
}

/** The page behind a cart link: what was ordered, what it costs, where it goes, and how to pay. */
async function renderCheckout(app: Needs<'em' | 'settings'>, orderId: string): Promise<Html | null> {
  const purchase = await loadPurchase(app.em.fork(), orderId, app.settings.STORE_NAME)
  if (!purchase) return null
  const { order, shop } = purchase
  const ref = writeRef(orderKind, order)
  return renderPublicPage({
    shop,
    title: `Order ${ref}`,
    body: html`<section aria-labelledby="title">
      <p class="eyebrow">Order ${ref}</p>
      <h1 id="title">${headlineOf(order)}</h1>
      ${renderItems(purchase)}
      ${order.address ? renderAddress(order.address) : ''}
      ${renderPayment(purchase, payUrl(app.settings.CHECKOUT_PAY_URL, purchase, ref))}
    </section>
    <p class="footer">Something is wrong? Reply to our e-mail and a person reads it.</p>`,
  })
}

async function loadPurchase(em: EntityManager, orderId: string, shop: string): Promise<Purchase | null> {
  const order = await em.findOne(Order, orderId)
  const sale = order && (await em.findOne(Sale, { igMediaId: order.igMediaId }))
  if (!sale) return null
  const store = await em.findOne(Store, sale.storeId)
  return { order, sale, shop: store?.name ?? shop }
}

function headlineOf({ state, paidAt }: Order): string {
  if (paidAt) return 'Paid. Thank you!'
  return state === 'not-valid' ? 'This order was closed' : 'Your order'
}

function renderAddress(address: CheckedAddress): Html {
  return html`<h2>Ships to</h2><address class="address" dir="auto">${writeAddress(address)}</address>`
}

function renderItems({ order, sale }: Purchase): Html {
  const { price, currency, unit } = sale
  const money = (minor: bigint) => (currency ? writeMoney(minor, currency) : '')
  const each = price !== null && currency ? `${money(price)} ${unit === 'pair' ? 'a pair' : 'each'}` : ''
  const total = totalOf(order.items, sale)
  return html`<table class="items">
    <caption class="hidden">What you ordered</caption>
    <thead class="hidden"><tr><th scope="col">Item</th><th scope="col">Price</th></tr></thead>
    <tbody>${inOrder(order.items, sale.colours).map(
      ([colour, count]) => html`<tr>
        <th scope="row"><bdi class="colour">${count} × ${colour}</bdi>${each ? html`<small>${each}</small>` : ''}</th>
        <td>${price === null ? '' : money(price * BigInt(count))}</td>
      </tr>`,
    )}</tbody>
    ${total === null ? '' : html`<tfoot><tr><th scope="row">Total</th><td>${money(total)}</td></tr></tfoot>`}
  </table>`
}

function renderPayment({ order, sale }: Purchase, url: string | null): Html {
  if (order.shippedAt) {
    const follow = order.tracking ? html` You can follow it: <bdi>${order.tracking}</bdi>` : ''
    return html`<p>It is on its way.${follow}</p>`
  }
  if (order.paidAt) return html`<p>We have your payment. We tell you when it is on its way.</p>`
  if (order.state === 'not-valid') return html`<p>Nothing will be charged.</p>`
  if (!url) return html`<p>We will send you payment details by e-mail.</p>`
  const total = totalOf(order.items, sale)
  const amount = total !== null && sale.currency ? ` ${writeMoney(total, sale.currency)}` : ''
  return html`<a class="button primary" href="${url}" rel="noreferrer">Pay${amount}</a>`
}

/** The shop's own pay page, told which order and how much. None without a price: nobody pays a guess. */
function payUrl(base: string | undefined, { order, sale }: Purchase, ref: string): string | null {
  const total = totalOf(order.items, sale)
  if (!base || total === null || !sale.currency) return null
  const url = new URL(base)
  url.searchParams.set('order', ref)
  url.searchParams.set('amount', toDecimal(total, sale.currency))
  url.searchParams.set('currency', sale.currency)
  return url.href
}
