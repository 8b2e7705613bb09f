import { Product } from '#entities/catalog/product.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { notFound } from '#src/web/problem.ts'
import { openPicture } from '../pictures/store.ts'
import { writeSlug } from './slug.ts'
import { csvFeed, type FeedForm, writeItem, xmlFeed } from './write-feed.ts'

const MOST = 50_000
/** In memory at a time, and written in one go: so long everything else of this process waits. */
const PAGE = 100

/** The catalogue for others: a merchant feed as XML and as CSV, and the pictures in it. */
export const feedDoors: OpenDoor[] = [
  { method: 'get', path: '/feed/:file', take: sendFeed },
  { method: 'get', path: '/product-pictures/:file', quiet: true, take: sendPicture },
]

/** Where the feed of a shop is read. */
export function feedUrl(publicUrl: string, shop: string): string {
  return `${publicUrl}/feed/${encodeURIComponent(writeSlug(shop))}.xml`
}

type Store = { id: string; name: string }

async function sendFeed(app: App, { params }: Call): Promise<Answer> {
  const [, slug, kind] = /^(.+)\.(xml|csv)$/.exec(params.file ?? '') ?? []
  const store = slug ? await storeBySlug(app, slug) : null
  if (!store) throw notFound('There is no such feed.')
  const form = kind === 'csv' ? csvFeed : xmlFeed(store.name, app.publicUrl)
  // What fails here is told as any request is; what fails later cuts the answer short.
  const first = await readPage(app, store, MOST)
  const opening = form.head + form.write(itemsOf(app, store, first), true)
  return { pieces: writePieces(app, store, form, opening, first), type: form.type }
}

async function* writePieces(app: App, store: Store, form: FeedForm, opening: string, first: Product[]) {
  yield opening
  let [last, left] = [first.at(-1), MOST - first.length]
  try {
    while (last && left > 0) {
      const page: Product[] = await readPage(app, store, left, last)
      if (page.length > 0) yield form.write(itemsOf(app, store, page), false)
      last = page.at(-1)
      left -= page.length
    }
  } catch (error) {
    app.log.error({ operation: 'catalog.feed', store: store.name, error }, 'a feed ended before its end')
    throw error
  }
  yield form.foot
}

function itemsOf(app: App, { name }: Store, page: Product[]) {
  return page.map((product) => writeItem(app, product, name))
}

/** The newest first, from the one after `last` on. */
async function readPage({ em }: App, { id }: Store, most: number, last?: Product): Promise<Product[]> {
  const where = { storeId: id, state: 'active' as const, ...(last && { number: { $lt: last.number } }) }
  return em.fork().find(Product, where, { orderBy: { number: 'desc' }, limit: Math.min(PAGE, most) })
}

async function storeBySlug({ em }: App, slug: string): Promise<Store | null> {
  const stores = await sql<Store>(em.fork(), 'select id, name from stores order by created_at')
  return stores.find(({ id, name }) => id === slug || writeSlug(name) === slug) ?? null
}

async function sendPicture(app: App, { params }: Call): Promise<Answer> {
  const hash = /^([0-9a-f]{64})\.jpg$/.exec(params.file ?? '')?.[1]
  const jpeg = hash ? await openPicture(app, hash) : null
  if (!jpeg) throw notFound('There is no such picture.')
  return { bytes: jpeg, type: 'image/jpeg', headers: { 'cache-control': 'public, max-age=31536000, immutable' } }
}
