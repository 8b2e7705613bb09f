import { html } from 'hono/html'
import { bookingFlow } from '#entities/bookings/booking.ts'
import { orderFlow } from '#entities/orders/order.ts'
import { saleFlow } from '#entities/orders/sale.ts'
import { deliveryFlow } from '#entities/outbox/delivery.ts'
import type { Needs } from '#src/app.ts'
import type { Html } from '#src/cards/render-html.ts'
import type { Member } from '#src/cards/subject.ts'
import { subjectNamed } from '#src/desk/subjects.ts'
import { findBookings, findDeliveries, findOrders, findSales } from '../find-rows.ts'
import type { Page } from './frame.ts'
import { loadInOrder, readPage, renderPages, renderRows, writeState } from './rows.ts'

type ListApp = Needs<'em' | 'clock' | 'settings' | 'publicUrl'>
type Query = Record<string, string>

const LIMIT = 50

export async function drawOrders(app: ListApp, member: Member, query: Query): Promise<Page> {
  const { q = '', sale = '' } = query
  const state = stateIn(orderFlow, query.state)
  const filter = { ...(state && { state }), ...(q && { text: q }), ...(sale && { sale }) }
  const search = html`<form class="filter" method="get" action="/orders" role="search">
    <div><label for="q">Search</label><input id="q" name="q" type="search" value="${q}" placeholder="O-142, @name or e-mail" autocomplete="off"></div>
    <div><label for="state">State</label>${renderStates(orderFlow, state)}</div>
    ${sale ? html`<input type="hidden" name="sale" value="${sale}">` : ''}
    <button class="primary">Show</button>
  </form>`
  const title = sale ? `Orders of ${sale}` : 'Orders'
  return drawList(app, { title, area: '/orders', kind: 'order', query, search }, (em, paging) =>
    findOrders(em, member, filter, paging),
  )
}

export async function drawSales(app: ListApp, member: Member, query: Query): Promise<Page> {
  const state = stateIn(saleFlow, query.state)
  const search = renderFilter('/sales', renderStates(saleFlow, state))
  return drawList(app, { title: 'Sales', area: '/sales', kind: 'sale', query, search }, (em, paging) =>
    findSales(em, member, state ? { state } : {}, paging),
  )
}

export async function drawBookings(app: ListApp, query: Query): Promise<Page> {
  const state = stateIn(bookingFlow, query.state)
  const search = renderFilter('/bookings', renderStates(bookingFlow, state))
  return drawList(app, { title: 'Bookings', area: '/bookings', kind: 'booking', query, search }, (em, paging) =>
    findBookings(em, state ? { state } : {}, paging),
  )
}

export async function drawDeliveries(app: ListApp, query: Query): Promise<Page> {
  const state = stateIn(deliveryFlow, query.state)
  const search = renderFilter('/deliveries', renderStates(deliveryFlow, state))
  return drawList(app, { title: 'Deliveries', area: '/deliveries', kind: 'delivery', query, search }, (em, paging) =>
    findDeliveries(em, state ? { state } : {}, paging),
  )
}

type List = { title: string; area: string; kind: string; query: Query; search: Html }
type Find = (em: ListApp['em'], paging: { page: number; limit: number }) => Promise<{ ids: string[]; total: number }>

async function drawList(app: ListApp, { title, area, kind, query, search }: List, find: Find): Promise<Page> {
  const em = app.em.fork() as ListApp['em']
  const paging = { page: readPage(query.page), limit: LIMIT }
  const { ids, total } = await find(em, paging)
  const subject = subjectNamed(kind)
  const rows = await loadInOrder(subject, () => subject.load(em, ids), ids)
  const kept = Object.fromEntries(Object.entries(query).filter(([name]) => ['q', 'state', 'sale'].includes(name)))
  return {
    title,
    area,
    kinds: [kind],
    body: html`<h1>${title} <small>${total}</small></h1>${search}
      ${renderRows(app, rows, 'Nothing here.')}${renderPages(area, kept, total, paging)}`,
  }
}

function renderFilter(path: string, states: Html): Html {
  return html`<form class="filter" method="get" action="${path}">
    <div><label for="state">State</label>${states}</div><button class="primary">Show</button>
  </form>`
}

function renderStates(flow: object, chosen: string | undefined): Html {
  return html`<select id="state" name="state"><option value="">All</option>${Object.keys(flow).map(
    (state) => html`<option value="${state}" ${state === chosen ? html`selected` : ''}>${writeState(state)}</option>`,
  )}</select>`
}

function stateIn<Flow extends object>(flow: Flow, text: string | undefined): (keyof Flow & string) | undefined {
  return text !== undefined && Object.hasOwn(flow, text) ? (text as keyof Flow & string) : undefined
}
