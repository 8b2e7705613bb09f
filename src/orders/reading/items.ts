import type { Offer } from '../sales/read-sale.ts'
import type { Atom } from './atoms.ts'
import { groupCounts } from './group-counts.ts'
import { type Part, readPart } from './parts.ts'

/** `counted`: its amount was written. */
export type Item = { key: string; count: number; counted: boolean; offered: boolean; start: number; end: number }

/** What is ordered, and what speaks against taking it as read. */
export type ItemsRead = {
  items: Item[]
  /** What no rule read. */
  left: Atom[]
  /** It was read, but may be meant otherwise. */
  doubtful: boolean
  /** Something was taken back, or left out of what is named. */
  turns: boolean
}

/** Atoms of a comment -> the items. A correction ("no wait", "I mean") takes back what stands before it. */
export function readItems(atoms: readonly Atom[], offer: Offer): ItemsRead {
  let read: ItemsRead = { items: [], left: [], doubtful: false, turns: false }
  const pieces = cutCorrections(atoms)
  for (const piece of pieces) {
    const grouped = groupCounts(piece, offer)
    const part = readPart(grouped.atoms, offer)
    const counted = countPart(part, offer)
    const left = [...grouped.left, ...counted.left]
    const doubtful = counted.doubtful || grouped.doubtful || dropsOther(part, read.items)
    const turns = read.turns || pieces.length > 1 || part.drop.length > 0 || part.except.length > 0
    read = { ...correct(read, { ...counted, left, doubtful }, part), turns }
  }
  return { ...read, items: read.items.filter(({ count }) => count > 0) }
}

/** "scratch the gold", where no gold was wanted. */
function dropsOther({ drop, pairs, each }: Part, before: Item[]): boolean {
  const named = [...before.map(({ key }) => key), ...pairs.map(({ colour }) => colour.colour?.key)]
  return each === null && drop.some((key) => !named.includes(key))
}

function cutCorrections(atoms: readonly Atom[]): Atom[][] {
  const parts: Atom[][] = [[]]
  for (const [i, atom] of atoms.entries()) {
    const isTurn = atom.tag === 'correct' || isNo(atoms, i)
    if (isTurn && parts.at(-1)?.some(({ kind }) => kind === 'colour' || kind === 'count')) parts.push([])
    else parts.at(-1)?.push(atom)
  }
  return parts
}

/** "2 red - no, 3 red": a no that a count follows. */
function isNo(atoms: readonly Atom[], at: number): boolean {
  if (atoms[at]?.text !== 'no') return false
  return atoms.slice(at + 1, at + 4).find(({ kind }) => kind !== 'mark')?.kind === 'count'
}

/** What a correction makes of the items before it: "... no, 3" sets the count, "... scratch the red" takes one away. */
function correct(before: ItemsRead, after: Read, { drop, spare }: Part): Read {
  const left = [...before.left, ...after.left]
  const doubtful = before.doubtful || after.doubtful
  const kept = before.items.filter(({ key }) => !drop.includes(key))
  const [only, more] = kept
  const [count, another] = spare
  if (only && !more && count && !another && after.items.length === 0)
    return {
      items: [{ ...only, count: count.count, end: count.end }],
      left: left.filter((one) => one !== count),
      doubtful,
    }
  if (kept.length === 0 || after.items.length === 0) return { items: [...kept, ...after.items], left, doubtful }
  return replace(kept, { items: after.items, left, doubtful })
}

/** One item for one; of several the one named anew; else the last, and a person looks. */
function replace(kept: Item[], { items, left, doubtful }: Read): Read {
  const others = kept.filter(({ key }) => !items.some((item) => item.key === key))
  if (kept.length === 1) return { items, left, doubtful }
  if (others.length < kept.length) return { items: [...others, ...items], left, doubtful: doubtful || items.length > 1 }
  return { items: [...kept.slice(0, -1), ...items], left, doubtful: true }
}

type Read = Omit<ItemsRead, 'turns'>
type Span = { start: number; end: number }

/** Pairs of colours and counts -> items; spare counts are the sum of several, or the one colour's. */
function countPart(part: Part, offer: Offer): Read {
  const pairs = part.pairs.filter(({ colour }) => colour.colour && !part.drop.includes(colour.colour.key))
  const items =
    part.each && pairs.length === 0 ? eachOf(part, offer) : sumUp(pairs.flatMap((pair) => itemOf(pair, part)))
  const total = items.reduce((sum, { count }) => sum + count, 0)
  const spares = part.spare.filter(({ count }) => count !== total || items.length < 2)
  const doubtful = part.doubtful || pairs.some(({ colour }) => colour.colour?.doubtful) || isTwice(pairs)
  const [only, more] = offer.colours
  const [spare, another] = spares
  if (only === undefined || more !== undefined || !spare || another || items.length > 0)
    return { items, left: [...part.left, ...spares], doubtful }
  return { items: [itemFrom(only, spare.count, spare)], left: part.left, doubtful }
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
function isTwice(pairs: Part['pairs']): boolean {
  const keys = pairs.flatMap(({ colour, count }) => (count && count.text !== 'another' ? [colour.colour?.key] : []))
  return new Set(keys).size < keys.length
}
