import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { DraftReading, ExtractedData } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import type { Lease } from '#src/limits/lease.ts'
import { toMinor, writeDecimal } from '../money.ts'
import type { Kept } from '../pictures/store.ts'
import type { Currency } from '../reading/amounts.ts'
import type { StoreRow } from '../stores/sellers.ts'
import { askWhereUnsure, lookAt } from './ask-models.ts'
import { orderCategories } from './categories.ts'
import { keepPictures } from './keep-pictures.ts'
import { mergeExtraction } from './merge.ts'
import { type CaptionRead, readCaption } from './read-caption.ts'
import { SURE_ABOVE } from './sure-above.ts'

/** What was read of a post; `data` null: no product. */
export type PostReading = {
  data: ExtractedData | null
  reading: DraftReading
  pictures: Kept[]
  why: string
  tokens: number
  costMicros: number
}

/** A post in hand, and what was read of it. */
export type Read = { post: InstagramPost; lease: Lease; store: StoreRow; reading: PostReading }

/** Millionths of a dollar for a thousand tokens: what the cheapest current models take, in and out together. */
const MICROS_PER_1000_TOKENS = 300

/** Everything outside the database that a post needs: its pictures, and models where they are set up. */
export async function readPost(
  app: App,
  post: InstagramPost,
  store: StoreRow,
  isLastTry: boolean,
): Promise<PostReading> {
  const shop = store.currency
  const rules = readCaption({ caption: post.caption, storeCurrency: shop })
  const spent = { tokens: 0, isLastTry }
  const { read, by } = await askWhereUnsure(app, rules, post.caption, shop, spent)
  const base = { why: read.why, reading: writeReading(read, by, shop) }
  if (!read.isProduct)
    return { ...base, data: null, pictures: [], tokens: spent.tokens, costMicros: costOf(spent.tokens) }
  const pictures = await keepPictures(app, post, isLastTry)
  const seen = await lookAt(app, pictures[0]?.hash, orderCategories(store.categories), spent)
  const price = writeDecimal(toMinor(read.price, read.currency ?? shop), read.currency ?? shop)
  const caption = {
    ...(read.name && { name: read.name }),
    description: describe(post.caption),
    price,
    ...(read.currency && { currency: read.currency }),
    tags: read.tags,
    variants: read.variants,
    confidence: read.confidence,
  }
  const merged = mergeExtraction(caption, seen, shop)
  const isBlurred = seen !== null && seen.confidence <= SURE_ABOVE
  const data = by === 'fallback' ? { ...merged, confidence: 0 } : merged
  const reading = { ...base.reading, ...(isBlurred && { isBlurred }) }
  return { ...base, reading, data, pictures, tokens: spent.tokens, costMicros: costOf(spent.tokens) }
}

function writeReading(read: CaptionRead, by: DraftReading['by'], shop: Currency): DraftReading {
  const currency = read.currency ?? shop
  const decimal = (amount: number | null) => writeDecimal(toMinor(amount, currency), currency)
  return {
    was: decimal(read.was),
    high: decimal(read.high),
    isSoldOut: read.isSoldOut,
    products: read.products.map((one) => ({ ...one, price: decimal(one.price) ?? '' })),
    evidence: read.evidence,
    notUnderstood: read.notUnderstood,
    by,
  }
}

/** The caption as it is, without its tags: a description may be tidied, never invented. */
function describe(caption: string): string {
  return caption.replace(/(?:\s*#[\p{L}\p{M}\p{N}_]+)+\s*$/u, '').trim()
}

function costOf(tokens: number): number {
  return Math.ceil((tokens * MICROS_PER_1000_TOKENS) / 1000)
}
