import { createHash } from 'node:crypto'
import type { Availability, TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Page } from '#src/integrations/web.ts'
import { fromDecimal } from '#src/money.ts'
import { isCurrency } from '../money.ts'
import type { PageReading } from '../reading/found.ts'
import { readBySelector } from '../reading/helped/by-selector.ts'
import { readProductPage } from '../reading/read-product-page.ts'
import { detectShop, type ShopApi } from '../reading/shops/shop-api.ts'
import type { Read } from './weigh.ts'

/** What a look at one product brought. */
export type Looked =
  | { what: 'unchanged'; etag?: string | null; lastModified?: string | null }
  | { what: 'read'; reading: Reading }
  | { what: 'failed'; why: string; isGone: boolean }

export type Reading = {
  read: Read | null
  name: string | null
  variant: string | null
  picture: string | null
  was: bigint | null
  availability: Availability
  /** What the shop runs on, where that can be asked too. */
  shopApi: ShopApi | null
  /** Why there is no price, where there is none. */
  why: string | null
  /** Where the page was in the end. */
  url: string
  etag: string | null
  lastModified: string | null
  bodyHash: string
}

/** Reads an answered page. `selector`: where an admin says its price stands. */
export function readPage(product: TrackedProduct, page: Page, isThorough: boolean, selector: string | null): Looked {
  return readAnswer(product, page, isThorough, () => {
    const html = decode(page)
    const found = readProductPage(html, product.url, { isThorough })
    return { ...pointedAt(found, html, product.url, selector), shopApi: detectShop(html) }
  })
}

type Told = PageReading & { shopApi: ShopApi | null }

/** What an answer says. An unchanged one is not read again, unless a second look is due. */
export function readAnswer(product: TrackedProduct, page: Page, isThorough: boolean, read: () => Told): Looked {
  if (page.status === 304) return { what: 'unchanged' }
  if (page.status >= 400) return { what: 'failed', why: `the page answers ${page.status}`, isGone: page.status === 410 }
  const bodyHash = createHash('sha256').update(page.body).digest('base64url').slice(0, 22)
  const { etag, lastModified } = page
  if (!isThorough && bodyHash === product.bodyHash) return { what: 'unchanged', etag, lastModified }
  return { what: 'read', reading: { ...readingOf(read(), page.url), url: page.url, etag, lastModified, bodyHash } }
}

/** Where markup says nothing, an admin's word beats what is guessed from what visitors see. */
function pointedAt(found: PageReading, html: string, url: string, selector: string | null): PageReading {
  const isOpen = found.name !== null && (found.price === null || found.source === 'page')
  const pointed = selector && isOpen ? readBySelector(html, url, selector) : null
  const currency = pointed?.currency ?? found.currency
  if (!pointed?.price || !currency) return found
  const { source, price, piece } = pointed
  const claims = [{ source, price, currency, piece }, ...found.claims]
  return { ...found, source, price, currency, piece, claims, doubts: [], was: null }
}

function readingOf(found: Told, base: string): Omit<Reading, 'url' | 'etag' | 'lastModified' | 'bodyHash'> {
  const { name, variant, availability, doubts, currency, price, was, shopApi } = found
  const picture = found.picture && (URL.parse(found.picture, base)?.href ?? null)
  const read = readOf(found)
  const old = was !== null && price !== null && isCurrency(currency) ? fromDecimal(was, currency) : null
  const why = read ? null : (doubts[0] ?? 'no price was found')
  return { read, name, variant, picture, was: old, availability, why, shopApi }
}

function readOf({ price, currency, source, piece, claims }: PageReading): Read | null {
  if (price === null || source === null || !isCurrency(currency)) return null
  const own = { source, price: String(fromDecimal(price, currency)), currency, piece: piece.slice(0, 200) }
  const others = claims.flatMap((claim) =>
    claim.source === source || !isCurrency(claim.currency)
      ? []
      : { ...claim, currency: claim.currency, price: String(fromDecimal(claim.price, claim.currency)) },
  )
  return { price: BigInt(own.price), currency, source, claims: [own, ...others] }
}

const CHARSET = /charset=["']?([\w-]+)/i

/** UTF-8 unless the page or its header say otherwise; valid UTF-8 is UTF-8 whatever they say. */
export function decode({ body, contentType }: Page): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    const named = CHARSET.exec(contentType)?.[1] ?? CHARSET.exec(body.subarray(0, 2048).toString('latin1'))?.[1]
    return decodeAs(body, named ?? 'windows-1252')
  }
}

function decodeAs(body: Buffer, label: string): string {
  try {
    return new TextDecoder(label).decode(body)
  } catch {
    return new TextDecoder('windows-1252').decode(body)
  }
}
