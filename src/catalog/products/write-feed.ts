import { stringify } from 'csv-stringify/sync'
import type { Product } from '#entities/catalog/product.ts'
import type { App } from '#src/app.ts'
import { toDecimal } from '#src/money.ts'
import { conditionNow } from './condition.ts'
import { descriptionNow } from './description.ts'
import { isOutOfStock } from './stock.ts'

/** A feed that is written page by page: what stands before the first, each page, what stands after the last. */
export type FeedForm = {
  type: string
  head: string
  write(items: Item[], isFirst: boolean): string
  foot: string
}

type Item = Record<string, string>

/**
 * One product in the words of Google's merchant feed.
 * @see https://support.google.com/merchants/answer/7052112
 */
export function writeItem({ publicUrl }: Pick<App, 'publicUrl'>, product: Product, brand: string): Item {
  const { currency, price, compareAtPrice, pictures } = product
  const isReduced = compareAtPrice !== null && compareAtPrice > price
  const money = (minor: bigint) => `${toDecimal(minor, currency)} ${currency}`
  return {
    id: product.id,
    title: product.name,
    description: descriptionNow(product) || product.name,
    link: product.sourceExternalUrl ?? '',
    image_link: pictures[0] ? `${publicUrl}/product-pictures/${pictures[0]}.jpg` : '',
    additional_image_link: pictures
      .slice(1, 11)
      .map((hash) => `${publicUrl}/product-pictures/${hash}.jpg`)
      .join(','),
    availability: isOutOfStock(product) ? 'out_of_stock' : 'in_stock',
    price: money(isReduced ? compareAtPrice : price),
    sale_price: isReduced ? money(price) : '',
    product_type: product.categories[0] ?? '',
    brand,
    // Whoever buys what may be second-hand must not read that it is new.
    condition: conditionNow(product) === 'new' ? 'new' : 'used',
  }
}

const COLUMNS = [
  ...['id', 'title', 'description', 'link', 'image_link', 'additional_image_link', 'availability', 'price'],
  ...['sale_price', 'product_type', 'brand', 'condition'],
]

export function xmlFeed(name: string, url: string): FeedForm {
  return {
    type: 'application/xml; charset=utf-8',
    head: `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>${escapeXml(name)}</title>
<link>${escapeXml(url)}</link><description>${escapeXml(name)}</description>
`,
    write: (items, isFirst) => `${isFirst ? '' : '\n'}${items.map(writeXmlItem).join('\n')}`,
    foot: '\n</channel></rss>\n',
  }
}

function writeXmlItem(item: Item): string {
  const fields = Object.entries(item).flatMap(([field, value]) => {
    const values = field === 'additional_image_link' ? value.split(',') : [value]
    return values.filter(Boolean).map((one) => `<g:${field}>${escapeXml(one)}</g:${field}>`)
  })
  return `<item>${fields.join('')}</item>`
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
export const csvFeed: FeedForm = {
  type: 'text/csv; charset=utf-8',
  head: stringify([COLUMNS]),
  write: (items) => stringify(items.map((item) => COLUMNS.map((column) => guard(item[column] ?? '')))),
  foot: '',
}

function guard(value: string): string {
  return /^[=+\-@\t\r']/.test(value) ? `'${value}` : value
}
