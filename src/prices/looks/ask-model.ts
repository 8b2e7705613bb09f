import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { OutsideError } from '#src/errors.ts'
import type { Page } from '#src/integrations/web.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { callModel } from '#src/limits/call-model.ts'
import { checkClaim, claimShape, writeForModel } from '../reading/helped/by-model.ts'
import { decode, type Looked, readAnswer } from './read-page.ts'
import type { LookingApp } from './site.ts'

const INSTRUCTIONS = `You read the text of one product page of a shop. Answer with the product's name, whether it can be
bought, and quote: the words in which its present price stands, copied letter by letter from the text, with the currency
and nothing else. No old price, no instalment, no other product. Null where the text does not say it.`

/**
 * A page that no rule could read, where a model is configured. What it claims counts only as far as the page says it
 * too.
 */
export async function askModel(
  app: LookingApp,
  product: TrackedProduct,
  page: Page,
  isThorough: boolean,
): Promise<Looked | null> {
  const { openai } = app
  if (!openai) return null
  const html = decode(page)
  const text = writeForModel(html)
  if (text.length < 10) return null
  try {
    const question = { name: 'page', instructions: INSTRUCTIONS, text, shape: claimShape }
    const claim = await callModel(app, 'openai', () => openai.extract(question))
    const found = checkClaim(claim, text, html, product.url)
    if (!found?.price) return null
    const { source, price, currency, piece } = found
    const claims = [{ source, price, currency, piece }]
    return readAnswer(product, page, isThorough, () => ({
      ...found,
      claims,
      doubts: [],
      truncated: false,
      shopApi: null,
    }))
  } catch (error) {
    // A model that is away changes nothing: the page stays unread, and is looked at again.
    if (!(error instanceof OutsideError || error instanceof BudgetSpent)) throw error
    return null
  }
}
