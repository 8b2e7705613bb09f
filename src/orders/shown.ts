import { z } from 'zod'
import { OrderMail } from '#entities/orders/order-mail.ts'
import type { App } from '#src/app.ts'
import { tame } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { type Html, html, panel } from '#src/web/html.ts'
import { defineShown } from '#src/web/shown.ts'
import type { OrderView } from './card/order-view.ts'
import { countOrders, findOrders, findSales, type OrderFilter } from './find-orders.ts'
import { saleKind } from './kinds.ts'
import type { SaleView } from './sales/sale-view.ts'
import { orderShape, saleShape } from './shapes.ts'
import { orderStates, standingOf } from './states.ts'
import { writeOrder, writeSale } from './write.ts'

const keys = { roles: ['admin' as const, 'seller' as const] }

export const orderShown = defineShown<OrderView, OrderFilter>({
  path: 'orders',
  title: 'Orders',
  one: 'order',
  roles: ['seller'],
  states: orderStates,
  standing: standingOf,
  filters: z.object({
    q: z.string().max(200).optional().describe('A ref, @name, or the beginning of a name or an e-mail').meta({
      title: 'Search',
      placeholder: 'O-142, @name or e-mail',
    }),
    sale: z.string().max(20).optional().describe('A sale, such as S-3'),
    email: z.string().max(320).optional(),
  }),
  list: findOrders,
  count: countOrders,
  parts: drawMails,
  api: { ...keys, shape: orderShape, write: writeOrder, patch: 'edit' },
})

/** The sale posts. */
export const saleShown = defineShown<SaleView>({
  path: 'sales',
  title: 'Sales',
  one: 'sale',
  roles: ['seller'],
  states: { looking: 'Looking it up', missing: 'Not found', proposed: 'To confirm' },
  list: findSales,
  parts: async (_, view) =>
    html`<p><a class="button" href="/orders?sale=${writeRef(saleKind, view)}">Orders of this sale</a></p>`,
  api: { ...keys, shape: saleShape, write: writeSale, patch: 'edit' },
})

async function drawMails({ em, clock }: App, view: OrderView, { zone }: Member): Promise<Html> {
  const mails = await em.fork().find(OrderMail, { orderId: view.id }, { orderBy: { at: 'asc' } })
  if (mails.length === 0) return html``
  return panel('Mails', html`${mails.map((mail) => renderMail(mail, zone, clock()))}`)
}

function renderMail({ direction, subject, text, at }: OrderMail, zone: string, now: Date): Html {
  return html`<article class="mail">
    <p class="soft">${direction === 'in' ? 'From the customer' : 'To the customer'}, ${writeWhen(at, zone, now)}</p>
    <strong dir="auto">${tame(subject)}</strong>
    <pre dir="auto">${tame(text)}</pre>
  </article>`
}
