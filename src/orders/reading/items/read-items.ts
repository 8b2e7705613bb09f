import type { Offer } from '../../sales/read-sale.ts'
import type { Atom } from '../atoms.ts'
import { correct, cutCorrections, dropsOther, isOpen, turnsAside } from './corrections.ts'
import { groupCounts } from './group-counts.ts'
import { readPart } from './parts.ts'
import { isCountedAgain, saidOnce, sumOf } from './said-again.ts'
import type { Item, ItemsRead, Part, Read } from './shapes.ts'

/** Atoms of a comment -> the items. A correction ("no wait", "I mean") takes back what stands before it. */
export function readItems(atoms: readonly Atom[], offer: Offer): ItemsRead {
  let read: ItemsRead = { items: [], left: [], doubtful: false, turns: false }
  const pieces = cutCorrections(atoms)
  for (const [at, one] of pieces.entries()) {
    const piece = one.atoms
    const before = pieces[at - 1]?.atoms
    const grouped = groupCounts(piece, offer)
    const part = readPart(grouped.atoms, offer)
    const counted = countPart(part, offer)
    const left = [...grouped.left, ...counted.left]
    const isLoose = before ? isOpen(piece, part, before) || turnsAside(one, read.items, counted.items, before) : false
    const isOdd = isLoose || dropsOther(part, read.items)
    const doubtful = counted.doubtful || grouped.doubtful || isOdd
    const turns = read.turns || pieces.length > 1 || part.drop.length > 0 || part.except.length > 0
    read = { ...correct(read, { ...counted, left, doubtful }, part), turns }
  }
  return { ...read, turns: read.turns && read.doubtful, items: read.items.filter(({ count }) => count > 0) }
}

type Span = { start: number; end: number }

/** Pairs of colours and counts -> items; spare counts are the sum of several, or the one colour's. */
function countPart(part: Part, offer: Offer): Read {
  const named = part.pairs.filter(({ colour }) => !part.drop.includes(colour.colour?.key ?? ''))
  const pairs = saidOnce(named, part.around)
  const items =
    part.each && pairs.length === 0 ? eachOf(part, offer) : sumUp(pairs.flatMap((pair) => itemOf(pair, part)))
  const total = items.reduce((sum, { count }) => sum + count, 0)
  const isRepeated = (spare: Atom) =>
    spare.count === total && (items.length > 1 || (items.length === 1 && isCountedAgain(spare, part.around)))
  const spares = part.spare.filter((spare) => !isRepeated(spare))
  const doubtful = part.doubtful || pairs.some(({ colour }) => colour.colour?.doubtful) || isNamedTwice(pairs)
  const [only, more] = offer.colours
  const sum = sumOf(spares, part.around)
  if (only === undefined || more !== undefined || sum === null || items.length > 0)
    return { items, left: [...part.left, ...spares], doubtful }
  return { items: [itemFrom(only, sum.count, sum)], left: part.left, doubtful }
}

function itemFrom(key: string, count: number, { start, end }: Span, counted = true, offered = true): Item {
  return { key, count, counted, offered, start, end }
}

/** "one of each except gold" */
function eachOf({ each, except, drop }: Part, { colours }: Offer): Item[] {
  const wanted = colours.filter((key) => !except.includes(key) && !drop.includes(key))
  return wanted.flatMap((key) => (each ? [itemFrom(key, each.count, each.at)] : []))
}

function itemOf({ colour, count }: Part['pairs'][number], { each }: Part): Item[] {
  if (!colour.colour) return []
  const span = {
    start: Math.min(colour.start, count?.start ?? colour.start),
    end: Math.max(colour.end, count?.end ?? 0),
  }
  const amount = each?.count ?? count?.count ?? 1
  return [itemFrom(colour.colour.key, amount, span, count !== null || each !== null, colour.colour.offered)]
}

function sumUp(items: Item[]): Item[] {
  const sums = new Map<string, Item>()
  for (const item of items) {
    const known = sums.get(item.key)
    sums.set(item.key, known ? { ...known, count: known.count + item.count, end: item.end } : item)
  }
  return [...sums.values()]
}

/** "2 black ... 3 black": said twice, or five? "another black" is one more. */
function isNamedTwice(pairs: Part['pairs']): boolean {
  const keys = pairs.flatMap(({ colour, count }) => (count && count.text !== 'another' ? [colour.colour?.key] : []))
  return new Set(keys).size < keys.length
}
