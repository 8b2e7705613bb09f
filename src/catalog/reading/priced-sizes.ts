import type { Found } from './source.ts'

const MEASURE = String.raw`\d+(?:\.\d+)? ?(?:ml|kg|gms?|g|ltr|litres?|l|oz|mm|cm|inch(?:es)?|seater)`
const DIMENSION = String.raw`\d{1,3} ?(?:x|by) ?\d{1,3}(?: ?(?:cm|ft|in))?`
const SIZE = String.raw`(?<![\p{L}\d.,])(?:${DIMENSION}|${MEASURE}|A[0-6])(?![\p{L}\d])`
const SIZES = new RegExp(SIZE, 'giu')
const OR = new RegExp(String.raw`${SIZE}(?: ?(?:\/|\||,| or ) ?${SIZE})+`, 'giu')
/** Between a size and what it costs: "A4 $18", "250ml - KES 650", "1kg @ 40,000". */
const BEFORE = /^ ?(?:[-:=@(–]|is|for|at)? ?$/i
/** "$18 for A4", "2,800 (5x6)". */
const AFTER = /^ ?(?:[(/]|for(?: the| an?)?) ?$/i

type Amount = { start: number; end: number }

/** Sizes that stand each beside its own price: all of them, or none. */
export function pricedSizes(text: string, amounts: readonly Amount[]): Found[] {
  const sizes = [...text.matchAll(SIZES)].map(({ 0: size, index }) => foundOf(size, index))
  const [starts, ends] = [new Map(sizes.map((one) => [one.at, one])), new Map(sizes.map((one) => [one.end, one]))]
  const beside = amounts.flatMap(({ start, end }): Found[] => {
    const before = near(BEFORE, start, -1, ends, text)
    const size = before ?? near(AFTER, end, 1, starts, text)
    return size ? [size] : []
  })
  return beside.length > 1 && beside.length === amounts.length ? beside : []
}

const FURTHEST = 10

/** The next size to one side of an amount, with nothing but such words between. */
function near(words: RegExp, at: number, step: number, sizes: Map<number, Found>, text: string): Found | undefined {
  for (let gap = 0; gap <= FURTHEST; gap += 1) {
    const edge = at + gap * step
    const size = sizes.get(edge)
    if (size && words.test(text.slice(Math.min(at, edge), Math.max(at, edge)))) return size
  }
  return undefined
}

/** "20mm / 30mm", "250ml, 500ml": sizes with nothing but a choice between them. */
export function listedSizes(text: string): Found[] {
  return [...text.matchAll(OR)].flatMap(({ 0: list, index }) => {
    const sizes = [...list.matchAll(SIZES)]
    const units = new Set(sizes.map(([size]) => size.replace(/[\d. ]+/g, '').toLowerCase()))
    const isChoice =
      units.size === 1 && (/\/|\||or/i.test(list.replace(SIZES, '')) || /ml|g|l|oz/.test([...units].join()))
    return isChoice ? sizes.map((size) => foundOf(size[0], index + size.index)) : []
  })
}

function foundOf(size: string, at: number): Found {
  const unit = size.replace(/[\d. ]+/g, '').toLowerCase()
  const option = /^(?:ml|l|ltr|litres?)$/.test(unit) ? 'volume' : /^(?:kg|gms?|g|oz)$/.test(unit) ? 'weight' : 'size'
  return { at, end: at + size.length, option, values: [size.replace(/ ?by ?/i, 'x')] }
}
