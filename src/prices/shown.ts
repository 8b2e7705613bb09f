import type { FilterQuery } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import { readRef, writeRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { escapeLike } from '#src/database/sql.ts'
import { type Html, html, panel } from '#src/web/html.ts'
import { listRows } from '#src/web/list-rows.ts'
import type { Paging } from '#src/web/paging.ts'
import { defineShown, type Rows } from '#src/web/shown.ts'
import { readHistory } from './history/history.ts'
import { watchKind } from './kinds.ts'
import { writePrice } from './names.ts'
import { trackedShape, watchShape, writeTracked, writeWatch } from './shapes.ts'
import type { TrackedView } from './tracked-subject.ts'
import { loadWatches, type WatchView } from './watches/watch-view.ts'
import { writeRule } from './watches/write-rule.ts'

type Search = { q?: string }

const filters = z.object({
  q: z.string().max(200).optional().describe('A ref, or words of the name or address').meta({
    title: 'Search',
    placeholder: 'T-3, name or address',
  }),
})

export const trackedShown = defineShown<TrackedView, Search>({
  path: 'tracked-products',
  title: 'Watched pages',
  one: 'trackedProduct',
  roles: ['admin'],
  states: {
    new: 'To be looked at',
    watched: 'Watched',
    doubtful: 'Price to check',
    unreachable: 'Not answering',
    unreadable: 'Not readable',
    resting: 'Nobody watches',
  },
  filters,
  list: findProducts,
  parts: drawHistory,
  api: { roles: ['admin'], shape: trackedShape, write: writeTracked, delete: 'rest' },
})

export const watchShown = defineShown<WatchView, Search>({
  path: 'subscriptions',
  title: 'Subscriptions',
  one: 'subscription',
  roles: ['admin'],
  states: { asked: 'To be confirmed', watching: 'Watching', told: 'Told', stopped: 'Stopped' },
  filters,
  list: findWatches,
  api: { roles: ['admin'], shape: watchShape, write: writeWatch, patch: 'change', delete: 'stop' },
})

type State<V extends { state: string }> = { state?: V['state'] }

function findProducts(
  em: EntityManager,
  _: Member,
  { q, state }: Search & State<TrackedView>,
  paging: Paging,
): Promise<Rows> {
  const where: FilterQuery<TrackedProduct>[] = state ? [{ state }] : []
  const ref = q ? readRef(q) : null
  if (ref?.prefix === 'T') where.push({ number: ref.number })
  else if (q) where.push({ $or: [{ productName: { $ilike: like(q) } }, { url: { $ilike: like(q) } }] })
  return listRows(em, TrackedProduct, { $and: where }, paging)
}

async function findWatches(
  em: EntityManager,
  _: Member,
  { q, state }: Search & State<WatchView>,
  paging: Paging,
): Promise<Rows> {
  const where: FilterQuery<PriceSubscription>[] = state ? [{ state }] : []
  const ref = q ? readRef(q) : null
  if (ref?.prefix === 'W') where.push({ number: ref.number })
  else if (q) where.push(await matching(em, like(q)))
  return listRows(em, PriceSubscription, { $and: where }, paging)
}

async function matching(em: EntityManager, words: string): Promise<FilterQuery<PriceSubscription>> {
  const products = await em.find(TrackedProduct, { productName: { $ilike: words } }, { fields: ['id'], limit: 500 })
  const users = await em.find(
    PriceUser,
    { $or: [{ email: { $ilike: words } }, { phoneNumber: { $ilike: words } }] },
    { fields: ['id'], limit: 500 },
  )
  return { $or: [{ productId: { $in: products.map(({ id }) => id) } }, { userId: { $in: users.map(({ id }) => id) } }] }
}

function like(text: string): string {
  return `%${escapeLike(text)}%`
}

async function drawHistory(app: App, view: TrackedView, { zone }: Member): Promise<Html> {
  const em = app.em.fork()
  const points = await readHistory(em, view, app.clock())
  const rows = await em.find(PriceSubscription, { productId: view.id }, { orderBy: { number: 'desc' }, limit: 50 })
  const watches = await loadWatches(
    em.fork(),
    rows.map(({ id }) => id),
  )
  const prices = points.filter(({ price }, at) => price !== points[at - 1]?.price).slice(-30)
  const told = prices
    .reverse()
    .map(({ at, price }) => html`<li>${writeWhen(at, zone, app.clock())}: ${writePrice(price, view.currency)}</li>`)
  const watchers = watches.map(
    (watch) => html`<li><a href="/subscriptions/${writeRef(watchKind, watch)}">${writeRef(watchKind, watch)}</a>
${watch.user.email ?? watch.user.phoneNumber ?? watch.user.firstName}, ${writeRule(watch)}</li>`,
  )
  return html`${panel('Prices', html`<ul>${told}</ul>`)}${panel('Who watches it', html`<ul>${watchers}</ul>`)}`
}
