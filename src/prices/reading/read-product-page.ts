import { sameWords } from './choose-offer.ts'
import { placeOf } from './country.ts'
import { type Document, readDocument } from './document.ts'
import { type Found, nothing, type PageReading } from './found.ts'
import { isShownPlainly } from './glance.ts'
import { judge } from './judging/judge.ts'
import { withMinorUnits } from './markup.ts'
import { readVisible, type Visible } from './shown/visible.ts'
import { readState } from './state.ts'
import { isVariantGone, readItems, readLinkedData, readMetas } from './structured.ts'
import { CART, GONE, WALL } from './words.ts'

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
  if (quick && isNamedOnTop(html, quick.name) && isShownPlainly(html, quick, url))
    return { ...finish(quick), claims: claimsOf([quick]), doubts: [], truncated }
  return { ...readThoroughly(html, address), truncated }
}

const TITLE = /<title\b[^>]{0,200}>([^<]{1,500})/i
const HEADING = /<h1\b[^>]{0,500}>([\s\S]{1,1000}?)<\/h1/i

/** The page's own title or heading has its name: it is no product that is only shown beside. */
function isNamedOnTop(html: string, name: string | null): boolean {
  const tops = [TITLE, HEADING].map((pattern) => pattern.exec(html)?.[1] ?? '')
  return name !== null && tops.some((top) => sameWords(tidy(name), tidy(top)))
}

function readThoroughly(html: string, address: string): Omit<PageReading, 'truncated'> {
  const document = readDocument(html)
  const refusal = whyNoProduct(document, html)
  if (refusal) return { ...nothing, source: null, claims: [], doubts: [refusal] }
  const heading = document.heading ?? document.metas['og:title'] ?? null
  const wanted = { url: URL.parse(address), heading, title: document.title }
  if (isVariantGone(html, wanted)) {
    return {
      ...nothing,
      source: null,
      claims: [],
      doubts: ['the page does not have the variant of this link any more'],
    }
  }
  const found = [
    readLinkedData(html, wanted),
    readItems(document.items, wanted),
    readMetas(document),
    readState(document, heading),
  ].filter((one): one is Found => one !== null)
  if (CART.test(document.heading ?? '') && !namesProduct(document, found))
    return { ...nothing, source: null, claims: [], doubts: ['the page shows no single product'] }
  const visible = readVisible(document, placeOf(document.lang, address))
  if (isWall(document, found, visible)) return { ...nothing, source: null, claims: [], doubts: [ROBOT] }
  const { chosen, doubts } = judge(found, visible, document, wanted.url)
  return { ...finish(chosen), claims: claimsOf([...found, visible.found]), doubts }
}

/** A basket may be called nothing else and be sold; the page of what was gathered has markup of no product. */
function namesProduct({ metas, heading }: Document, found: Found[]): boolean {
  if (/product/i.test(metas['og:type'] ?? '')) return true
  return found.some(({ source, name, price }) => {
    if (source === 'meta') return price !== null
    return name !== null && (source !== 'state' || sameWords(tidy(name), heading ?? ''))
  })
}

const ROBOT = 'the shop asks whether we are a robot'

/** A page that asks so in its text, and has neither markup of a product nor a button to buy it. */
function isWall({ lines }: Document, found: Found[], { button }: Visible): boolean {
  if (button !== null || found.some(({ price }) => price !== null)) return false
  return lines.some(({ text, isAside }) => !isAside && text.length < 120 && WALL.test(text))
}

function whyNoProduct({ title, heading, lines }: Document, html: string): string | null {
  const head = `${title ?? ''} ${heading ?? ''}`
  if (WALL.test(head) && head.length < 200) return ROBOT
  if ([heading, title].some((one) => GONE.test(one ?? ''))) return 'the page says that it is not there any more'
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
