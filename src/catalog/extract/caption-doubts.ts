import type { PriceRead } from '../reading/price.ts'
import type { Source } from '../reading/source.ts'
import { speaksToMachine } from '../reading/traps.ts'

export type Offered = PriceRead & { maybeService: boolean }

export const SEVERAL = 'several products in one post'

/** What of a caption was not understood; `unplaced`: figures nothing tells what they are. */
export function doubtsOf(
  source: Source,
  { price, doubt, products, maybeService }: Offered,
  unplaced: string[],
): string[] {
  return [
    ...(products.length > 0 ? [SEVERAL] : []),
    ...(doubt && price ? ['more than one price'] : []),
    ...(price?.isAsked ? ['whether the price is asked or offered'] : []),
    ...(price && HIDDEN.some((way) => way.test(source.text)) ? ['whether the price is told in a message'] : []),
    ...(maybeService ? ['whether it is a service'] : []),
    ...unplaced.slice(0, MOST_UNPLACED).map((figure) => `what ${figure} is`),
    ...(speaksToMachine(source.written) ? ['words meant for a machine'] : []),
    ...(source.isCut ? ['the caption is longer than we read'] : []),
  ]
}

const MOST_UNPLACED = 2
/** "Bei ni DM", "DM for the price" */
const HIDDEN = [
  /\b(?:price|bei|prix)\b[^.\n\d]{0,12}\b(?:dm|inbox|mp)\b/i,
  /\b(?:dm|inbox)\b[^.\n\d]{0,12}\b(?:price|bei|prix)\b/i,
]

/** So much less sure a reading is for each thing that was not understood. */
export const DOUBT = 0.2

export function confidenceOf({ price, products, bundle }: PriceRead, hasName: boolean, doubts: string[]): number {
  const base = price ? (price.isMarked || price.isSaid ? 0.95 : 0.85) : products.length > 0 ? 0.5 : 0.6
  const less = doubts.length * DOUBT + (hasName ? 0 : 0.3) + (price && price === bundle ? 0.15 : 0)
  return Math.max(0.1, Math.round((base - less) * 100) / 100)
}
