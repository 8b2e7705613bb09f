import type { Amount } from './amounts.ts'
import type { Atom } from './atoms.ts'
import type { Palette } from './palette.ts'
import { isDigit, type Token } from './tokens.ts'

/** "2xblack", "blackx2": the sign is stuck to the colour. */
export function splitTimes(tokens: Token[], palette: Palette): Token[] {
  return tokens.flatMap((token, i): Token[] => {
    if (token.kind !== 'word' || token.v.length < 4) return [token]
    const { v, start, end, glued } = token
    const head = v.slice(1)
    if (v.startsWith('x') && glued && isDigit(tokens[i - 1]) && isColour(head, palette))
      return [
        { ...token, v: 'x', end: start + 1 },
        { ...token, v: head, start: start + 1 },
      ]
    const tail = v.slice(0, -1)
    if (v.endsWith('x') && tokens[i + 1]?.glued && isDigit(tokens[i + 1]) && isColour(tail, palette))
      return [
        { ...token, v: tail, end: end - 1 },
        { ...token, v: 'x', start: end - 1 },
      ]
    return [token]
  })
}

function isColour(word: string, palette: Palette): boolean {
  return palette.find([{ kind: 'word', v: word, start: 0, end: word.length, glued: false }], 0, true) !== null
}

/** "3 not 2", "2 instead of 1": the number that is denied goes, unless a colour it belongs to follows. */
export function dropDenied(atoms: Atom[]): Atom[] {
  return atoms.filter((atom, i) => {
    if (atom.kind !== 'amount') return true
    const before = atoms[i - 1]
    if (before?.kind === 'not') return /^(?:no|non|nein|hapana)$/.test(before.v)
    return !(before?.kind === 'word' && /^(?:of|than)$/.test(before.v) && isInstead(atoms[i - 2]))
  })
}

function isInstead(atom: Atom | undefined): boolean {
  return atom?.kind === 'word' && /^(?:instead|rather)$/.test(atom.v)
}

/** "two (2)": said twice, counts once; "two (3)" cannot be counted. */
export function joinRestated(atoms: Atom[]): Atom[] {
  return atoms.flatMap((atom, i): Atom[] => {
    if (isBracketed(atoms, i - 2) || isBracketed(atoms, i - 1) || isBracketed(atoms, i - 3)) return []
    if (!isBracketed(atoms, i) || atom.kind !== 'amount') return [atom]
    const again = atoms[i + 2] as Amount
    const end = atoms[i + 3]?.end ?? again.end
    if (again.value === atom.value) return [{ ...atom, pairs: atom.pairs || again.pairs, end }]
    return [{ ...atom, value: null, doubt: 'vague', end }]
  })
}

function isBracketed(atoms: Atom[], i: number): boolean {
  const [first, open, second, close] = [atoms[i], atoms[i + 1], atoms[i + 2], atoms[i + 3]]
  if (first?.kind !== 'amount' || second?.kind !== 'amount' || open?.kind !== 'sep' || close?.kind !== 'sep')
    return false
  return /^[([]$/.test(open.v) && /^[)\]]$/.test(close.v)
}
