import type { Currency } from '../reading/amounts.ts'
import { readAmounts } from '../reading/amounts.ts'
import { unplaced } from '../reading/bare/unplaced.ts'
import { kindOf, signsOfSelling } from '../reading/kind.ts'
import { UNITS } from '../reading/lexicon.ts'
import { readName } from '../reading/name.ts'
import { choosePrice, type Line, type PriceRead } from '../reading/price.ts'
import { pricedSizes } from '../reading/priced-sizes.ts'
import type { Priced, Role } from '../reading/role.ts'
import { giveRoles } from '../reading/roles.ts'
import { amountOf, type Listed, readListed } from '../reading/several/listed.ts'
import { saysSoldOut } from '../reading/several/sold-out.ts'
import { type Found, openSource, quote, type Source } from '../reading/source.ts'
import type { Token } from '../reading/tokens.ts'
import { blankOrders, blankTraps } from '../reading/traps.ts'
import { isVariantWord } from '../reading/variant-words.ts'
import { type Labelled, readVariants, type Variant } from '../reading/variants.ts'
import { confidenceOf, doubtsOf, type Offered } from './caption-doubts.ts'

export type CaptionRead = {
  isProduct: boolean
  name: string | null
  /** In whole units of `currency`, as the caption says it. */
  price: number | null
  currency: Currency | null
  was: number | null
  /** The top of a range, or the dearest size. */
  high: number | null
  variants: { option: string; value: string }[]
  tags: string[]
  /** Several products of one post, each with its price: a person parts them. */
  products: Listed[]
  isSoldOut: boolean
  confidence: number
  /** The piece of the caption each value rests on. */
  evidence: Record<string, string>
  notUnderstood: string[]
  why: string
}

type Asked = { caption: string; storeCurrency: Currency }

/**
 * What an Instagram caption offers, by rules alone. The price is a piece of the caption or null; currency is the
 * shop's unless the caption names another. Pure; any text up to Instagram's 2,200 characters in well under 1 ms,
 * longer text is cut at 10,000. Deterministic.
 */
export function readCaption({ caption, storeCurrency }: Asked): CaptionRead {
  const source = openSource(caption)
  const whole = blankOrders(source.text)
  const { tokens, amounts } = readAmounts(blankTraps(source.text), storeCurrency)
  const priced = giveRoles(tokens, amounts)
  const price = choosePrice(priced, storeCurrency, tokens)
  const { reason, ...kind } = kindOf(whole, price.price !== null || price.products.length > 0)
  // Nobody loses a thing because a guess of ours took its only sum: a person looks.
  const isProduct = !reason && (isOffer(tokens, price, whole) || priced.some(({ isGuessed }) => isGuessed))
  if (!isProduct) return nothing(source, reason ?? 'nothing is offered')
  const read = { ...price, ...kind }
  return writeRead({ ...source, text: whole }, tokens, priced, read, storeCurrency)
}

/** What the rules make of an amount of the caption; nothing where they see none such. */
export function rolesOf({ caption, storeCurrency }: Asked, amount: number): Role[] {
  const { tokens, amounts } = readAmounts(blankTraps(openSource(caption).text), storeCurrency)
  return giveRoles(tokens, amounts).flatMap(({ value, role }) => (value === amount ? [role] : []))
}

const MASKED = /\b(?:dm|inbox|price|bei|prix)\b[^.\n]{0,16}\b(?:dm|price|inbox|uliza|mp|bei|claim)\b|[\dx],?xxx\b/i

function isOffer(tokens: Token[], { price, products, bundle, isForeign }: PriceRead, text: string): boolean {
  if (price || bundle || isForeign || products.length > 0) return true
  if (MASKED.test(text)) return true
  const words = tokens.filter(({ kind }) => kind === 'word')
  return words.length >= 3 && signsOfSelling(words.map(({ key }) => key)) >= 2
}

function nothing({ isCut }: Source, why: string): CaptionRead {
  return {
    isProduct: false,
    name: null,
    price: null,
    currency: null,
    was: null,
    high: null,
    variants: [],
    tags: [],
    products: [],
    isSoldOut: false,
    confidence: 0.9,
    evidence: {},
    notUnderstood: isCut ? ['the caption is longer than we read'] : [],
    why,
  }
}

function writeRead(source: Source, tokens: Token[], priced: Priced[], read: Offered, shop: Currency): CaptionRead {
  const said = (amount: Priced) => {
    const [first, last] = [tokens[amount.from], tokens[amount.to - 1]]
    return first && last ? quote(source, first.start, last.end) : ''
  }
  const named = readName(source, tokens, priced)
  const bySize = sizesBeside(source, tokens, read)
  const variants = readVariants(source, read.high ? labelsOf(read.lines) : [], bySize)
  const unclear = unplaced(tokens, priced, read, variants)
  const { products, isOpen } = readListed(source, read.products, tokens)
  const doubts = doubtsOf(source, bySize.length > 0 ? { ...read, doubt: false } : read, unclear, isOpen)
  return {
    isProduct: true,
    name: named?.name ?? null,
    price: read.price?.value ?? null,
    currency: read.price ? (read.price.currency ?? shop) : null,
    was: read.was?.value ?? null,
    high: read.high?.value ?? null,
    variants: variants.map(({ option, value }) => ({ option, value })),
    tags: readTags(source.written),
    products,
    isSoldOut: products.length > 0 ? products.every((one) => one.isSoldOut) : saysSoldOut(source.text),
    confidence: confidenceOf(read, named !== null, doubts),
    evidence: evidenceOf(read, said, named?.from, variants),
    notUnderstood: doubts,
    why: read.price ? 'a thing with a price' : read.products.length ? 'several things with prices' : 'no price stated',
  }
}

/** `A4 $18, A3 $30` */
function sizesBeside(source: Source, tokens: Token[], { high, lines }: PriceRead): Found[] {
  const spans = lines.map((line) => amountOf(line, tokens))
  return high ? pricedSizes(source.text, spans) : []
}

function labelsOf(lines: Line[]): Labelled[] {
  return lines.flatMap(({ label }) => {
    const kinds = label.filter(({ key }) => isVariantWord(key) && !/^(?:sizes?|one|two|three)$/.test(key))
    const [first, last] = [kinds[0], kinds.at(-1)]
    const isKind = kinds.length === label.length && kinds.some(({ key }) => !UNITS.has(key))
    return first && last && isKind
      ? [{ start: first.start, end: last.end, words: kinds.map(({ key }) => key).join(' ') }]
      : []
  })
}

function evidenceOf(
  { price, was }: PriceRead,
  said: (amount: Priced) => string,
  name: string | undefined,
  variants: Variant[],
): Record<string, string> {
  const pieces = {
    name,
    price: price ? said(price) : undefined,
    was: was ? said(was) : undefined,
    variants: variants.length > 0 ? [...new Set(variants.map(({ from }) => from))].join(', ') : undefined,
  }
  return Object.fromEntries(Object.entries(pieces).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

const MOST_TAGS = 30

function readTags(caption: string): string[] {
  const tags = [...caption.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map(([, tag = '']) => tag.toLowerCase())
  return [...new Set(tags)].slice(0, MOST_TAGS)
}
