import type { Amount } from './amounts.ts'
import type { Atom, ColourAtom } from './atoms.ts'

/** A colour with the amount said for it; `amount` null: none was said. */
export type Line = { colour: ColourAtom; amount: Amount | null; at: number }

export type Bound = {
  lines: Line[]
  spare: { amount: Amount; at: number }[]
  denied: Set<string>
  choice: Set<string>
  either: boolean
}

/** Words over which a number and a colour do not belong together. */
const BREAKS = new Set(
  `is are was were am be been being had own owned bought got love loved like liked think know see saw said says tell told wear wears wearing make makes made hide hides look looks match goes went come comes so because but if when while then than that which who since until before after ago whether will would could should do does did don't can't matches suits go only if
pero si cuando porque que mais quand parce que aber wenn weil dass lakini kama`.split(/\s+/),
)

const MOST_WORDS_ON = 5

const MOST_WORDS_BACK = 2

type State = { atoms: Atom[]; taken: Set<number>; amounts: Map<number, Amount> }

/** Within one sentence, tells which amount belongs to which colour. */
export function bindSentence(atoms: Atom[]): Bound {
  const state: State = { atoms, taken: new Set(), amounts: new Map() }
  const denied = findDenied(atoms)
  const first = atoms.find((atom) => atom.kind === 'colour' || (atom.kind === 'amount' && !atom.article))?.kind
  const spare: Bound['spare'] = []
  atoms.forEach((atom, at) => {
    if (atom.kind !== 'amount') return
    const target = isForEach(atoms, at) ? null : aim(state, at, atom, first === 'colour')
    if (target === null) spare.push({ amount: atom, at })
    else if (!state.amounts.has(target)) {
      state.taken.add(target)
      state.amounts.set(target, atom)
    }
  })
  const { choice, either } = findChoice(atoms, state)
  const lines = atoms.flatMap((atom, at): Line[] =>
    atom.kind === 'colour' && !denied.at.has(at) ? [{ colour: atom, amount: state.amounts.get(at) ?? null, at }] : [],
  )
  return { lines, spare, denied: denied.keys, choice, either }
}

/** "2 each", "2 of each", "je 2": not for the nearest colour alone. */
function isForEach(atoms: Atom[], at: number): boolean {
  if (atoms[at - 1]?.kind === 'each' || atoms[at + 1]?.kind === 'each') return true
  return atoms[at + 1]?.kind === 'word' && atoms[at + 2]?.kind === 'each'
}

/** The colour an amount is for, or null. Both sides free: as the sentence began, colour first or number first. */
function aim(state: State, at: number, amount: Amount, colourFirst: boolean): number | null {
  const back = amount.article ? null : reach(state, at, -1)
  const on = reach(state, at, 1)
  if (back && on && amount.points !== 'back') return prefersBack(back, on, amount, colourFirst) ? back.at : on.at
  return (back ?? (on?.apart && !on.noun ? null : on))?.at ?? null
}

function prefersBack(back: Reach, on: Reach, amount: Amount, colourFirst: boolean): boolean {
  if (amount.points === 'on' || on.noun) return colourFirst && !back.apart
  return back.apart === on.apart ? colourFirst : on.apart
}

type Reach = { at: number; apart: boolean; noun: boolean }

/** The nearest free colour on one side; `apart` when a comma stands between, `noun` when words do. */
function reach(state: State, from: number, way: 1 | -1): Reach | null {
  const most = way > 0 ? MOST_WORDS_ON : MOST_WORDS_BACK
  const between: Atom[] = []
  for (let at = from + way; between.length < 12; at += way) {
    const atom = state.atoms[at]
    const words = between.filter(({ kind }) => kind === 'word').length
    const apart = between.some(isComma)
    if (atom?.kind === 'colour')
      return state.taken.has(at) || (apart && words === 0) ? null : { at, apart, noun: words > 0 }
    if (!atom || apart || words > most || !links(atom, way)) return null
    between.push(atom)
  }
  return null
}

function isComma(atom: Atom): boolean {
  return atom.kind === 'sep' && !/^[([]?$/.test(atom.v)
}

function links(atom: Atom, way: 1 | -1): boolean {
  if (atom.kind === 'word') return !BREAKS.has(atom.v)
  return atom.kind === 'bind' || (atom.kind === 'sep' && way > 0)
}

/** Colours after "not", "except", "no": all of a joined list, up to a number or another word. */
function findDenied(atoms: Atom[]): { at: Set<number>; keys: Set<string> } {
  const at = new Set<number>()
  const keys = new Set<string>()
  atoms.forEach((atom, i) => {
    if (atom.kind === 'not') denyFrom(atoms, i, at, keys)
  })
  return { at, keys }
}

function denyFrom(atoms: Atom[], not: number, at: Set<number>, keys: Set<string>): void {
  let words = 0
  for (let i = not + 1; i < Math.min(atoms.length, not + 16); i++) {
    const atom = atoms[i]
    if (!atom || endsDenial(atoms, not, i)) return
    if (atom.kind === 'word' && ++words > 3) return
    if (atom.kind !== 'colour') continue
    at.add(i)
    keys.add(atom.found.key)
    words = 2
  }
}

/** "no, 2 red": a comma right after the word, or any after a bare "no", ends what is denied. */
function endsDenial(atoms: Atom[], not: number, i: number): boolean {
  const atom = atoms[i]
  if (atom?.kind === 'sep') {
    const sign = atoms[not]
    return i === not + 1 || (sign?.kind === 'not' && /^(?:no|non|nein|hapana)$/.test(sign.v))
  }
  if (atom?.kind === 'word') return BREAKS.has(atom.v)
  return atom?.kind === 'amount' || atom?.kind === 'ask' || atom?.kind === 'stop'
}

const FALLBACK =
  /^(?:if|sold|gone|out|otherwise|else|sino|sinon|sonst|failing|kama|si|wenn|unavailable|backup|instead)$/

/** "red or maroon": someone must choose. With "if sold out" the first one stands. */
function findChoice(atoms: Atom[], state: State): { choice: Set<string>; either: boolean } {
  const pairs = atoms.flatMap((atom, at) => (atom.kind === 'or' ? choiceAt(atoms, at) : []))
  for (const { after } of pairs) state.taken.add(after)
  const open = pairs.flatMap(({ before, after, kept }) => (kept ? [after] : [before, after]))
  const choice = new Set(open.flatMap((at) => (atoms[at]?.kind === 'colour' ? [atoms[at].found.key] : [])))
  return { choice, either: pairs.length > 0 }
}

function choiceAt(atoms: Atom[], at: number): { before: number; after: number; kept: boolean }[] {
  const before = nearColour(atoms, at, -1)
  const after = nearColour(atoms, at, 1)
  if (before === null || after === null) return []
  const kept = atoms.slice(before, after + 4).some((sign) => sign.kind === 'word' && FALLBACK.test(sign.v))
  return [{ before, after, kept }]
}

function nearColour(atoms: Atom[], from: number, way: 1 | -1): number | null {
  for (let at = from + way; at >= 0 && at < atoms.length && Math.abs(at - from) < 7; at += way) {
    const kind = atoms[at]?.kind
    if (kind === 'colour') return at
    if (kind === 'ask' || kind === 'stop' || (kind === 'or' && way > 0)) return null
  }
  return null
}
