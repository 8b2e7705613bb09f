import { COLOURS, SHADES } from './colours.ts'
import { LETTER_SIZES, SIZE, UNITS } from './lexicon.ts'
import { words } from './words.ts'

/** Words that tell one kind of a product from another: en, sw. */
const KINDS = words(
  'small medium large xlarge big mini jumbo regular standard single double queen king twin full half dozen',
  'adult adults kids kid baby babies child children toddler teen men women ladies gents boys girls',
  'mkubwa mdogo kubwa ndogo wadogo wakubwa kati lita plain original classic short long medium',
  'vanilla chocolate strawberry lemon mint honey cinnamon cheddar raisin garlic spicy mild hot sweet',
  'moja mbili tatu quarter kilo kg litre size sizes number one two three piece pieces set',
)

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
