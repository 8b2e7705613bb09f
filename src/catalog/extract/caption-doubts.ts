import type { Kind } from '../reading/kind.ts'
import type { PriceRead } from '../reading/price.ts'
import type { Source } from '../reading/source.ts'
import { speaksToMachine } from '../reading/traps.ts'

export type Offered = PriceRead & Pick<Kind, 'maybeService' | 'maybeStory'>

export const SEVERAL = 'several products in one post'

/** What of a caption was not understood; `unplaced`: figures nothing tells; `isOpen`: which of several is gone. */
export function doubtsOf(
  source: Source,
  { price, doubt, products, maybeService, maybeStory }: Offered,
  unplaced: string[],
  isOpen = false,
): string[] {
  return [
    ...(products.length > 0 ? [SEVERAL] : []),
    ...(isOpen ? ['which of them is sold out'] : []),
    ...(doubt && price ? ['more than one price'] : []),
    ...(price?.isAsked ? ['whether the price is asked or offered'] : []),
    ...(price && HIDDEN.some((way) => way.test(source.text)) ? ['whether the price is told in a message'] : []),
    ...(maybeService ? ['whether it is a service'] : []),
    ...(maybeStory ? ['whether anything is sold'] : []),
    ...(price?.isOpen ? [`what ${price.value} is`] : []),
    ...unplaced.slice(0, MOST_UNPLACED).map((figure) => `what ${figure} is`),
    ...(speaksToMachine(source.written) ? ['words meant for a machine'] : []),
    ...(source.isCut ? ['the caption is longer than we read'] : []),
  ]
}

const MOST_UNPLACED = 2
const BETWEEN = String.raw`[^.,;!?\n\d–—-]{0,12}`
const WRITTEN_OUT = String.raw`\W{0,3}(?:(?:is|ni|est|at|kes|kshs?|shs?|ugx|tzs|usd|us|eur|gbp)\b\W{0,2}){0,2}\d`
/** "Bei ni DM", "Price - DM", "DM for the price"; but "DM to order, price 1,800". */
const HIDDEN = [
  new RegExp(String.raw`\b(?:price|bei|prix)\b(?:\s?[–—-]\s?|${BETWEEN})\b(?:dm|inbox|mp)\b`, 'i'),
  new RegExp(String.raw`\b(?:dm|inbox)\b${BETWEEN}\b(?:price|bei|prix)\b(?!${WRITTEN_OUT})`, 'i'),
]

/** So much less sure a reading is for each thing that was not understood. */
export const DOUBT = 0.2

export function confidenceOf({ price, products, bundle }: PriceRead, hasName: boolean, doubts: string[]): number {
  const base = price ? (price.isMarked || price.isSaid ? 0.95 : 0.85) : products.length > 0 ? 0.5 : 0.6
  const less = doubts.length * DOUBT + (hasName ? 0 : 0.3) + (price && price === bundle ? 0.15 : 0)
  return Math.max(0.1, Math.round((base - less) * 100) / 100)
}
