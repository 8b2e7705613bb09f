import type { DraftReading } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'
import { callModel } from '#src/limits/call-model.ts'
import { countVendorError } from '#src/metrics.ts'
import { openPicture } from '../pictures/store.ts'
import type { Currency } from '../reading/amounts.ts'
import { askCaptionModel, groundClaim } from './ask-caption-model.ts'
import type { PicturePart } from './merge.ts'
import type { CaptionRead } from './read-caption.ts'

/** What the models cost so far; `isLastTry`: one that does not answer now is done without. */
export type Spent = { tokens: number; isLastTry: boolean }

/** The rules alone are believed above this; below, a model is asked too. */
const SURE = 0.9

type Asked = { read: CaptionRead; by: DraftReading['by'] }

/**
 * A model that fails leaves what the rules read; where they were not sure either, a person looks at it: confidence 0.
 */
export async function askWhereUnsure(
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
    const claim = await callModel(app, 'openai', () => askCaptionModel(openai, caption, shop, onUsage))
    return { read: groundClaim(rules, claim, caption, shop), by: 'model' }
  } catch (error) {
    if (!(error instanceof OutsideError) || isWorthWaiting(error, spent)) throw error
    countVendorError(error)
    app.log.error({ operation: 'catalog.extract', error }, 'the model did not read a caption')
    return { read: rules, by: rules.isProduct && rules.price === null ? 'fallback' : 'rules' }
  }
}

/** Nobody looked at the picture although somebody should have: such a draft is approved by itself by nobody. */
const UNSEEN: PicturePart = { category: null, confidence: 0.5 }

/** The category of a picture we keep, the first of these that fits; null where there is none, or no model to ask. */
export async function lookAt(
  app: App,
  hash: string | undefined,
  categories: string[],
  spent: Spent,
): Promise<PicturePart> {
  const jpeg = hash && app.pictureModel ? await openPicture(app, hash) : null
  if (!jpeg || !app.pictureModel) return null
  try {
    const { pictureModel } = app
    const seen = await callModel(app, pictureModel.vendor, () =>
      pictureModel.categorise(jpeg, 'image/jpeg', categories),
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
    if (!(error instanceof OutsideError) || isWorthWaiting(error, spent)) throw error
    countVendorError(error)
    app.log.error({ operation: 'catalog.extract', error }, 'no model looked at a picture')
    return UNSEEN
  }
}

/** Nobody's post waits longer for a model: a person looks at what the rules read. */
const PATIENCE_S = 60

function isWorthWaiting({ retry, retryAfterS }: OutsideError, { isLastTry }: Spent): boolean {
  return retry === 'later' && !isLastTry && (retryAfterS ?? 0) <= PATIENCE_S
}
