import { type Address, composeAddress, type Found } from './compose.ts'
import { gatherGroups } from './gather.ts'
import { readJapanese } from './japan.ts'
import { readPieces } from './pieces.ts'

export type { Address, Found }

/** More than this no address needs; the rest of a long text is not read. */
const maxLength = 16_000

/**
 * Every address of a text in the order written, whole or in part: lines or commas, labelled or not, US and
 * international forms. Components are as written. Rules only, deterministic; never throws. Source of the forms: the
 * Universal Postal Union's addressing systems by country.
 */
export function findAddresses(text: string): Found[] {
  const read = text.slice(0, maxLength)
  const japanese = readJapanese(read)
  if (japanese) return [japanese]
  return gatherGroups(readPieces(read))
    .map(composeAddress)
    .filter((one) => one !== null)
}

/** The first address of a text that has the most of its parts; null when there is none. */
export function readAddress(text: string): Address | null {
  const found = findAddresses(text)
  const best = found.reduce<Found | null>(
    (kept, one) => (kept === null || one.missing.length < kept.missing.length ? one : kept),
    null,
  )
  return best?.address ?? null
}
