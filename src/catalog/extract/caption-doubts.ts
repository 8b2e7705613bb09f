import type { PriceRead } from '../reading/price.ts'
import type { Source } from '../reading/source.ts'
import { speaksToMachine } from '../reading/traps.ts'

/** `isAsked`: the price stands in a question. `isMasked`: the caption says to ask for it. */
export type Offered = PriceRead & { maybeService: boolean; isAsked: boolean; isMasked: boolean }

export const SEVERAL = 'several products in one post'

/** What of a caption was not understood; `unplaced`: figures nothing tells what they are. */
export function doubtsOf(
  source: Source,
  { price, doubt, products, maybeService, isAsked, isMasked }: Offered,
  unplaced: string[],
): string[] {
  return [
    ...(products.length > 0 ? [SEVERAL] : []),
    ...(doubt && price ? ['more than one price'] : []),
    ...(maybeService ? ['whether it is a service'] : []),
    ...(price && isAsked ? ['whether it is offered, or only asked'] : []),
    ...(price && isMasked ? ['whether the price is told, or asked for'] : []),
    ...unplaced.slice(0, MOST_UNPLACED).map((figure) => `what ${figure} is`),
    ...(speaksToMachine(source.written) ? ['words meant for a machine'] : []),
    ...(source.isCut ? ['the caption is longer than we read'] : []),
  ]
}

const MOST_UNPLACED = 2

/** So much less sure a reading is for each thing that was not understood. */
export const DOUBT = 0.2

export function confidenceOf({ price, products, bundle }: PriceRead, hasName: boolean, doubts: string[]): number {
  const base = price ? (price.isMarked || price.isSaid ? 0.95 : 0.85) : products.length > 0 ? 0.5 : 0.6
  const less = doubts.length * DOUBT + (hasName ? 0 : 0.3) + (price && price === bundle ? 0.1 : 0)
  return Math.max(0.1, Math.round((base - less) * 100) / 100)
}
