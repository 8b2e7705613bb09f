import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { wordsOf } from './lexicon.ts'

/** Why a caption sells nothing, by the words that say so (`caption-kinds.tsv`); the first is the reason shown. */
const REASONS = [
  ...[
    'a giveaway',
    'a job',
    'something wanted',
    'a review',
    'a service',
    'a notice',
    'a sale on everything',
    'a story',
  ],
  ...['an event', 'a greeting', 'a repost'],
]
const kinds = loadLexicon('caption-kinds')

/** What people say who sell: en, sw, lg, fr. */
const SELLING = wordsOf('selling')

export function whyNot(text: string): string | null {
  const said = kinds.meaningsIn(tokenise(normalise(text).text))
  return REASONS.find((one) => said.has(one)) ?? (isQuotation(text.toLowerCase()) ? 'a review' : null)
}

/** A customer's words: it begins with a quotation and goes on with who said it. */
function isQuotation(low: string): boolean {
  return /^\s*"[^"]{15,}"\s*(?:-|by|from|~)/.test(low)
}

/** How many signs of selling there are, of the words in it. */
export function signsOfSelling(keys: string[]): number {
  return new Set(keys.filter((key) => SELLING.has(key))).size
}
