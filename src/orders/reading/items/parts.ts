import type { Offer } from '../../sales/read-sale.ts'
import type { Atom } from '../atoms.ts'
import { readAll, takeExcepts } from './exceptions.ts'
import { isCore } from './group-counts.ts'
import { chantOf, isNamedAgain } from './said-again.ts'
import type { Pair, Part } from './shapes.ts'

/** Tags the grammar reads; a word of any other is left over. */
const READ = new Set([
  '',
  ...'article fill also data whom want ask and sep bind each times noun email pair total'.split(' '),
])
/** How far a word reaches. */
const NEAR = 8

export function readPart(atoms: Atom[], offer: Offer): Part {
  const part: Part = { pairs: [], each: null, except: [], drop: [], spare: [], around: [], left: [], doubtful: false }
  const rest = takeExcepts(readAll(atoms, offer), part)
  part.around = rest
  part.left.push(...rest.filter((atom) => !isRead(atom)), ...loneNouns(rest))
  if (rest.some(({ tag }) => tag === 'each')) readEach(rest, part, offer)
  else readSegments(rest, part)
  return part
}

function isRead({ kind, tag }: Atom): boolean {
  return kind !== 'unknown' && READ.has(tag)
}

/** "1 sand and onyx": a word of the caption where a colour should stand. */
function loneNouns(atoms: Atom[]): Atom[] {
  const ends = [-1, ...atoms.flatMap(({ tag }, at) => (tag === 'sep' || tag === 'and' ? [at] : [])), atoms.length]
  const members = ends.slice(1).map((end, i) => atoms.slice((ends[i] ?? -1) + 1, end))
  const areNouns = (one: Atom[]) =>
    one.some(({ tag }) => tag === 'noun') && one.every(({ tag }) => tag === 'noun' || tag === 'article')
  return members.filter(areNouns).flat()
}

/** "one of each", "2 each of red and teal": the same count for all that are named, else for all on offer. */
function readEach(rest: Atom[], part: Part, offer: Offer): void {
  const counted = rest.filter(({ kind }) => kind === 'count')
  const colours = rest.filter(({ kind }) => kind === 'colour')
  const saysOne = rest.some(({ tag, text }) => tag === 'each' && SAYS_ONE.test(text))
  // "One of each, 4 in total"
  const counts = saysOne ? counted.filter(({ count }) => count !== (colours.length || offer.colours.length)) : counted
  const [count] = counts
  const at = count ?? rest.find(({ tag }) => tag === 'each')
  if (at) part.each = { count: count?.count ?? 1, at }
  part.pairs = colours.map((colour) => ({ colour, count: count ?? null }))
  part.left.push(...counts.slice(1))
  const isSaid = count !== undefined || saysOne
  if (colours.length === 1 || !isSaid || (!count && colours.length > 0)) part.doubtful = true
}

/** "one of each", "moja ya kila" name their count; "everything" does not. */
const SAYS_ONE = /\b(?:one|moja|un[ao]?|une?|ein)\b/

/** Within a segment counts and colours come in turns, one way or the other; what does not is left over. */
function readSegments(rest: Atom[], part: Part): void {
  const segments = cutSegments(rest)
  const shapes = segments.map(shapeOf)
  const isTurns = shapes.every((shape) => shape.length === 1) && TURNS.test(shapes.join('')) && !isParted(rest)
  const isOnly = rest.some(({ kind, text }) => kind === 'word' && ONLY.test(text))
  const chant = chantOf(segments.flat(), isOnly)
  if (chant) part.pairs.push(chant)
  else if (isTurns && segments.length > 1) part.pairs.push(...pairsOf(segments.flat()))
  else for (const segment of segments) readSegment(segment, part)
  const isCounted = part.pairs.some(({ count }) => count && count.tag !== 'article')
  const isOpen = (pair: Pair) => pair.count === null && !isNamedAgain(pair, part.pairs, rest)
  if (isCounted && part.pairs.some(isOpen)) part.doubtful = true
}

const ONLY = /\b(?:just|only|solo|nur|juste|seulement|alleen|apenas)\b/
const TURNS = /^(?:nc)+$|^(?:cn)+$/

/** "Black for me and one for my wife": the second is no count of the first. */
function isParted(rest: Atom[]): boolean {
  const turns = rest.filter((one) => isCore(one) || one.tag === 'whom' || one.tag === 'and')
  const [first] = turns.filter(isCore)
  return turns.some(({ kind }, at) => {
    const next = turns.slice(at + 1).find(isCore)
    return kind === first?.kind && next && turns[at + 1] !== next
  })
}

function readSegment(segment: Atom[], part: Part): void {
  const shape = shapeOf(segment)
  if (TURNS.test(shape)) part.pairs.push(...pairsOf(segment))
  else if (/^(?:nc)*n$/.test(shape)) {
    part.pairs.push(...pairsOf(segment.slice(0, -1)))
    part.spare.push(...segment.slice(-1))
  } else if (/^c+$/.test(shape)) {
    part.pairs.push(...segment.map((colour) => ({ colour, count: null })))
    if (segment.length > 1) part.doubtful = true
  } else part.left.push(...segment)
}

function pairsOf(segment: Atom[]): Pair[] {
  const counts = segment.filter(({ kind }) => kind === 'count')
  const colours = segment.filter(({ kind }) => kind === 'colour')
  return colours.map((colour, i) => ({ colour, count: counts[i] ?? null }))
}

function shapeOf(segment: Atom[]): string {
  return segment.map(({ kind }) => (kind === 'colour' ? 'c' : 'n')).join('')
}

function cutSegments(atoms: Atom[]): Atom[][] {
  const segments: Atom[][] = [[]]
  for (const [i, atom] of atoms.entries()) {
    const isGiven = atom.tag === 'whom' && atoms.slice(i + 1).find(isCore)?.kind === 'count'
    const isEnd = ['sep', 'and', 'total'].includes(atom.tag) || !isRead(atom)
    if (isEnd || isGiven || isListColon(atoms, i)) segments.push([])
    else if (atom.kind === 'count' || (atom.colour && isNamed(atoms, i))) segments.at(-1)?.push(atom)
  }
  return segments.filter((segment) => segment.length > 0)
}

/** "3 tees: one black, two white" */
function isListColon(atoms: Atom[], at: number): boolean {
  if (atoms[at]?.text !== ':' || atoms[at + 1]?.kind !== 'count') return false
  const near = atoms.slice(Math.max(0, at - NEAR), at)
  const before = near.slice(near.findLastIndex(({ tag }) => tag === 'sep') + 1).filter(isCore)
  return before.length === 1 && before[0]?.kind === 'count'
}

/**
 * Whether a colour is one that is wanted. Without a count beside it a heart is affection, and a colour right beside a
 * word that was not read ("red or gold", "a few black") is no item.
 */
function isNamed(atoms: Atom[], at: number): boolean {
  const beside = [atoms[at - 1], atoms[at + 1]]
  if (atoms[at]?.colour?.isEmoji) return beside.some((one) => one?.kind === 'count' || one?.tag === 'times')
  const before = atoms.slice(Math.max(0, at - NEAR), at).findLast(({ tag }) => tag !== 'fill')
  const after = atoms.slice(at + 1, at + NEAR).find(({ tag }) => tag !== 'fill' && tag !== 'noun')
  if ([before, after].some((one) => one?.kind === 'count' || one?.tag === 'times')) return true
  return [before, after].every((one) => one === undefined || one.kind === 'mark' || isRead(one))
}
