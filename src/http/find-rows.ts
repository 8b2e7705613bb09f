import type { FilterQuery } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Booking, type BookingState } from '#entities/bookings/booking.ts'
import { Order, type OrderState } from '#entities/orders/order.ts'
import { Sale, type SaleState } from '#entities/orders/sale.ts'
import { Delivery, type DeliveryState } from '#entities/outbox/delivery.ts'
import { Person } from '#entities/people/person.ts'
import { readRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { orderKind, saleKind } from '#src/orders/kinds.ts'
import { offsetOf, type Paging } from './paging.ts'

type OrderFilter = { state?: OrderState; sale?: string; email?: string; text?: string }

type Rows = { ids: string[]; total: number }
const newest = { orderBy: { number: 'desc' as const } }

/** A seller sees the sales of their own store, and without a store none. */
function storeOf(member: Member): { storeId?: string } {
  return member.role === 'admin' ? {} : { storeId: member.storeId ?? NO_STORE }
}
const NO_STORE = '00000000-0000-0000-0000-000000000000'

/** The orders a member may see, newest first. */
export async function findOrders(
  em: EntityManager,
  member: Member,
  filter: OrderFilter,
  paging: Paging,
): Promise<Rows> {
  const where: FilterQuery<Order>[] = []
  if (filter.state) where.push({ state: filter.state })
  if (filter.email) where.push({ email: filter.email.toLowerCase() })
  if (filter.text) where.push(matching(filter.text))
  if (filter.sale || member.role !== 'admin') {
    const medias = await em.find(Sale, { ...storeOf(member), ...(filter.sale && { number: saleNumber(filter.sale) }) })
    where.push({ igMediaId: { $in: medias.flatMap(({ igMediaId }) => igMediaId ?? []) } })
  }
  const [rows, total] = await em.findAndCount(
    Order,
    { $and: where },
    { ...newest, ...offsetOf(paging), fields: ['id'] },
  )
  return { ids: rows.map(({ id }) => id), total }
}

export async function findSales(
  em: EntityManager,
  member: Member,
  { state }: { state?: SaleState },
  paging: Paging,
): Promise<Rows> {
  const where = { ...storeOf(member), ...(state && { state }) }
  const [rows, total] = await em.findAndCount(Sale, where, { ...newest, ...offsetOf(paging), fields: ['id'] })
  return { ids: rows.map(({ id }) => id), total }
}

export async function findBookings(
  em: EntityManager,
  { state }: { state?: BookingState },
  paging: Paging,
): Promise<Rows> {
  const where = state ? { state } : {}
  const [rows, total] = await em.findAndCount(Booking, where, { ...newest, ...offsetOf(paging), fields: ['id'] })
  return { ids: rows.map(({ id }) => id), total }
}

export async function findDeliveries(
  em: EntityManager,
  { state }: { state?: DeliveryState },
  paging: Paging,
): Promise<Rows> {
  const where = state ? { state } : {}
  const [rows, total] = await em.findAndCount(Delivery, where, { ...newest, ...offsetOf(paging), fields: ['id'] })
  return { ids: rows.map(({ id }) => id), total }
}

/** Everyone: whoever asks to be let in first, then who works here. */
export async function findPeople(em: EntityManager, paging: Paging): Promise<Rows> {
  const { limit, offset } = offsetOf(paging)
  const rows = await sql<{ id: string }>(
    em,
    `select id from people order by state = 'asking' desc, state = 'member' desc, number limit $1 offset $2`,
    [limit, offset],
  )
  return { ids: rows.map(({ id }) => id), total: await em.count(Person) }
}

/** By ref, `@name`, or the beginning of a name or an e-mail. */
function matching(text: string): FilterQuery<Order> {
  const ref = readRef(text)
  if (ref?.prefix === orderKind.prefix) return { number: ref.number }
  const words = text.trim().toLowerCase().slice(0, 200)
  const begins = `${words.replace(/^@/, '').replace(/[\\%_]/g, '\\$&')}%`
  if (words.startsWith('@')) return { username: { $like: begins } }
  return { $or: [{ username: { $like: begins } }, { email: { $like: begins } }] }
}

/** Number 0 is nobody's: a ref that cannot be read finds nothing. */
function saleNumber(text: string): number {
  const ref = readRef(text)
  return ref?.prefix === saleKind.prefix ? ref.number : 0
}
