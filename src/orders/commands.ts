import type { FilterQuery } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Order, type OrderState, orderFlow } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Alias, Asked, Command, Reply } from '#src/cards/command.ts'
import { readRef, writeRef } from '#src/cards/ref.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { orderCard } from './card/order-card.ts'
import { loadOrders } from './card/order-view.ts'
import { saleKind } from './kinds.ts'
import { EVERY_STORE, findToPack } from './packing/packing-list.ts'
import { addSale } from './sales/add-sale.ts'
import { describeSale, saleSubject, writeStock } from './sales/sale-subject.ts'
import type { SaleView } from './sales/sale-view.ts'
import { orderStates, saleStates, standingOf } from './states.ts'

const shared = { roles: ['seller'], pipeline: 'orders' } satisfies Partial<Command>
/** The id of no store: a seller without one sees nothing. */
const NO_STORE = '00000000-0000-0000-0000-000000000000'
const MOST_LISTED = 20

/** What one can type about orders. */
export const orderCommands: (Command | Alias)[] = [
  {
    ...shared,
    name: 'sale add',
    usage: '<url of the post>',
    example: 'sale add https://www.instagram.com/p/28yy9oRb9O/',
    help: 'take orders from the comments of a post',
    run: add,
  },
  {
    ...shared,
    name: 'sale close',
    usage: '<ref>',
    example: 'sale close S-3',
    help: 'take no more orders from a post',
    verb: 'close',
  },
  { ...shared, name: 'sales', help: 'the sale posts', run: listSales },
  {
    ...shared,
    name: 'orders',
    usage: '[state]',
    example: 'orders awaiting',
    help: 'the newest orders, also of one state',
    run: listOrders,
  },
  {
    ...shared,
    name: 'orders paid',
    usage: 'csv',
    example: 'orders paid csv',
    help: 'what is paid and to be packed, as a list to download',
    run: listToPack,
  },
  { ...shared, name: 'stock', usage: '<sale>', example: 'stock S-3', help: 'what is left of a sale', run: tellStock },
]

async function add({ app, member, by, rest }: Asked): Promise<Reply> {
  if (!rest) throw new Refusal('Which post? Write: sale add https://www.instagram.com/p/...')
  const actor = { personId: member.id, name: member.name, via: by.via }
  const sale = await addSale(app, { url: rest, by: actor, storeId: member.role === 'seller' ? member.storeId : null })
  return { text: `${writeRef(saleKind, sale)}: I look the post up and show you what I read.` }
}

async function listSales({ app, member }: Asked): Promise<Reply> {
  const where = member.role === 'seller' ? { storeId: member.storeId ?? NO_STORE } : { id: { $ne: null } }
  const sales = await app.em.fork().find(Sale, where, { orderBy: { number: 'desc' }, limit: MOST_LISTED })
  if (sales.length === 0) return { text: 'No sale yet. Write: sale add https://www.instagram.com/p/...' }
  const lines = sales.map(
    (sale) => `${writeRef(saleKind, sale)} ${saleStates[sale.state]} · ${describeSale(sale).join(' · ')}`,
  )
  return { text: lines.join('\n') }
}

async function listOrders({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const mine = await findMine(em, member.role === 'seller' ? (member.storeId ?? NO_STORE) : null, readWhich(rest))
  if (mine.length === 0) return { text: 'No orders.' }
  const views = await loadOrders(em, mine)
  const lines = views
    .sort((a, b) => b.number - a.number)
    .map((view) => `${orderCard(view, app).title} · ${standingOf(view)}`)
  return { text: lines.join('\n') }
}

const OPEN_MS = 60 * 60_000

/** The list holds addresses: its link is told to who asked alone, and is over after an hour. */
async function listToPack({ app, member }: Asked): Promise<Reply> {
  const storeId = member.role === 'seller' ? (member.storeId ?? NO_STORE) : null
  const { length } = await findToPack(app.em.fork(), storeId)
  if (length === 0) return { text: 'Nothing is paid and waits to be shipped.' }
  const token = await inTransaction(app, (tx) => {
    const expiresAt = new Date(tx.at.getTime() + OPEN_MS)
    return mintLink(tx, { purpose: 'packing', subjectId: storeId ?? EVERY_STORE, expiresAt })
  })
  const what = writeCount(length, 'paid order')
  return { text: `${what} to pack. The list, for an hour: ${writeLink(app.publicUrl, token)}`, isPrivate: true }
}

async function tellStock({ app, member, rest }: Asked): Promise<Reply> {
  const [named = '', ...more] = rest.split(/\s+/)
  const ref = readRef(named)
  const em = app.em.fork()
  const sale = ref?.prefix === saleKind.prefix ? await em.findOne(Sale, { number: ref.number }) : null
  const [view] = sale ? ((await saleSubject.load(em.fork(), [sale.id])) as SaleView[]) : []
  if (!view || !saleSubject.mayPress(member, view, 'show')) throw new Refusal('Which sale? Write: stock S-3')
  if (more.length > 0)
    throw new Refusal(`To count them anew, write: count ${writeRef(saleKind, view)} ${more.join(' ')}`)
  return { text: `${writeRef(saleKind, view)}: ${writeStock(view)}.` }
}

async function findMine(em: EntityManager, storeId: string | null, which: FilterQuery<Order>): Promise<string[]> {
  const medias =
    storeId !== null ? (await em.find(Sale, { storeId })).flatMap(({ igMediaId }) => igMediaId ?? []) : null
  const where = { $and: [which, ...(medias ? [{ igMediaId: { $in: medias } }] : [])] }
  const orders = await em.find(Order, where, { orderBy: { number: 'desc' }, limit: MOST_LISTED, fields: ['id'] })
  return orders.map(({ id }) => id)
}

/** `unpaid`, a word of a state; without one, all that are not closed. */
function readWhich(rest: string): FilterQuery<Order> {
  if (/^(?:unpaid|not paid)$/i.test(rest)) return { state: 'shopping-cart-link-sent', paidAt: null }
  const open = (Object.keys(orderFlow) as OrderState[]).filter((state) => state !== 'not-valid')
  return { state: { $in: rest ? matchingStates(rest) : open } }
}

function matchingStates(text: string): OrderState[] {
  const asked = text.toLowerCase()
  const states = (Object.keys(orderFlow) as OrderState[]).filter(
    (state) => state.includes(asked) || orderStates[state].toLowerCase().includes(asked),
  )
  if (states.length === 0)
    throw new Refusal(`No order stands there. There are: ${Object.values(orderStates).join(', ')}, Unpaid.`)
  return states
}
