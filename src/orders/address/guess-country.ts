import type { Entry } from '#src/reading/lexicon.ts'
import type { Judged } from './judge-piece.ts'
import { addressWordAt } from './words.ts'

/** Where a street word of this language most often stands, when nothing better tells. */
const homes: Record<string, string> = {
  ...{ de: 'DE', fr: 'FR', es: 'ES', it: 'IT', pt: 'PT', nl: 'NL' },
  ...{ sw: 'KE', ja: 'JP', ar: 'EG', pl: 'PL', tr: 'TR', ru: 'RU' },
}

/** The country a block of lines is in: named, told by its postcode, its state, or the language of its street. */
export function guessCountry(block: readonly Judged[]): string | null {
  const named = block.findLast(({ country, isName, postcode }) => country && (isName || postcode?.at === 0))?.country
  const region = block.findLast(({ region: found }) => found)?.region
  // "402-1180 Douglas Fir Way" above "V8V 2P4, Canada": of two the one whose country is named is the postcode.
  const owns = block.flatMap(({ postcode }) => postcode?.country ?? [])
  const own = owns.find((country) => country === named || country === region) ?? owns[0]
  if (own ?? named ?? region) return own ?? named ?? region ?? null
  return streetCountry(block) ?? byPostcode(block)
}

function byPostcode(block: readonly Judged[]): string | null {
  const post = block.find(({ postcode }) => postcode)
  if (!post?.postcode) return null
  const digits = post.text.slice(post.postcode.at, post.postcode.end).replace(/\D/g, '')
  return digits.length === 5 && post.postcode.at > 0 ? 'US' : null
}

function streetCountry(block: readonly Judged[]): string | null {
  const homesOf = block.flatMap(({ piece: { tokens } }) => tokens.map((_, at) => homeOf(addressWordAt(tokens, at))))
  const home = homesOf.find((one) => one !== null) ?? null
  const post = block.find(({ postcode }) => postcode)
  const digits = post?.postcode ? post.text.slice(post.postcode.at, post.postcode.end).replace(/\D/g, '') : ''
  return home === 'DE' && digits.length === 4 ? 'AT' : home
}

/** "Allee" and "allée", "avenida": a word of two languages tells none. */
function homeOf(word: Entry | null): string | null {
  return word?.meaning === 'street' ? (homes[word.languages] ?? null) : null
}
