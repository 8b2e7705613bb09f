import { isFiller } from '../filler.ts'
import { wordsOf } from '../lexicon.ts'
import type { Token } from '../tokens.ts'
import type { Amount } from './amount.ts'
import { isFigure } from './figures.ts'

const JOINTS = wordsOf('joins list')
/** `only left 6`, `in stock: small 4, medium 6`: counts of what is there, and of what follows in the list. */
const LEFT = wordsOf('left')
/** Things of one list cost about the same. */
const FURTHEST = 5

/** A label with one number, which is a sum already or may be one. */
type Item = { at: number; amount: Amount | undefined; value: number }

/**
 * `Country 9, seeded 10, rye 11 dollars`: beside a sum that is named, the bare numbers of the same list are sums too.
 */
export function amountsOfLists(tokens: Token[], amounts: Amount[]): Amount[] {
  const known = new Map(amounts.map((amount) => [amount.from, amount]))
  return [...amounts, ...runsOf(tokens, known).flatMap(readRun)].sort((a, b) => a.from - b.from)
}

/** The numbers of a list that have none beside them but their label, one after the other. */
function runsOf(tokens: Token[], known: Map<number, Amount>): Item[][] {
  const runs: Item[][] = [[]]
  for (let start = 0, at = 0; at <= tokens.length; at++) {
    const isEnd = (tokens[at]?.kind ?? 'end') === 'end'
    if (!isEnd && !JOINTS.has(tokens[at]?.key ?? '')) continue
    const item = itemOf(tokens, start, at, known)
    if (item) runs.at(-1)?.push(item)
    if (!item || isEnd) runs.push([])
    start = at + 1
  }
  return runs
}

function itemOf(tokens: Token[], start: number, end: number, known: Map<number, Amount>): Item | null {
  const places = Array.from({ length: end - start }, (_, i) => start + i)
  const [at, more] = places.filter((place) => known.has(place) || tokens[place]?.kind === 'number')
  const isLabelled = places.some((place) => tokens[place]?.kind === 'word' && !isFiller(tokens[place]?.key ?? ''))
  const isLeft = places.some((place) => LEFT.has(tokens[place]?.key ?? ''))
  if (at === undefined || more !== undefined || !isLabelled || isLeft) return null
  const amount = known.get(at)
  return amount || !isFigure(tokens, at)
    ? { at, amount, value: amount?.value ?? Number(tokens[at]?.sum?.amount) }
    : null
}

function readRun(run: Item[]): Amount[] {
  const named = run.find(({ amount }) => amount?.currency)
  if (!named?.amount) return []
  const { currency } = named.amount
  const isNear = ({ value }: Item) => value * FURTHEST >= named.value && value <= named.value * FURTHEST
  return run.flatMap((item) =>
    item.amount || !isNear(item)
      ? []
      : [{ from: item.at, to: item.at + 1, value: item.value, currency, isMarked: true, isSaid: false, isOpen: false }],
  )
}
