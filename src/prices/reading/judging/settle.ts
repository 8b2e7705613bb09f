import type { Document } from '../document.ts'
import type { Mention } from '../shown/mentions.ts'
import type { Visible } from '../shown/visible.ts'

/** A visible price without any markup must stand this far ahead of every other amount. */
export const CLEAR_LEAD = 0.5

/**
 * Of amounts that stand out alike, the price is the one that is repeated, beside the button or in a summary; of those
 * that look the same, as variants do, the one the address names, else the lowest.
 */
export function settle(best: Mention, { mentions }: Visible, document: Document, url: URL | null): Mention | null {
  const likely = mentions.filter(({ score }) => score > 0)
  const times = ({ amount }: Mention) => likely.filter((other) => Number(other.amount) === Number(amount)).length
  const rivals = likely.filter(
    ({ amount, score }) => Number(amount) !== Number(best.amount) && best.score - score < CLEAR_LEAD,
  )
  if (rivals.every((rival) => times(rival) < times(best))) return best
  const looks = ({ line }: Mention) => (line.pieces.at(-1)?.classes ?? '').replace(/\d+/g, '')
  const areVariants = [best, ...rivals].every((one) => looks(one) === looks(best) && !one.line.control)
  if (!areVariants) return null
  const named = url ? namedBy(url, document) : null
  if (named === null) return [best, ...rivals].sort((a, b) => Number(a.amount) - Number(b.amount))[0] ?? null
  const own = likely.filter(({ line }) => named.has(line.entry))
  return new Set(own.map(({ amount }) => Number(amount))).size === 1 ? (own[0] ?? null) : null
}

/** The entries of the list whose label is a value of the address: `?size=M`. Null where none of them stands there. */
function namedBy({ searchParams }: URL, { lines }: Document): Set<number> | null {
  const values = new Set([...searchParams.values()].map((value) => value.trim().toLowerCase()).filter(Boolean))
  const rows = lines.filter(({ entry, text }) => entry > 0 && values.has(text.trim().toLowerCase()))
  return rows.length > 0 ? new Set(rows.map(({ entry }) => entry)) : null
}
