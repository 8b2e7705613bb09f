import type { Offer } from '../sales/read-sale.ts'
import type { Atom } from './atoms.ts'
import { isCore } from './group-counts.ts'

type Pair = { colour: Atom; count: Atom | null }

/** One part of a comment between corrections: what goes with what in it. */
export type Part = {
  pairs: Pair[]
  /** "two of each": the count for all, and where it stands. */
  each: { count: number; at: Atom } | null
  except: string[]
  drop: string[]
  spare: Atom[]
  left: Atom[]
  doubtful: boolean
}

/** Tags the grammar reads; a word of any other is left over. */
const READ = new Set(['', ...'article fill want ask and sep bind each times noun email pair total'.split(' ')])
/** How far a word reaches. */
const NEAR = 8

export function readPart(atoms: Atom[], offer: Offer): Part {
  const part: Part = { pairs: [], each: null, except: [], drop: [], spare: [], left: [], doubtful: false }
  const rest = takeExcepts(readAll(atoms, offer), part)
  const isSized = !/one size/i.test(offer.caption ?? '')
  part.left.push(...rest.filter((atom) => !isRead(atom) && !(atom.tag === 'size' && isSized)))
  if (rest.some(({ tag }) => tag === 'each')) readEach(rest, part)
  else readSegments(rest, part)
  return part
}

function isRead({ kind, tag }: Atom): boolean {
  return kind !== 'unknown' && READ.has(tag)
}

/** "all four colours": one of each, if there are four. */
function readAll(atoms: Atom[], { colours }: Offer): Atom[] {
  const at = atoms.findIndex(({ tag }, i) => tag === 'all' && atoms[i + 1]?.kind === 'count')
  const all = atoms[at]
  if (!all || atoms[at + 1]?.count !== colours.length) return atoms
  return [...atoms.slice(0, at), { ...all, tag: 'each' }, ...atoms.slice(at + 2)]
}

/** "all but black", "scratch the red": the colours that follow are none that is wanted. */
function takeExcepts(atoms: Atom[], part: Part): Atom[] {
  const rest: Atom[] = []
  for (let at = 0; at < atoms.length; ) {
    const atom = atoms[at]
    const isExcept = atom?.tag === 'except' || atom?.tag === 'drop'
    const end = isExcept ? deniedUntil(atoms, at) : at + 1
    if (atom && isExcept) rest.push(...except(atom, atoms.slice(at, end), part))
    else if (atom) rest.push(atom)
    at = end
  }
  const isOfEach = rest.some(({ tag }) => tag === 'each')
  if (part.except.length > 0 && !isOfEach) part.left.push(...atoms.filter(({ tag }) => tag === 'except'))
  return rest
}

/** What stays to be read of an exception: "all but" and "everything except" also mean each. */
function except(atom: Atom, denied: Atom[], part: Part): Atom[] {
  const keys = denied.flatMap(({ colour }) => (colour ? [colour.key] : []))
  part[atom.tag === 'drop' ? 'drop' : 'except'].push(...keys)
  if (keys.length === 0) part.left.push(atom)
  return keys.length > 0 && /^(?:all|every)/.test(atom.text) ? [{ ...atom, tag: 'each' }] : []
}

function deniedUntil(atoms: Atom[], at: number): number {
  const isDenied = (atom: Atom | undefined) =>
    atom !== undefined && (atom.kind === 'colour' || ['and', 'fill', 'article'].includes(atom.tag))
  let end = at + 1
  while (isDenied(atoms[end])) end += 1
  return end
}

/** "one of each", "2 each of red and teal": the same count for all that are named, else for all on offer. */
function readEach(rest: Atom[], part: Part): void {
  const counts = rest.filter(({ kind }) => kind === 'count')
  const colours = rest.filter(({ kind }) => kind === 'colour')
  const [count] = counts
  const at = count ?? rest.find(({ tag }) => tag === 'each')
  if (at) part.each = { count: count?.count ?? 1, at }
  part.pairs = colours.map((colour) => ({ colour, count: count ?? null }))
  part.left.push(...counts.slice(1))
  if (colours.length === 1 || (!count && colours.length > 0)) part.doubtful = true
}

/** Within a segment counts and colours come in turns, one way or the other; what does not is left over. */
function readSegments(rest: Atom[], part: Part): void {
  const segments = cutSegments(rest)
  const shapes = segments.map(shapeOf)
  const isTurns = shapes.every((shape) => shape.length === 1) && TURNS.test(shapes.join(''))
  if (isTurns && segments.length > 1) part.pairs.push(...pairsOf(segments.flat()))
  else for (const segment of segments) readSegment(segment, part)
  const isCounted = part.pairs.some(({ count }) => count && count.tag !== 'article')
  if (isCounted && part.pairs.some(({ count }) => count === null)) part.doubtful = true
}

const TURNS = /^(?:nc)+$|^(?:cn)+$/

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
    if (['sep', 'and', 'total'].includes(atom.tag) || !isRead(atom) || isListColon(atoms, i)) segments.push([])
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
