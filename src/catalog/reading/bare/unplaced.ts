import { isFiller } from '../filler.ts'
import { FREE, isKnown } from '../lexicon.ts'
import type { PriceRead } from '../price.ts'
import type { Priced } from '../role.ts'
import type { Token } from '../tokens.ts'
import { isFigure, isOfOther } from './figures.ts'

type Span = { start: number; end: number }

/** So many times less than the price a number is no other price of the same thing. */
const FAR = 10

/**
 * Figures beside the one price of a caption that nothing tells what they are: another price as well as not. `sizes`:
 * where choices stand.
 */
export function unplaced(tokens: Token[], priced: Priced[], { price, lines, was, bundle }: PriceRead, sizes: Span[]) {
  if (!price)
    return textsOf(
      tokens,
      priced.filter(({ isGuessed }) => isGuessed),
    )
  const read = new Set([price, was, bundle, ...lines.map(({ amount }) => amount)])
  const isPlaced = ({ role, isGuessed }: Priced) => !['price', 'aside'].includes(role) && !isGuessed
  const isRead = (one: Priced) => read.has(one) || isPlaced(one) || one.value === price.value
  const sums = priced.filter((one) => !isRead(one) && (one.currency ?? price.currency) === price.currency)
  const taken = new Set(
    priced.flatMap(({ from, count = 0 }) => (count ? [from, ...countBefore(tokens, from)] : [from])),
  )
  const isSize = ({ start, end }: Token) => sizes.some((size) => size.start <= start && size.end >= end)
  const numbers = tokens.filter(
    (token, at) => token.kind === 'number' && !taken.has(at) && mayCost(tokens, at, price.value) && !isSize(token),
  )
  return [...new Set([...textsOf(tokens, sums), ...numbers.map(({ text }) => text)])]
}

const textsOf = (tokens: Token[], sums: Priced[]) => sums.flatMap(({ from }) => tokens[from]?.text ?? [])

/** The `3` of `3 for 42`. */
function countBefore(tokens: Token[], from: number): number[] {
  return [from - 1, from - 2, from - 3].filter((at) => tokens[at]?.kind === 'number').slice(0, 1)
}

/** Near enough to the price, and no count, size, year or model. */
function mayCost(tokens: Token[], at: number, price: number): boolean {
  const value = Number(tokens[at]?.sum?.amount)
  const isNear = value * FAR >= price && value <= price * FAR
  return isNear && !isFigure(tokens, at) && !isOfOther(tokens, at, value) && !countsNext(tokens, at)
}

/** `3 flavours`, `9 loaves`: the word behind it is what is counted. */
function countsNext(tokens: Token[], at: number): boolean {
  const after = tokens[at + 1]
  return after?.kind === 'word' && !isKnown(after.key) && !isFiller(after.key) && !FREE.has(after.key)
}
