import { createHash } from 'node:crypto'
import type { Availability, TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Page } from '#src/integrations/web.ts'
import { isCurrency, toMinor } from '../money.ts'
import type { PageReading } from '../reading/found.ts'
import { readProductPage } from '../reading/read-product-page.ts'
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
  /** Why there is no price, where there is none. */
  why: string | null
  /** Where the page was in the end. */
  url: string
  etag: string | null
  lastModified: string | null
  bodyHash: string
}

/** Reads an answered page. An unchanged body is not read again, unless a second look is due. */
export function readPage(product: TrackedProduct, page: Page, isThorough: boolean): Looked {
  if (page.status === 304) return { what: 'unchanged' }
  if (page.status >= 400) return { what: 'failed', why: `the page answers ${page.status}`, isGone: page.status === 410 }
  const bodyHash = createHash('sha256').update(page.body).digest('base64url').slice(0, 22)
  const { etag, lastModified } = page
  if (!isThorough && bodyHash === product.bodyHash) return { what: 'unchanged', etag, lastModified }
  const found = readProductPage(decode(page), product.url, { isThorough })
  return { what: 'read', reading: { ...readingOf(found, page.url), url: page.url, etag, lastModified, bodyHash } }
}

function readingOf(found: PageReading, base: string): Omit<Reading, 'url' | 'etag' | 'lastModified' | 'bodyHash'> {
  const { name, variant, availability, doubts, currency, price, was } = found
  const picture = found.picture && (URL.parse(found.picture, base)?.href ?? null)
  const read = readOf(found)
  const old = was !== null && price !== null && isCurrency(currency) ? toMinor(was, currency) : null
  const why = read ? null : (doubts[0] ?? 'no price was found')
  return { read, name, variant, picture, was: old, availability, why }
}

function readOf({ price, currency, source, piece, claims }: PageReading): Read | null {
  if (price === null || source === null || !isCurrency(currency)) return null
  const own = { source, price: String(toMinor(price, currency)), currency, piece: piece.slice(0, 200) }
  const others = claims.flatMap((claim) =>
    claim.source === source || !isCurrency(claim.currency)
      ? []
      : { ...claim, currency: claim.currency, price: String(toMinor(claim.price, claim.currency)) },
  )
  return { price: BigInt(own.price), currency, source, claims: [own, ...others] }
}

const CHARSET = /charset=["']?([\w-]+)/i

/** UTF-8 unless the page or its header say otherwise; valid UTF-8 is UTF-8 whatever they say. */
function decode({ body, contentType }: Page): string {
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
