import type { FilterQuery } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Order, type OrderState } from '#entities/orders/order.ts'
import { Sale, type SaleState } from '#entities/orders/sale.ts'
import { readRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import { escapeLike, sql } from '#src/database/sql.ts'
import { listRows } from '#src/web/list-rows.ts'
import { ownStore } from '#src/web/own-store.ts'
import type { Paging } from '#src/web/paging.ts'
import type { Rows } from '#src/web/shown.ts'
import { orderKind, saleKind } from './kinds.ts'

export type OrderFilter = { state?: OrderState; sale?: string; email?: string; q?: string }

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
  if (filter.q) where.push(matching(filter.q))
  if (filter.sale || member.role !== 'admin') {
    const medias = await em.find(Sale, { ...ownStore(member), ...(filter.sale && { number: saleNumber(filter.sale) }) })
    where.push({ igMediaId: { $in: medias.flatMap(({ igMediaId }) => igMediaId ?? []) } })
  }
  return listRows(em, Order, { $and: where }, paging)
}

export function findSales(
  em: EntityManager,
  member: Member,
  { state }: { state?: SaleState },
  paging: Paging,
): Promise<Rows> {
  return listRows(em, Sale, { ...ownStore(member), ...(state && { state }) }, paging)
}

/** How many of a member's orders stand where. */
export async function countOrders(em: EntityManager, { role, storeId }: Member): Promise<Record<string, number>> {
  const ofStore = 'join sales s on s.ig_media_id = o.ig_media_id where s.store_id = $1'
  const rows = await sql<{ state: string; n: number }>(
    em,
    `select o.state, count(*)::int as n from orders o ${role === 'admin' ? '' : ofStore} group by o.state`,
    role === 'admin' ? [] : [storeId],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

/** By ref, `@name`, or the beginning of a name or an e-mail. */
function matching(text: string): FilterQuery<Order> {
  const ref = readRef(text)
  if (ref?.prefix === orderKind.prefix) return { number: ref.number }
  const words = text.trim().toLowerCase().slice(0, 200)
  const begins = `${escapeLike(words.replace(/^@/, ''))}%`
  if (words.startsWith('@')) return { username: { $like: begins } }
  return { $or: [{ username: { $like: begins } }, { email: { $like: begins } }] }
}

/** Number 0 is nobody's: a ref that cannot be read finds nothing. */
function saleNumber(text: string): number {
  const ref = readRef(text)
  return ref?.prefix === saleKind.prefix ? ref.number : 0
}
