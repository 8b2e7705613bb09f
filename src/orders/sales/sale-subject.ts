import type { EntityManager } from '@mikro-orm/postgresql'
import { Sale, type SaleState } from '#entities/orders/sale.ts'
import type { Card } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject, type Offer } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { writeMoney } from '#src/money.ts'
import { saleKind } from '../kinds.ts'
import { retryLinks } from '../link/link.ts'
import { RESOLVE, SCRAPE } from '../steps.ts'
import { readSaleForm, saleForm } from './sale-form.ts'
import { saleTelling } from './sale-telling.ts'

export type SaleView = Sale & { orders: Record<string, number>; lastMove: LastMove | null }

const offers: Record<SaleState, Offer[]> = {
  looking: [{ verb: 'drop', quiet: true }],
  missing: [{ verb: 'retry' }, { verb: 'drop' }],
  proposed: [{ verb: 'confirm' }, { verb: 'edit' }, { verb: 'drop' }],
  open: [{ verb: 'close' }, { verb: 'edit' }],
  closed: [{ verb: 'reopen', quiet: true }],
  dropped: [{ verb: 'retry', quiet: true }],
}

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
    footer: footerOf(view, app.settings.STORE_TIMEZONE, app.clock()),
    ...(view.permalink && { links: [{ label: 'Open post', url: view.permalink }] }),
  }),
  next: (view) => nexts[view.state] ?? null,
  tells: saleTelling,
  offers: (view) => (view.state === 'open' && view.gapAt ? [{ verb: 'seen' }, ...offers.open] : offers[view.state]),
  verbs: {
    confirm: { label: 'Right, start', past: 'confirmed', style: 'primary' },
    edit: { label: 'Edit', past: 'edited' },
    drop: { label: 'Drop', past: 'dropped', style: 'danger' },
    retry: { label: 'Look again', past: 'looked again for', style: 'primary' },
    close: { label: 'Close sale', past: 'closed' },
    reopen: { label: 'Open again', past: 'reopened' },
    seen: { label: 'Seen', past: 'saw' },
  },
  ask: (view, verb, { settings }) => (verb === 'edit' ? saleForm(view, settings) : null),
  act: {
    confirm: ({ tx, view }) => {
      if (view.colours.length === 0) throw new Refusal('No colour was read. Edit it first: the orders are read by it.')
      tx.ring(SCRAPE)
      return { tell: `${writeRef(saleKind, view)} is open. Orders come in from now on.` }
    },
    edit: async ({ tx, view, by, answers }) => {
      const set = readSaleForm(answers)
      await retryLinks(tx, view, by)
      return { set, edited: true, tell: 'Saved.' }
    },
    retry: ({ tx }) => {
      tx.ring(RESOLVE)
      return { set: { attempts: 0, nextTryAt: null, lastError: null } }
    },
    close: ({ view }) => ({ tell: `${writeRef(saleKind, view)} is closed. New comments are no orders any more.` }),
    seen: () => ({ set: { gapAt: null } }),
  },
  mayPress: ({ role, storeId }, view) => role === 'admin' || (role === 'seller' && storeId === view.storeId),
})

async function load(em: EntityManager, ids: string[]): Promise<SaleView[]> {
  const sales = await em.find(Sale, { id: { $in: ids } })
  const counts = await sql<{ media: string; state: string; n: number }>(
    em,
    `select ig_media_id as media, state, count(*)::int as n from orders where ig_media_id = any($1::text[]) group by 1, 2`,
    [sales.flatMap(({ igMediaId }) => igMediaId ?? [])],
  )
  const lastMoves = await loadLastMoves(em, 'sale', ids)
  return sales.map((sale) => {
    const own = counts.filter(({ media }) => media === sale.igMediaId)
    const orders = Object.fromEntries(own.map(({ state, n }) => [state, n]))
    return Object.assign(sale, { orders, lastMove: lastMoves.get(sale.id) ?? null })
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

function factsOf({ orders }: SaleView): Card['facts'] {
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

function footerOf(view: SaleView, zone: string, now: Date): string {
  const { state, lastMove, gapAt } = view
  const by = lastMove ? ` by ${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}` : ''
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
