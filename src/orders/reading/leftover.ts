import type { Atom } from './atoms.ts'
import type { Bound } from './bind.ts'
import type { ItemsRead } from './items-read.ts'

/** A number that stands like an item but found no colour. `listed`: with a noun of its own, beside another number. */
export type LeftOver = { count: number | null; listed: boolean; start: number }

const TALK = new Set(
  'please pls plz plss thanks thank thx total more one ones each of in for altogether only just too also max maximum limit'.split(
    ' ',
  ),
)

/** "1 vanilla, 1 ivory": the numbers of a sentence that begin an item which no colour answers. */
export function findLeftOver(bound: Bound, atoms: Atom[], charAt: (at: number) => string): LeftOver[] {
  return bound.spare.flatMap(({ amount, at }): LeftOver[] => {
    if (amount.article || amount.pairs || amount.value === 0 || !beginsItem(atoms, at, charAt)) return []
    const digits = /\d/.test(charAt(amount.start))
    const noun = nounAfter(atoms[at + 1], digits)
    if (!noun || (!digits && atoms[at - 1]?.kind === 'colour')) return []
    const listed = noun === 'named' && atoms[at + 2]?.kind !== 'word'
    return [{ count: amount.value, listed, start: amount.start }]
  })
}

/** What the number counts: a thing with a name, itself alone, or nothing that matters. */
function nounAfter(noun: Atom | undefined, digits: boolean): 'named' | 'alone' | null {
  if (!noun || noun.kind === 'sep' || noun.kind === 'and') return digits ? 'alone' : null
  if (noun.kind !== 'word') return null
  if (SUMS.test(noun.v)) return 'alone'
  return TALK.has(noun.v) || noun.v.length < 3 ? null : 'named'
}

const SUMS = /^(?:total|altogether|together)$/

/** At the start, after a comma, "and" or a colour; not behind a word ("turning 40") or another number ("12 & 13"). */
function beginsItem(atoms: Atom[], at: number, charAt: (at: number) => string): boolean {
  const before = atoms[at - 1]
  if (!before) return true
  if (before.kind === 'colour') return true
  if (!/^(?:sep|and|plus)$/.test(before.kind) || before.end === atoms[at]?.start) return false
  const text = charAt(before.start)
  const far = atoms[at - 2]
  return !/[\d@$£€]/.test(text) && !(far && /\d/.test(charAt(far.end - 1)))
}

/** Whether such a number is still free, and not the sum of what was read. */
export function isUnsettled({ left, lines, spare }: ItemsRead): boolean {
  const total = lines.reduce((sum, line) => sum + line.count, 0)
  return (
    lines.length > 0 &&
    left.some(
      ({ count, listed, start }) =>
        spare.some((free) => free.start === start) &&
        ((count !== total && (count ?? 99) < 25) || (listed && count === 1 && total === 1)),
    )
  )
}
