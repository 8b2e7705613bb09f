import { placeOf } from './country.ts'
import { type Document, readDocument } from './document.ts'
import { type Found, nothing, type PageReading } from './found.ts'
import { isShownPlainly } from './glance.ts'
import { judge } from './judge.ts'
import { withMinorUnits } from './markup.ts'
import { readState } from './state.ts'
import { readItems, readLinkedData, readMetas } from './structured.ts'
import { readVisible } from './visible.ts'
import { GONE, WALL } from './words.ts'

/** A page is cut here: what a shop sends is far smaller. */
const MOST_READ = 5 * 1024 * 1024

export type PageOptions = {
  /** Read by every means, not only until one is sure: what a second look asks for. */
  isThorough?: boolean
}

/**
 * What a product page says: the name, the price of the variant its address names, its currency and stock, and what it
 * cost before. Markup first (JSON-LD, microdata, RDFa, meta tags, an app's state); what the visitor sees has the last
 * word. Nothing is guessed: a bot wall, a page that is gone and a list of products give nulls and say why in `doubts`.
 *
 * @see https://schema.org/Offer
 * @see https://developers.google.com/search/docs/appearance/structured-data/merchant-listing
 */
export function readProductPage(given: string, address: string, { isThorough = false }: PageOptions = {}): PageReading {
  const truncated = given.length > MOST_READ
  const html = truncated ? given.slice(0, MOST_READ) : given
  const url = URL.parse(address)
  const quick = isThorough ? null : readLinkedData(html, { url, heading: null })
  if (quick && isShownPlainly(html, quick, url))
    return { ...finish(quick), claims: claimsOf([quick]), doubts: [], truncated }
  return { ...readThoroughly(html, address), truncated }
}

function readThoroughly(html: string, address: string): Omit<PageReading, 'truncated'> {
  const document = readDocument(html)
  const refusal = whyNoProduct(document, html)
  if (refusal) return { ...nothing, source: null, claims: [], doubts: [refusal] }
  const heading = document.heading ?? document.metas['og:title'] ?? null
  const wanted = { url: URL.parse(address), heading }
  const found = [
    readLinkedData(html, wanted),
    readItems(document.items, wanted),
    readMetas(document),
    readState(document.states, heading),
  ].filter((one): one is Found => one !== null)
  const visible = readVisible(document, placeOf(document.lang, address))
  const { chosen, doubts } = judge(found, visible, document)
  return { ...finish(chosen), claims: claimsOf([...found, visible.found]), doubts }
}

function whyNoProduct({ title, heading, lines }: Document, html: string): string | null {
  const head = `${title ?? ''} ${heading ?? ''}`
  if (WALL.test(head) && head.length < 200) return 'the shop asks whether we are a robot'
  if (GONE.test(heading ?? title ?? '')) return 'the page says that it is not there any more'
  return lines.length === 0 && title === null && !html.includes('<script') ? 'the page is empty' : null
}

function finish(found: Found): Omit<PageReading, 'claims' | 'doubts' | 'truncated'> {
  const { price, currency, was } = found
  return {
    ...found,
    name: found.name && tidy(found.name),
    price: price && withMinorUnits(price, currency),
    currency: price === null ? null : currency,
    was: was && withMinorUnits(was, currency),
  }
}

function tidy(name: string): string {
  const bare = name
    .replace(/<[^>]*>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
  return bare.replace(/\s+/g, ' ').trim().slice(0, 300)
}

function claimsOf(found: Found[]): PageReading['claims'] {
  return found.flatMap(({ source, price, currency, piece }) =>
    price === null ? [] : [{ source, price: withMinorUnits(price, currency), currency, piece: piece.slice(0, 200) }],
  )
}
