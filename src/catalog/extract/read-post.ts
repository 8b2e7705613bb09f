import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { DraftReading, ExtractedData } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import { toMinor, writeDecimal } from '../money.ts'
import { fetchPicture } from '../pictures/fetch.ts'
import { keepPicture, openPicture } from '../pictures/store.ts'
import type { Currency } from '../reading/amounts.ts'
import type { StoreRow } from '../stores/sellers.ts'
import { askCaptionModel, groundClaim } from './ask-caption-model.ts'
import { CATEGORIES } from './categories.ts'
import { mergeExtraction, type PicturePart } from './merge.ts'
import { takeModelCall } from './model-budget.ts'
import { type CaptionRead, readCaption } from './read-caption.ts'

/** What the models cost so far; `isLastTry`: one that does not answer now is done without. */
type Spent = { tokens: number; isLastTry: boolean }

/** What was read of a post; `data` null: no product. */
export type PostReading = {
  data: ExtractedData | null
  reading: DraftReading
  pictures: { hash: string; looks: string }[]
  why: string
  tokens: number
  costMicros: number
}

/** Millionths of a dollar for a thousand tokens: what the cheapest current models take, in and out together. */
const MICROS_PER_1000_TOKENS = 300
const MOST_PICTURES = 10
/** The rules alone are believed above this; below, a model is asked too. */
const SURE = 0.9

/** Everything outside the database that a post needs: its pictures, and models where they are set up. */
export async function readPost(
  app: App,
  post: InstagramPost,
  store: StoreRow,
  isLastTry: boolean,
): Promise<PostReading> {
  const shop = currencyOf(store)
  const rules = readCaption({ caption: post.caption, storeCurrency: shop })
  const spent = { tokens: 0, isLastTry }
  const { read, by } = await askWhereUnsure(app, rules, post.caption, shop, spent)
  const base = { why: read.why, reading: writeReading(read, by, shop) }
  if (!read.isProduct)
    return { ...base, data: null, pictures: [], tokens: spent.tokens, costMicros: costOf(spent.tokens) }
  const pictures = await keepPictures(app, post, isLastTry)
  const seen = await lookAt(app, pictures[0]?.hash, spent)
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
  const data = by === 'fallback' ? { ...merged, confidence: 0 } : merged
  return { ...base, data, pictures, tokens: spent.tokens, costMicros: costOf(spent.tokens) }
}

function currencyOf({ currency }: StoreRow): Currency {
  return currency === 'UGX' || currency === 'KES' ? currency : 'USD'
}

type Asked = { read: CaptionRead; by: DraftReading['by'] }

/** A model that fails leaves what the rules read; where they were not sure either, a person looks: confidence 0. */
async function askWhereUnsure(
  app: App,
  rules: CaptionRead,
  caption: string,
  shop: Currency,
  spent: Spent,
): Promise<Asked> {
  const isEmpty = !/\p{L}/u.test(caption)
  if (!app.openai || isEmpty || (rules.confidence >= SURE && (rules.price !== null || !rules.isProduct))) {
    return { read: rules, by: 'rules' }
  }
  try {
    const { openai } = app
    const onUsage = (tokens: number) => {
      spent.tokens += tokens
    }
    const claim = await tryThrice(app, 'openai', () => askCaptionModel(openai, caption, shop, onUsage))
    return { read: groundClaim(rules, claim, caption), by: 'model' }
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.retry === 'later' && !spent.isLastTry)) throw error
    countVendorError(error)
    app.log.error({ operation: 'catalog.extract', error }, 'the model did not read a caption')
    return { read: rules, by: rules.isProduct && rules.price === null ? 'fallback' : 'rules' }
  }
}

const MOST_TRIES = 3

/** A model out of breath is asked again at once, three times in all; each try counts against what is allowed. */
async function tryThrice<T>(app: App, vendor: string, ask: () => Promise<T>, tries = 1): Promise<T> {
  await takeModelCall(app, vendor)
  try {
    return await ask()
  } catch (error) {
    const isWorthIt = error instanceof OutsideError && error.retry === 'later' && error.retryAfterS === null
    if (!isWorthIt || tries === MOST_TRIES) throw error
    app.log.warn({ operation: 'catalog.extract', error, tries }, 'a model is asked again')
    return tryThrice(app, vendor, ask, tries + 1)
  }
}

async function keepPictures(app: App, post: InstagramPost, isLastTry: boolean): Promise<PostReading['pictures']> {
  const kept: PostReading['pictures'] = []
  for (const address of pictureAddresses(post).slice(0, MOST_PICTURES)) {
    try {
      const { hash, looks } = await keepPicture(app, await fetchPicture(address, app.settings.META_GRAPH_URL))
      kept.push({ hash, looks })
    } catch (error) {
      if (error instanceof OutsideError && !isLastTry) throw error
      // The product stands without it; the card links the post.
      app.log.warn({ operation: 'catalog.extract', media: post.igMediaId, error }, 'a picture could not be kept')
    }
  }
  return kept
}

/** All slides of an album; else the post's own picture, which of a film is its still. */
export function pictureAddresses({ mediaUrl, slides }: Pick<InstagramPost, 'mediaUrl' | 'slides'>): string[] {
  const urls = slides.length > 0 ? slides.map(({ url }) => url) : [mediaUrl]
  return urls.filter((url): url is string => Boolean(url))
}

/** Nobody looked at the picture although somebody should have: such a draft is approved by itself by nobody. */
const UNSEEN: PicturePart = { category: null, confidence: 0.5 }

async function lookAt(app: App, hash: string | undefined, spent: Spent): Promise<PicturePart> {
  const jpeg = hash && app.pictureModel ? await openPicture(app, hash) : null
  if (!jpeg || !app.pictureModel) return null
  try {
    const { pictureModel } = app
    const seen = await tryThrice(app, pictureModel.vendor, () =>
      pictureModel.categorise(jpeg, 'image/jpeg', CATEGORIES),
    )
    spent.tokens += seen.tokens
    if (seen.model && !seen.model.startsWith(app.pictureModel.model)) {
      app.log.warn(
        { operation: 'catalog.extract', asked: app.pictureModel.model, model: seen.model },
        'another model answered',
      )
    }
    return seen
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.retry === 'later' && !spent.isLastTry)) throw error
    countVendorError(error)
    app.log.error({ operation: 'catalog.extract', error }, 'no model looked at a picture')
    return UNSEEN
  }
}

function writeReading(read: CaptionRead, by: DraftReading['by'], shop: Currency): DraftReading {
  const currency = read.currency ?? shop
  const decimal = (amount: number | null) => writeDecimal(toMinor(amount, currency), currency)
  return {
    was: decimal(read.was),
    high: decimal(read.high),
    isSoldOut: read.isSoldOut,
    products: read.products.map(({ name, price }) => ({ name, price: decimal(price) ?? '' })),
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
