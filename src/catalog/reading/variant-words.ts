import { COLOURS, SHADES } from './colours.ts'
import { LETTER_SIZES, SIZE, UNITS, wordsOf } from './lexicon.ts'

/** Words that tell one kind of a product from another: en, sw. */
const KINDS = wordsOf('variant')

export function isVariantWord(key: string): boolean {
  return (
    KINDS.has(key) ||
    SIZE.has(key) ||
    UNITS.has(key) ||
    SHADES.has(key) ||
    Object.hasOwn(COLOURS, key) ||
    LETTER_SIZES.includes(key.toUpperCase()) ||
    /^\d/.test(key)
  )
}
