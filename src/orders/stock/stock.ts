import type { EntityManager } from '@mikro-orm/postgresql'
import { step } from '#entities/actor.ts'
import type { Items, Order, OrderState } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { redrawHung, redrawQueue } from '#src/moves/raise-cards.ts'
import { orderKind, saleKind } from '../kinds.ts'

/** What is left of each colour; null where nobody counts. */
export type Left = Items | null

type Wanting = Pick<Order, 'id' | 'igMediaId' | 'items'>
type Freeing = Pick<Order, 'igMediaId' | 'items'>

/** An approved order has taken its items; a closed one has given them back. Never stored: counted. */
const TAKING: OrderState[] = ['details-validated', 'awaiting-address-reply', 'shopping-cart-link-sent']

/** What is left on these posts, by media id. `without`: an order that is left out of the count. */
export async function loadLeft(em: EntityManager, medias: string[], without?: string): Promise<Map<string, Items>> {
  const rows = await sql<{ media: string; colour: string; left: number }>(
    em,
    `select s.ig_media_id as media, c.key as colour, (c.value::int - coalesce(sum(i.value::int), 0))::int as left
     from sales s cross join lateral jsonb_each_text(s.stock) c
     left join orders o on o.ig_media_id = s.ig_media_id and o.state = any($3::text[])
       and o.id is distinct from $2::uuid
     left join lateral jsonb_each_text(o.items) i on i.key = c.key
     where s.ig_media_id = any($1::text[]) and s.stock is not null group by 1, 2, c.value`,
    [[...new Set(medias)], without ?? null, TAKING],
  )
  const left = new Map<string, Items>()
  for (const { media, colour, left: count } of rows) left.set(media, { ...left.get(media), [colour]: count })
  return left
}

/** What of it there is not enough of: `3 black left`. Colours nobody counts are never short. */
export function shortOf(items: Items | null, left: Left): string[] {
  const short = Object.entries(items ?? {}).filter(([colour, count]) => count > (left?.[colour] ?? count))
  return short.map(([colour]) => `${Math.max(0, left?.[colour] ?? 0)} ${colour} left`)
}

/**
 * Takes an order's items from the stock of its sale, or refuses. The sale is locked: two approvals never take one
 * thing.
 */
export async function takeFromStock(tx: Tx, { id, igMediaId }: Wanting, items: Items | null): Promise<void> {
  await lockSales(tx, [igMediaId])
  const left = (await loadLeft(tx.em, [igMediaId], id)).get(igMediaId) ?? null
  const short = shortOf(items, left)
  if (short.length > 0) throw new Refusal(`Not enough: ${short.join(', ')}. Edit it, or let it wait.`)
  await redrawStock(tx, igMediaId, left, left && takenFrom(left, items))
}

/** Of many that are approved at once, those there is enough for, in the order of their comments. */
export async function admit<T extends Wanting>(tx: Tx, orders: T[]): Promise<T[]> {
  const medias = orders.map(({ igMediaId }) => igMediaId)
  await lockSales(tx, medias)
  const before = await loadLeft(tx.em, medias)
  const left = new Map(before)
  const admitted = serve(orders, left)
  for (const [media, own] of before) await redrawStock(tx, media, own, left.get(media) ?? null)
  return admitted
}

/** How many of these would be admitted now. */
export async function countEnough(em: EntityManager, ids: string[]): Promise<number> {
  const orders = await sql<Freeing>(
    em,
    'select ig_media_id as "igMediaId", items from orders where id = any($1::uuid[]) order by number',
    [ids],
  )
  const left = await loadLeft(
    em,
    orders.map(({ igMediaId }) => igMediaId),
  )
  return serve(orders, left).length
}

/** Those there is enough for, one after the other; what they take is taken from `left`. */
function serve<T extends Freeing>(orders: T[], left: Map<string, Items>): T[] {
  return orders.filter(({ igMediaId, items }) => {
    const own = left.get(igMediaId) ?? null
    if (shortOf(items, own).length > 0) return false
    if (own) left.set(igMediaId, takenFrom(own, items))
    return true
  })
}

function takenFrom(left: Items, items: Items | null): Items {
  return Object.fromEntries(Object.entries(left).map(([colour, count]) => [colour, count - (items?.[colour] ?? 0)]))
}

async function lockSales(tx: Tx, medias: string[]): Promise<void> {
  await sql(tx.em, 'select 1 from sales where ig_media_id = any($1::text[]) order by id for update', [medias])
}

/** What is left has changed: the sale's card says so, and those of the orders it is enough for now, or no more. */
async function redrawStock(tx: Tx, media: string, before: Left, after: Left): Promise<void> {
  const waiting = await sql<{ id: string; items: Items }>(
    tx.em,
    `select id, items from orders
     where ig_media_id = $1 and state = 'pending-details-validation' and items is not null`,
    [media],
  )
  const isTouched = ({ items }: { items: Items }) => shortOf(items, before).join() !== shortOf(items, after).join()
  const touched = before && after ? waiting.filter(isTouched) : waiting
  const sales = await sql<{ id: string }>(tx.em, 'select id from sales where ig_media_id = $1', [media])
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)
  await redrawHung(tx, orderKind.name, idsOf(touched))
  await redrawHung(tx, saleKind.name, idsOf(sales))
  await redrawQueue(tx, orderKind.name)
}

const actor = step('orders.stock')

/** What a closed or smaller order frees, `kept` being what it still has, goes to those who wait for it. */
export async function offerFreed(tx: Tx, { igMediaId, items }: Freeing, kept: Items | null): Promise<void> {
  await lockSales(tx, [igMediaId])
  const before = (await loadLeft(tx.em, [igMediaId])).get(igMediaId)
  if (!before) return
  const freed = (colour: string) => Math.max(0, (items?.[colour] ?? 0) - (kept?.[colour] ?? 0))
  const after = Object.fromEntries(Object.entries(before).map(([colour, count]) => [colour, count + freed(colour)]))
  await offerMore(tx, igMediaId, before, after)
}

/** Also what was offered before and taken by another. */
const WAITS = { $or: [{ attention: null }, { attention: 'stock' as const }] }

/** There is more than before: whoever can have it now is rung, by the order of the comments, as far as it goes. */
export async function offerMore(tx: Tx, igMediaId: string, before: Left, after: Left): Promise<void> {
  await redrawStock(tx, igMediaId, before, after)
  const waiting = await tx.em.find(
    orderKind.entity,
    { igMediaId, state: 'pending-details-validation', items: { $ne: null }, ...WAITS },
    { orderBy: { number: 'asc' }, limit: 200 },
  )
  let left = after
  const next = waiting.filter(({ items }) => {
    if (shortOf(items, before).length === 0 || shortOf(items, left).length > 0) return false
    left = left && takenFrom(left, items)
    return true
  })
  if (next.length === 0) return
  await move(tx, orderKind, next, 'flag', actor, {
    set: ({ items }) => ({ attention: 'stock' as const, attentionNote: cameFree(items, before, after) }),
    note: 'Something it waited for came free.',
    ring: true,
  })
}

function cameFree(items: Items | null, before: Left, after: Left): string {
  if (!after) return 'it is not counted any more'
  const more = Object.keys(items ?? {}).map(
    (colour) => [(after[colour] ?? 0) - (before?.[colour] ?? 0), colour] as const,
  )
  const free = more.filter(([count]) => count > 0).map(([count, colour]) => `${count} ${colour}`)
  return `${free.join(', ')} came free`
}
