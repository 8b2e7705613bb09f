import type { Document } from '../document.ts'
import type { Mention } from '../shown/mentions.ts'
import type { Visible } from '../shown/visible.ts'
import { FROM } from '../words.ts'

type Count = { from: number; isRange: boolean }
/** What each costs to whoever takes `from` of them or more. */
export type Lot = Count & { mention: Mention }

const SAID = String.raw`(?:(?:qty|quantity|menge|anzahl|quantité|cantidad|quantidade|quantità|buy)\.?:?\s*)?`
const OVER = `(?:(?:${FROM.source}|≥|>=)\\s*)?`
const TO = String.raw`\s?(?:[-–—~]|to|bis|à|a|até|hasta|do)\s?\d{1,6}`
const MORE = String.raw`\s?\+|\s(?:or|and|oder|und|ou|et|o|y|e) (?:more|over|up|mehr|plus|más|mais|più)`
const UNIT = String.raw`(?:\s?(?:[x×]|\p{L}{1,14}\.?))?:?`
/** "1-9", "1 - 9 pcs:", "10+", "10 or more", "ab 10 Stück", "100". */
const SO_MANY = new RegExp(`^${SAID}${OVER}(\\d{1,5})(${TO}|${MORE})?${UNIT}$`, 'iu')
const AT_MOST = /^(?:up to|under|less than|bis(?: zu)?|unter|jusqu'à|hasta|até|fino a|do|tot|[<≤])\s?\d{1,5}/iu
const MOST_COLUMNS = 12
const EDGES = /^[\s,;·|•/()]+|[\s(]+$/g

/** The smallest lot, where this price is that of one of a page's lots and nothing else says what one costs. */
export function findFewest(price: string | null | undefined, visible: Visible, document: Document): Lot | null {
  const lots = findLots(document, visible.mentions)
  const costs = (amount: string | null = null) => lots.some(({ mention }) => Number(mention.amount) === Number(amount))
  const [fewest] = lots
  if (!fewest || !costs(price)) return null
  const isOneElsewhere = fewest.from > 1 && visible.best !== null && !costs(visible.best.amount)
  if (isOneElsewhere) return null
  const isBest = Number(visible.best?.amount) === Number(fewest.mention.amount)
  return visible.best && isBest ? { ...fewest, mention: visible.best } : fewest
}

/** The lots of a graduated price, the smallest first: the more somebody takes, the less each costs. Else none. */
function findLots({ lines }: Document, mentions: Mention[]): Lot[] {
  const shown = mentions.filter(({ line, isStruck }) => !line.isAside && !isStruck)
  const amounts = new Set(shown.map(({ at }) => at))
  const lots = new Map<number, Lot>()
  for (const [index, mention] of shown.entries()) {
    const count = countOf(mention, shown[index - 1], lines, amounts)
    if (!count) continue
    // Another table: of another variant, or the same one more for small screens.
    if ((lots.get(count.from)?.mention ?? mention).amount !== mention.amount) return []
    lots.set(count.from, { ...count, mention })
  }
  const all = [...lots.values()].sort((a, b) => a.from - b.from)
  const isFalling = all.every(
    ({ mention }, at) => Number(mention.amount) < Number(all[at - 1]?.mention.amount ?? Infinity),
  )
  // Numbers by themselves are lots only beside one: they may be sizes.
  const areLots = all[0]?.from === 1 || all.every(({ isRange }) => isRange)
  return isFalling && areLots && all.length > 1 ? all : []
}

/** How many an amount is for, by the words before it; null where they name no number of things. */
function readCount(label: string | undefined): Count | null {
  const words = label?.replace(EDGES, '') ?? ''
  if (AT_MOST.test(words)) return { from: 1, isRange: true }
  const [, many, range] = SO_MANY.exec(words) ?? []
  return many === undefined ? null : { from: Number(many), isRange: range !== undefined }
}

type Lines = Document['lines']

/** "1-9: $4.00"; or the cell above the amount, or before it. */
function countOf({ line, at, start }: Mention, last: Mention | undefined, lines: Lines, amounts: Set<number>) {
  const isNext = last?.line === line
  const own = line.text.slice(isNext ? last.end : 0, start)
  if (isNext || own.trim() !== '') return readCount(own)
  return fromAbove(at, lines, amounts) ?? readCount(lines[at - 1]?.text)
}

/** A row of lots with the row of amounts below it, the second with a word before it or none. */
function fromAbove(at: number, lines: Lines, amounts: Set<number>): Count | null {
  let [first, end] = [at, at + 1]
  while (amounts.has(first - 1) && end - first <= MOST_COLUMNS) first -= 1
  while (amounts.has(end) && end - first <= MOST_COLUMNS) end += 1
  const width = end - first
  if (width < 2 || width > MOST_COLUMNS) return null
  const hasWord = readCount(lines[first - 1]?.text) === null
  const row = lines.slice(Math.max(0, first - Number(hasWord) - width), first - Number(hasWord))
  const counts = row.map(({ text }) => readCount(text))
  return counts.includes(null) ? null : (counts[at - first] ?? null)
}
