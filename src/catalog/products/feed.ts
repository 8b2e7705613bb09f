import { stringify } from 'csv-stringify/sync'
import { Product } from '#entities/catalog/product.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { toDecimal } from '#src/money.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { notFound } from '#src/web/problem.ts'
import { openPicture } from '../pictures/store.ts'
import { conditionOf } from './condition.ts'
import { writeSlug } from './slug.ts'

const MOST = 50_000

/** The catalogue for others: a merchant feed as XML and as CSV, and the pictures in it. */
export const feedDoors: OpenDoor[] = [
  { method: 'get', path: '/feed/:file', take: sendFeed },
  { method: 'get', path: '/product-pictures/:file', quiet: true, take: sendPicture },
]

/** Where the feed of a shop is read. */
export function feedUrl(publicUrl: string, shop: string): string {
  return `${publicUrl}/feed/${encodeURIComponent(writeSlug(shop))}.xml`
}

async function sendFeed(app: App, { params }: Call): Promise<Answer> {
  const [, slug, kind] = /^(.+)\.(xml|csv)$/.exec(params.file ?? '') ?? []
  const store = slug ? await storeBySlug(app, slug) : null
  if (!store) throw notFound('There is no such feed.')
  const products = await app.em
    .fork()
    .find(Product, { storeId: store.id, state: 'active' }, { orderBy: { number: 'desc' }, limit: MOST })
  const items = products.map((product) => writeItem(app, product, store.name))
  if (kind === 'csv') return { text: writeCsv(items), type: 'text/csv; charset=utf-8' }
  return { text: writeXml(store.name, app.publicUrl, items), type: 'application/xml; charset=utf-8' }
}

async function storeBySlug({ em }: App, slug: string): Promise<{ id: string; name: string } | null> {
  const stores = await sql<{ id: string; name: string }>(em.fork(), 'select id, name from stores order by created_at')
  return stores.find(({ id, name }) => id === slug || writeSlug(name) === slug) ?? null
}

type Item = Record<string, string>

/**
 * One product in the words of Google's merchant feed.
 * @see https://support.google.com/merchants/answer/7052112
 */
function writeItem({ publicUrl }: App, product: Product, brand: string): Item {
  const { currency, price, compareAtPrice, pictures } = product
  const isReduced = compareAtPrice !== null && compareAtPrice > price
  const money = (minor: bigint) => `${toDecimal(minor, currency)} ${currency}`
  return {
    id: product.id,
    title: product.name,
    description: product.description || product.name,
    link: product.sourceExternalUrl ?? '',
    image_link: pictures[0] ? `${publicUrl}/product-pictures/${pictures[0]}.jpg` : '',
    additional_image_link: pictures
      .slice(1, 11)
      .map((hash) => `${publicUrl}/product-pictures/${hash}.jpg`)
      .join(','),
    availability: product.inventoryQuantity > 0 || product.allowBackorder ? 'in_stock' : 'out_of_stock',
    price: money(isReduced ? compareAtPrice : price),
    sale_price: isReduced ? money(price) : '',
    product_type: product.categories[0] ?? '',
    brand,
    condition: conditionOf([product.name, product.description, product.sourceCaption, ...product.tags]),
  }
}

function writeXml(name: string, url: string, items: Item[]): string {
  const rows = items.map((item) => {
    const fields = Object.entries(item).flatMap(([field, value]) => {
      const values = field === 'additional_image_link' ? value.split(',') : [value]
      return values.filter(Boolean).map((one) => `<g:${field}>${escapeXml(one)}</g:${field}>`)
    })
    return `<item>${fields.join('')}</item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>${escapeXml(name)}</title>
<link>${escapeXml(url)}</link><description>${escapeXml(name)}</description>
${rows.join('\n')}
</channel></rss>
`
}

/** Characters XML has no place for are left out: one of them would make the whole feed unreadable. */
function escapeXml(text: string): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
}

/** A cell that begins like a formula is told to be text: spreadsheets run what they find. */
function writeCsv(items: Item[]): string {
  const columns = Object.keys(items[0] ?? { id: '', title: '', price: '' })
  const rows = items.map((item) => columns.map((column) => guard(item[column] ?? '')))
  return stringify([columns, ...rows])
}

function guard(value: string): string {
  return /^[=+\-@\t\r']/.test(value) ? `'${value}` : value
}

async function sendPicture(app: App, { params }: Call): Promise<Answer> {
  const hash = /^([0-9a-f]{64})\.jpg$/.exec(params.file ?? '')?.[1]
  const jpeg = hash ? await openPicture(app, hash) : null
  if (!jpeg) throw notFound('There is no such picture.')
  return { bytes: jpeg, type: 'image/jpeg', headers: { 'cache-control': 'public, max-age=31536000, immutable' } }
}
