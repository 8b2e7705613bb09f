import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { DENIED, wordsOf } from './lexicon.ts'

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

/** What a post may say besides, that sells a thing at its price: "Happy Eid! Kaftans KES 5,000". */
const BESIDE = 'a greeting'

/** Why a caption sells nothing; whether it may be a service, and whether its sum may be a story beside a greeting. */
export type Kind = { reason: string | null; maybeService: boolean; maybeStory: boolean }

export function kindOf(text: string, isPriced: boolean): Kind {
  const tokens = tokenise(normalise(text).text)
  const said = new Set(
    tokens.flatMap((_, at) => (isDenied(tokens, at) ? [] : (kinds.at(tokens, at)?.value.meaning ?? []))),
  )
  // "Braids, 120 a pack", "a gown made to measure, book your slot": what is packed or made is no service.
  const maybeService = said.has('maybe a service') && !said.has('goods')
  if (maybeService && said.has('to book')) said.add('a service')
  if (said.has('goods')) said.delete('a service')
  // "Merry Christmas! We closed the year with 20,000 for orphans" has a sum too: a person looks.
  const maybeStory = isPriced && said.has(BESIDE)
  const reason = REASONS.find((one) => said.has(one) && !(maybeStory && one === BESIDE))
  return { reason: reason ?? (isQuotation(text.toLowerCase()) ? 'a review' : null), maybeService, maybeStory }
}

/** "Hii si giveaway", "this is not a giveaway". */
function isDenied(tokens: Token[], at: number): boolean {
  const before = tokens[at - 1]?.text === 'a' ? at - 2 : at - 1
  return DENIED.has(tokens[before]?.text ?? '')
}

/** A customer's words: it begins with a quotation and goes on with who said it. */
function isQuotation(low: string): boolean {
  return /^[^\p{L}\p{N}"]*"[^"]{15,}"\s*(?:-|by|from|~|thank|asante|merci|webale)/u.test(low)
}

/** How many signs of selling there are, of the words in it. */
export function signsOfSelling(keys: string[]): number {
  return new Set(keys.filter((key) => SELLING.has(key))).size
}
