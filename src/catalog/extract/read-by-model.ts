import { OutsideError } from '#src/errors.ts'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import type { Currency } from '../reading/amounts.ts'
import { askCaptionModel, groundClaim } from './ask-caption-model.ts'
import type { CaptionRead } from './read-caption.ts'

/** For the command line: the model's reading where it answers, else the rules' with what went wrong. */
export async function readByModel(
  openai: OpenAi,
  rules: CaptionRead,
  caption: string,
  shop: Currency,
): Promise<object> {
  try {
    const claim = await askCaptionModel(openai, caption, shop, () => {})
    return { ...groundClaim(rules, claim, caption, shop), by: 'model' }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { ...rules, by: 'rules', modelError: error.message }
  }
}
