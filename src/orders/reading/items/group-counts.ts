import { wordsOf } from '#src/reading/lexicon.ts'
import type { Offer } from '../../sales/read-sale.ts'
import type { Atom } from '../atoms.ts'

type Grouped = { atoms: Atom[]; left: Atom[]; doubtful: boolean }

/** "2 pairs of navy", "a couple of", "2 x", "twenty-four (24)": several atoms that are one count become one. */
export function groupCounts(atoms: readonly Atom[], offer: Offer): Grouped {
  const grouped: Grouped = { atoms: [], left: [], doubtful: false }
  const isPaired = offer.unit === 'pair'
  for (const [i, atom] of atoms.entries()) {
    if (atom.tag === 'pair') addPair(grouped, atom, isPaired ? 1 : 2)
    else if (atom.tag === 'times') addTimes(grouped, atoms, i)
    else addOne(grouped, atoms, i)
  }
  if (isPaired && atoms.some((_, i) => isCountOfNouns(atoms, i))) halve(grouped)
  return grouped
}

function addOne({ atoms: rest, left }: Grouped, atoms: readonly Atom[], at: number): void {
  const atom = atoms[at]
  if (atom && isMoreOf(atoms, at)) left.push({ ...atom, tag: 'earlier' })
  else if (atom && !isSkipped(rest, atoms, at)) rest.push(asCount(atom, rest))
}

/** "2 more black" is two, and about an earlier order. */
function isMoreOf(atoms: readonly Atom[], at: number): boolean {
  return MORE.has(atoms[at]?.text ?? '') && atoms[at - 1]?.kind === 'count' && atoms[at + 1]?.kind === 'colour'
}

const MORE = wordsOf('order-words', 'more')

/** "another black" after a black of the same comment is one more; alone it is about an earlier order. */
function asCount(atom: Atom, rest: readonly Atom[]): Atom {
  const isMore = atom.text === 'another' && rest.some(({ kind }) => kind === 'colour')
  if (isMore) return { ...atom, kind: 'count', tag: 'article', count: 1 }
  return atom.tag === 'couple' ? { ...atom, kind: 'count', tag: '', count: 2 } : atom
}

/** Where pairs are not sold, "a pair" is two; "2 pairs" may be two or four. */
function addPair(grouped: Grouped, atom: Atom, size: number): void {
  const { atoms: rest } = grouped
  const counted = countFor(rest)
  if (counted && counted.count > 1 && size > 1) grouped.doubtful = true
  if (counted) rest[rest.lastIndexOf(counted)] = { ...counted, tag: '', count: counted.count * size }
  else rest.push({ ...atom, kind: 'count', tag: '', count: size })
}

/** "2 pairs of navy", "2 navy pairs": the count the pairs are of. */
function countFor(rest: Atom[]): Atom | undefined {
  const near = rest.slice(-4)
  const broken = near.findLastIndex(({ tag }) => tag === 'sep' || tag === 'and')
  const [before, last] = near
    .slice(broken + 1)
    .filter(isCore)
    .slice(-2)
  return [last ?? before, before].find((one) => one?.kind === 'count')
}

/** An x multiplies beside a count; alone between ends it is a kiss. */
function addTimes({ atoms: rest, left }: Grouped, atoms: readonly Atom[], at: number): void {
  const atom = atoms[at]
  const beside = [atoms[at - 1], atoms[at + 1]]
  if (!atom || beside.every((one) => one === undefined || one.tag === 'sep')) return
  if (beside.some((one) => one?.kind === 'count')) rest.push(atom)
  else left.push(atom)
}

/** A number said again in brackets, an article that counts nothing, "a black one". */
function isSkipped(rest: readonly Atom[], atoms: readonly Atom[], at: number): boolean {
  const atom = atoms[at]
  if (!atom) return true
  return isAgain(rest, atom) || isLoneArticle(atoms, at) || isPronoun(rest, atoms, at)
}

/** "24 (24) black", "2 black (2)", where "lime (1) black (1)" counts each. */
function isAgain(rest: readonly Atom[], { kind, count }: Atom): boolean {
  if (kind !== 'count') return false
  const opened = rest.findLast(({ tag }) => tag !== 'fill' && tag !== 'article')
  if (opened?.text !== '(') return false
  const segment = rest.slice(rest.findLastIndex(({ tag }) => tag === 'sep' || tag === 'and') + 1).filter(isCore)
  const counts = segment.filter((one) => one.kind === 'count')
  return counts.at(-1)?.count === count && counts.length * 2 >= segment.length
}

/** "a" counts only where the next thing named is a colour, a pair or each. */
function isLoneArticle(atoms: readonly Atom[], at: number): boolean {
  if (atoms[at]?.tag !== 'article') return false
  const next = atoms.slice(at + 1, at + 5).find((atom) => isCore(atom) || ENDS.has(atom.tag))
  return !next || !(next.kind === 'colour' || ['pair', 'couple', 'each'].includes(next.tag))
}

const ENDS = new Set(['sep', 'pair', 'couple', 'each'])

/** "a black one": it stands for the thing, where the colour has its count. */
function isPronoun(rest: readonly Atom[], atoms: readonly Atom[], at: number): boolean {
  if (atoms[at]?.text !== 'one' || atoms[at - 1]?.kind !== 'colour' || atoms[at + 1]?.kind === 'colour') return false
  return rest.slice(-3, -1).some(({ kind, text }) => kind === 'count' || text === 'the')
}

/** "2 socks" of a sale by the pair may be one pair. */
function isCountOfNouns(atoms: readonly Atom[], at: number): boolean {
  return atoms[at]?.tag === 'noun' && atoms[at - 1]?.kind === 'count'
}

function halve(grouped: Grouped): void {
  const at = grouped.atoms.findLastIndex(({ kind }) => kind === 'count')
  const count = grouped.atoms[at]
  if (count) grouped.atoms[at] = { ...count, count: Math.ceil(count.count / 2) }
  grouped.doubtful = true
}

export function isCore({ kind }: Atom): boolean {
  return kind === 'colour' || kind === 'count'
}
