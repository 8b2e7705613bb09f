import type { Found } from './found.ts'
import { readContext } from './words.ts'

const OLD = 'was|old|strike|compare|crossed|before|list-price|rrp|uvp'
const STRUCK = new RegExp(String.raw`<(?:s|del|strike)\b|line-through|(?:${OLD})[-_a-z]*["'\s>]`, 'i')
const SOLD_OUT_BUTTON = /<button\b[^>]*\bdisabled\b/i
const BEFORE = 160
const MOST_SEEN = 12

/**
 * Whether the price of the markup stands on the page as one that is not struck out, and nothing else asks for a closer
 * look. A scan of the text, so that most pages need no parser.
 */
export function isShownPlainly(html: string, { name, price, currency, availability }: Found, url: URL | null): boolean {
  const isWhole = currency !== null && name !== null && availability === 'in_stock'
  if (!isWhole || price === null || Number(price) === 0 || url?.search !== '' || SOLD_OUT_BUTTON.test(html))
    return false
  const shown = pricePattern(price)
  let seen = 0
  for (const [start, end] of visibleParts(html)) {
    const part = html.slice(start, end)
    const places = [...part.matchAll(shown)].slice(0, MOST_SEEN)
    if (places.some(({ index }) => isStruck(part, index) || isNamedOther(part, index))) return false
    seen += places.length
  }
  return seen > 0
}

/** `1299.00` as any shop may print it: `1.299,00`, `1 299`, `1'299.00`. With its sign, so that a size is no price. */
function pricePattern(price: string): RegExp {
  const [whole = '', fraction = ''] = price.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "[.,'’ \u00a0\u202f]?")
  const cents = /^0*$/.test(fraction) ? '(?:[.,]0{1,2}|[.,][-–])?' : `[.,]${fraction}`
  const sign = '[\\p{Sc}\\p{L}&;.]{1,6}'
  return new RegExp(
    `(?:${sign}\\s?${grouped}${cents}(?![\\d.,]\\d)|(?<![\\d.,])${grouped}${cents}\\s?(?:&nbsp;)?\\p{Sc})`,
    'gu',
  )
}

function isStruck(part: string, at: number): boolean {
  const before = part.slice(Math.max(0, at - BEFORE), at)
  const open = before.lastIndexOf('<')
  return open !== -1 && STRUCK.test(before)
}

/** "Starting price $150": the words in front say that it is another amount. */
function isNamedOther(part: string, at: number): boolean {
  const before = part.slice(Math.max(0, at - BEFORE), at).replace(/<!--[^>]{0,80}-->/g, ' ')
  return readContext(before.slice(before.lastIndexOf('>') + 1)) !== null
}

/** Where the page is text and tags: everything but scripts and styles. */
function* visibleParts(html: string): Generator<[number, number]> {
  let from = Math.max(0, html.search(/<body\b/i))
  while (from < html.length) {
    const script = nextOf(html, from)
    if (!script) return yield [from, html.length]
    yield [from, script.start]
    const end = html.indexOf(`</${script.name}`, script.start)
    if (end === -1) return
    from = end + script.name.length + 2
  }
}

function nextOf(html: string, from: number): { start: number; name: string } | null {
  const script = html.indexOf('<script', from)
  const style = html.indexOf('<style', from)
  if (script === -1 && style === -1) return null
  return style === -1 || (script !== -1 && script < style)
    ? { start: script, name: 'script' }
    : { start: style, name: 'style' }
}
