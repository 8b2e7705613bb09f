import { AFTER_PRICE, BEFORE_PRICE, PACKED, WAS, wordsOf } from './lexicon.ts'

/** Words that name nothing: en, sw, lg, fr. */
const FILLER = wordsOf('filler')

export function isFiller(key: string): boolean {
  return FILLER.has(key) || AFTER_PRICE.has(key) || BEFORE_PRICE.has(key) || PACKED.has(key) || WAS.has(key)
}
