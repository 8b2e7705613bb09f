import type { EntityManager } from '@mikro-orm/postgresql'
import { Sale, type SaleState } from '#entities/orders/sale.ts'
import type { Card } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { loadArrivals } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject, type Member } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { subjectFrom } from '#src/cards/verb.ts'
import { sql } from '#src/database/sql.ts'
import { writeMoney } from '#src/money.ts'
import { saleKind } from '../kinds.ts'
import { loadLeft } from '../stock/stock.ts'
import { saleTelling } from './sale-telling.ts'
import { saleVerbs } from './sale-verbs.ts'
import type { SaleView } from './sale-view.ts'

const nexts: Partial<Record<SaleState, string>> = {
  looking: 'I ask Instagram for the post within minutes, and then show what I read.',
  open: 'comments become orders as they come.',
  closed: 'nothing. New comments are no orders.',
}

/** A sale post: what was read of its caption is confirmed before comments become orders. */
export const saleSubject = defineSubject<Sale, SaleView>({
  kind: saleKind,
  load,
  card: (view, app) => ({
    title: titleOf(view),
    tone: saleKind.waits(view) ? 'todo' : view.state === 'open' ? 'good' : 'done',
    ...(view.caption && { quote: clip(view.caption, 600) }),
    facts: factsOf(view),
    footer: footerOf(view, (at) => writeWhen(at, app.settings.STORE_TIMEZONE, app.clock(), app.hours)),
    ...(view.permalink && { links: [{ label: 'Open post', url: view.permalink }] }),
  }),
  next: (view) => nexts[view.state] ?? null,
  tells: saleTelling,
  ...subjectFrom(saleVerbs, maySee),
})

function maySee({ role, storeId }: Member, view: SaleView): boolean {
  return role === 'admin' || (role === 'seller' && storeId === view.storeId)
}

async function load(em: EntityManager, ids: string[]): Promise<SaleView[]> {
  const sales = await em.find(Sale, { id: { $in: ids } })
  const counts = await sql<{ media: string; state: string; n: number }>(
    em,
    `select ig_media_id as media, state, count(*)::int as n from orders where ig_media_id = any($1::text[])
     group by 1, 2`,
    [sales.flatMap(({ igMediaId }) => igMediaId ?? [])],
  )
  const arrivals = await loadArrivals(em, 'sale', ids)
  const left = await loadLeft(
    em,
    sales.flatMap(({ igMediaId }) => igMediaId ?? []),
  )
  return sales.map((sale) => {
    const own = counts.filter(({ media }) => media === sale.igMediaId)
    const orders = Object.fromEntries(own.map(({ state, n }) => [state, n]))
    const about = { left: left.get(sale.igMediaId ?? '') ?? null, arrival: arrivals.get(sale.id) ?? null }
    return Object.assign(sale, { orders, ...about })
  })
}

/** `Sale S-3 · black, red, white, gold · $12.00 each · max 5` */
function titleOf(view: SaleView): string {
  const name = `Sale ${writeRef(saleKind, view)}`
  if (view.state === 'looking') return `${name} · looking the post up`
  if (view.state === 'missing') return `${name} · no post ${view.igMediaShortCode} in your account`
  const gap = view.state === 'open' && view.gapAt ? ['comments may be missing'] : []
  return [name, ...gap, ...describeSale(view)].join(' · ')
}

export function describeSale({ colours, price, currency, maxPerPerson, maxPerColour, unit }: Sale): string[] {
  const each = unit === 'pair' ? 'a pair' : 'each'
  return [
    colours.join(', ') || 'colours?',
    price !== null && currency ? `${writeMoney(price, currency)} ${each}` : 'price?',
    ...(maxPerPerson ? [`max ${maxPerPerson}`] : []),
    ...(maxPerColour ? [`max ${maxPerColour} a colour`] : []),
  ]
}

function factsOf(view: SaleView): Card['facts'] {
  const stock = { label: 'Stock', value: writeStock(view) }
  const counted = view.state === 'proposed' || view.stock ? [stock] : []
  return [...ordersFact(view), ...counted]
}

function ordersFact({ orders }: SaleView): Card['facts'] {
  const total = Object.values(orders).reduce((sum, count) => sum + count, 0)
  if (total === 0) return []
  const linked = orders['shopping-cart-link-sent'] ?? 0
  return [
    {
      label: 'Orders',
      value: `${total - (orders['not-valid'] ?? 0)} of ${total} comments, ${linked} with a cart link`,
    },
  ]
}

/** `3 of 10 black, 0 of 4 red left`, and which of the sale nobody counts; who counts none is told that it can be. */
export function writeStock({ stock, left, colours }: SaleView): string {
  if (!stock) return 'not counted; How many of each counts it'
  const known = colours.filter((colour) => stock[colour] !== undefined)
  const free = colours.filter((colour) => stock[colour] === undefined)
  const counted = known.map((colour) => `${Math.max(0, left?.[colour] ?? 0)} of ${stock[colour]} ${colour}`)
  return `${counted.join(', ')} left${free.length > 0 ? `; ${free.join(', ')} not counted` : ''}`
}

function footerOf(view: SaleView, when: (at: Date) => string): string {
  const { state, arrival, gapAt } = view
  const by = arrival ? ` by ${arrival.by.name}, ${when(arrival.at)}` : ''
  if (state === 'open' && gapAt)
    return 'Instagram shows only the newest comments. Look through the post by hand, then press Seen.'
  const footers: Record<SaleState, string> = {
    looking: 'I ask Instagram for the post.',
    missing: 'Is it a post of the connected account? Look again, or drop it.',
    proposed: 'Is this right? The orders are read by it.',
    open: `Open${by}. Comments become orders.`,
    closed: `Closed${by}.`,
    dropped: `Dropped${by}.`,
  }
  return footers[state]
}
