import type { Atom } from './atoms.ts'
import type { Bound } from './bind.ts'
import type { Draft } from './items-read.ts'

type Part = { atoms: Atom[]; corrects: 'replace' | 'add' | null }

/** Words by which people take back what they just wrote. */
const TURNS = new Set(
  'wait actually sorry oops ooops whoops rather correction edit scratch meant mean nvm instead perdon perdona mejor digo pardon plutot desole desculpa melhor entschuldigung lieber doch scusa anzi meglio samahani pole make change upd update sory wacha afadhali nah'.split(
    ' ',
  ),
)
const ADDS = new Set('add plus also another more extra'.split(' '))

/** Cuts a sentence at its words of correction. `earlier`: something was already ordered before this sentence. */
export function findCorrection(atoms: Atom[], earlier: boolean): Part[] {
  const parts: Part[] = []
  let begin = 0
  let corrects: Part['corrects'] = null
  for (let i = 0; i < atoms.length; i++) {
    if (!isTurn(atoms, i)) continue
    const before = atoms.slice(begin, i)
    if (!(earlier || parts.length > 0 || hasCount(before)) || !startsCount(atoms, i + 1)) continue
    if (before.length > 0) parts.push({ atoms: before, corrects })
    begin = i + 1
    corrects = 'replace'
  }
  parts.push({ atoms: atoms.slice(begin), corrects })
  return parts
}

function isTurn(atoms: Atom[], i: number): boolean {
  const atom = atoms[i]
  if (!atom || (atom.kind !== 'word' && atom.kind !== 'not')) return false
  const next = atoms[i + 1]
  if (atom.kind === 'not' && TURNS.has(atom.v)) return next?.kind === 'word' && /^(?:that|this|all|it)$/.test(next.v)
  if (atom.v === 'instead' && next?.kind === 'word' && next.v === 'of') return false
  if (TURNS.has(atom.v)) return true
  return (
    /^(?:no|non|nein|hapana|nah)$/.test(atom.v) &&
    (next?.kind === 'sep' || next?.kind === 'amount' || next?.kind === 'stop')
  )
}

function hasCount(atoms: Atom[]): boolean {
  return atoms.some((atom) => atom.kind === 'colour' || atom.kind === 'amount')
}

/** A number or colour comes within a few words, and it is not thanks or small talk. */
function startsCount(atoms: Atom[], from: number): boolean {
  for (let i = from; i < Math.min(atoms.length, from + 6); i++) {
    const atom = atoms[i]
    if (atom?.kind === 'amount' || atom?.kind === 'colour') return true
    if (atom?.kind === 'word' && ADDS.has(atom.v)) return false
  }
  return false
}

/** Adds what was just read to what stands; a correction takes the place of what it corrects. */
export function correct(drafts: Draft[], fresh: Draft[], bound: Bound, how: Part['corrects']): void {
  for (const key of bound.denied) if (drafts.length > 0) removeKey(drafts, key)
  if (how === 'replace' && fresh.length === 0) recount(drafts, bound)
  if (how === 'replace' && fresh.length > 0) replace(drafts, fresh)
  drafts.push(...fresh)
}

function removeKey(drafts: Draft[], key: string): void {
  for (let i = drafts.length - 1; i >= 0; i--) if (drafts[i]?.colour.found.key === key) drafts.splice(i, 1)
}

/** "make that 3": the last line gets the new number. */
function recount(drafts: Draft[], bound: Bound): void {
  const last = drafts.at(-1)
  const amount = bound.spare.at(-1)?.amount
  if (!last || !amount) return
  last.count = amount.value
  last.amount = amount
  bound.spare = []
}

/** The same colour again: its new number counts. Another colour: it takes the last line's place. */
function replace(drafts: Draft[], fresh: Draft[]): void {
  const keys = new Set(fresh.map((draft) => draft.colour.found.key))
  const overlap = drafts.some((draft) => keys.has(draft.colour.found.key))
  for (const key of keys) removeKey(drafts, key)
  if (overlap) return
  if (fresh.length >= drafts.length) drafts.length = 0
  else drafts.pop()
}
