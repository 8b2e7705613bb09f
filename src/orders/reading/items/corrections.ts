import { wordsOf } from '#src/reading/lexicon.ts'
import type { Atom } from '../atoms.ts'
import { isCore } from './group-counts.ts'
import type { Item, ItemsRead, Part, Read } from './shapes.ts'

/** "2 red, oh wait and 1 black" adds, "wait, the black!" may only praise, "2 red, scratch that" may take all back. */
export function isOpen(piece: readonly Atom[], { pairs, drop }: Part, before: readonly Atom[]): boolean {
  const first = piece.findIndex(isCore)
  const lead = [...before.slice(before.findLastIndex(isCore) + 1), ...piece.slice(0, first < 0 ? undefined : first)]
  if (lead.some(isPlus)) return true
  if (piece.some(({ tag }) => tag === 'also')) return true
  const isCounted = piece.some(({ kind }) => kind === 'count')
  return !isCounted && (pairs.length > 0 || drop.length === 0)
}

/** "and", "+" */
export function isPlus(atom: Atom | undefined): boolean {
  return atom?.tag === 'and' || atom?.tag === 'also' || atom?.text === '+' || atom?.text === '&'
}

/**
 * "2 red sorry for my english 1 black": only a word that takes back, right before it, says that another colour is not
 * one more. "1 for me, sorry, 1 for mum" may be two.
 */
export function turnsAside({ turn, atoms }: Piece, before: Item[], after: Item[], whom: readonly Atom[]): boolean {
  const isOther =
    before.length > 0 && after.length > 0 && !after.some(({ key }) => before.some((one) => one.key === key))
  const isFirm = turn.some(({ text }) => TAKES_BACK.test(text))
  const isFar = atoms.slice(0, Math.max(0, atoms.findIndex(isCore))).some(({ tag }) => tag === 'fill' || tag === 'whom')
  const isGiven = [whom, atoms].every((all) => all.some(({ tag }) => tag === 'whom'))
  return isFirm ? isOther && isFar : isOther || isFar || isGiven
}

const TAKES_BACK = new RegExp(`\\b(?:${[...wordsOf('order-words', 'takes back')].join('|')})\\b`)

/** "scratch the gold", where no gold was wanted. */
export function dropsOther({ drop, pairs, each }: Part, before: Item[]): boolean {
  const named = [...before.map(({ key }) => key), ...pairs.map(({ colour }) => colour.colour?.key)]
  return each === null && drop.some((key) => !named.includes(key))
}

/** "no wait", "non pardon", "ach nein doch": words of turning that stand together are one turn. */
export function cutCorrections(atoms: readonly Atom[]): Piece[] {
  const first: Piece = { turn: [], atoms: [] }
  const pieces = [first]
  let isSaid = false
  for (const [i, atom] of atoms.entries()) {
    const piece = pieces.at(-1) ?? first
    if (isSaid && piece !== first && isAside(atoms, i)) piece.turn.push(atom)
    else if (!isTurn(atoms, i) || (!isSaid && piece === first)) {
      piece.atoms.push(atom)
      isSaid ||= isCore(atom)
    } else if (isSaid) {
      pieces.push({ turn: [atom], atoms: [] })
      isSaid = false
    } else piece.turn.push(atom)
  }
  return pieces
}

/** What is said between two turns, and the words that turned to it. */
type Piece = { turn: Atom[]; atoms: Atom[] }

/** "no wait, make it 3 actually": behind a correction such a word turns nothing more. */
function isAside(atoms: readonly Atom[], at: number): boolean {
  return ASIDES.has(atoms[at]?.text ?? '') && !atoms.slice(at + 1).some(isCore)
}

const ASIDES = wordsOf('order-words', 'turns aside')

function isTurn(atoms: readonly Atom[], at: number): boolean {
  return atoms[at]?.tag === 'correct' || (isNo(atoms[at]) && isNoThen(atoms, at))
}

function isNo(atom: Atom | undefined): boolean {
  return atom?.tag === 'no' || atom?.text === 'no'
}

/** "2 red - no, 3 red", "non pardon": a no that stands off, or beside such a word; "una verde no, dos" may not be. */
function isNoThen(atoms: readonly Atom[], at: number): boolean {
  const [before, after] = [atoms[at - 1], atoms[at + 1]]
  const then = atoms.slice(at + 1, at + 4).find(({ kind }) => kind !== 'mark')
  if (then?.kind === 'colour') return false
  const isBeside = [before, after].some((one) => one?.tag === 'correct' || isNo(one))
  return isBeside || (before?.kind === 'mark' && (then?.kind === 'count' || then?.tag === 'correct'))
}

/** What a correction makes of the items before it: "... no, 3" sets the count, "... scratch the red" takes one away. */
export function correct(before: ItemsRead, after: Read, { drop, spare }: Part): Read {
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
