import { readCurrency } from '#src/reading/money/currencies.ts'
import type { Found } from './found.ts'
import { FROM, OLD_PRICE, readContext } from './words.ts'

const OLD = 'was|old|strike|compare|crossed|before|list-price|rrp|uvp|pvp|msrp|mrp|original|regular-price|non-sale'
const STRUCK = new RegExp(String.raw`<(?:s|del|strike)\b|line-through|(?:${OLD})[-_a-z]*["'\s>]`, 'i')
/** The longest tag that is looked into. */
const LONGEST_TAG = 2_000
const BEFORE = 160
/** So near an old price stands beside the one that holds. */
const BESIDE = 400
const MOST_SEEN = 12
/** What may stand before an amount of money, or after it. */
const SIGN_BEFORE = /(?:\p{Sc}|&(?:euro|pound|yen|dollar|#(?!160;|xa0;)\w+);)\s?$/iu
/** Another amount in the same words: "van € 79 voor € 59". */
const AMOUNT = /\p{Sc}\s?\d|\d[.,]\d\d(?!\d)/u
const WORD_BEFORE = /(?<!\p{L})(\p{L}{1,5}\.?)\s?$/u
const SIGN_AFTER = /^\s?(?:&nbsp;)?\p{Sc}/u
const LONGEST_SIGN = 12
/** "10+", "10 - 49 pcs" before an amount. */
const LOT = /(?<![\d.,])\d{1,5}\s*(?:\+|[-–—]\s*\d{1,6})\s*(?:\p{L}{1,14}\.?)?:?[^\p{L}\d]*$/u

/**
 * Whether the price of the markup stands on the page as one that is not struck out, and nothing else asks for a closer
 * look. A scan of the text, so that most pages need no parser: what is rare is sought first, and what stands around it
 * looked at then.
 */
export function isShownPlainly(html: string, found: Found, url: URL | null): boolean {
  const { name, price, currency, availability, upTo } = found
  const isWhole = upTo === null && currency !== null && name !== null && availability === 'in_stock'
  if (!isWhole || price === null || Number(price) === 0 || url?.search !== '') return false
  const amount = amountOf(price)
  let seen = 0
  for (const [start, end] of visibleParts(html)) {
    const part = html.slice(start, end)
    const places = findPlaces(part, amount)
    if (places.some((at) => isBesideStruck(part, at) || isNamedOther(part, at))) return false
    seen += places.length
  }
  return seen > 0 && !hasDeadButton(html)
}

/** How an amount begins, and the whole of it from there. */
type Amount = { digits: string; whole: RegExp }

/** `1299.00` as any shop may print it: `1.299,00`, `1 299`, `1'299.00`. */
function amountOf(price: string): Amount {
  const [whole = '', fraction = ''] = price.split('.')
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ' ').split(' ')
  const bare = fraction.replace(/0+$/, '')
  const cents = bare === '' ? '(?:[.,]0{1,2}|[.,][-–])?' : `[.,]${bare}0{0,2}`
  const [digits = ''] = groups
  return { digits, whole: new RegExp(`${groups.join("[.,'’ \u00a0\u202f]?")}${cents}(?!\\d|[.,]\\d)`, 'y') }
}

/** Where it stands with its sign, so that a size is no price. */
function findPlaces(part: string, { digits, whole }: Amount): number[] {
  const places: number[] = []
  for (let at = part.indexOf(digits); at !== -1 && places.length < MOST_SEEN; at = part.indexOf(digits, at + 1)) {
    whole.lastIndex = at
    if (whole.test(part) && hasSign(part, at, whole.lastIndex)) places.push(at)
  }
  return places
}

function hasSign(part: string, start: number, end: number): boolean {
  const before = part.slice(Math.max(0, start - LONGEST_SIGN), start)
  if (/\d[.,]?$/.test(before)) return false
  if (SIGN_BEFORE.test(before) || SIGN_AFTER.test(part.slice(end, end + LONGEST_SIGN))) return true
  const [, word] = WORD_BEFORE.exec(before) ?? []
  return word !== undefined && readCurrency(word) !== null
}

/** A button that is switched off may be so because the thing is sold out. */
function hasDeadButton(html: string): boolean {
  for (const { index } of html.matchAll(/\bdisabled\b/gi)) {
    const before = html.slice(Math.max(0, index - LONGEST_TAG), index)
    if (/^<button\b[^>]*$/i.test(before.slice(before.lastIndexOf('<')))) return true
  }
  return false
}

/** It may be struck out itself, or stand beside an amount that is: then both are wanted. */
function isBesideStruck(part: string, at: number): boolean {
  const around = part.slice(Math.max(0, at - BESIDE), at + BESIDE)
  return STRUCK.test(around) || OLD_PRICE.test(around)
}

/** "Starting price $150", "from $3.00", "10+ $3.00": by the words in front it may not be what one costs. */
function isNamedOther(part: string, at: number): boolean {
  const before = part.slice(Math.max(0, at - BEFORE), at).replace(/<!--[^>]{0,80}-->/g, ' ')
  const own = before.slice(before.lastIndexOf('>') + 1)
  return readContext(own) !== null || AMOUNT.test(own) || FROM.test(own) || LOT.test(before.replace(/<[^>]*>/g, ' '))
}

/** Where the page is text and tags: everything but scripts and styles. */
function* visibleParts(html: string): Generator<[number, number]> {
  const next = { script: 0, style: 0 }
  let from = Math.max(0, html.search(/<body\b/i))
  while (from < html.length) {
    for (const name of ['script', 'style'] as const) if (next[name] <= from) next[name] = startOf(html, name, from)
    const start = Math.min(next.script, next.style)
    yield [from, start]
    const end = html.indexOf(start === next.script ? '</script' : '</style', start)
    if (end === -1) return
    from = end + 1
  }
}

function startOf(html: string, name: string, from: number): number {
  const at = html.indexOf(`<${name}`, from)
  return at === -1 ? html.length : at
}
