import { type Amount, amountAt } from './amounts.ts'
import { ARTICLES, NUMBER_WORDS, PIECE_WORDS } from './numbers.ts'
import type { ColourFound, Palette } from './palette.ts'
import { dropDenied, joinRestated, splitTimes } from './restated.ts'
import { type Sign, signAt } from './signs.ts'
import { isDigit, spanOf, type Token } from './tokens.ts'
import { isTrap, STREET, STUCK } from './traps.ts'

export type ColourAtom = { kind: 'colour'; found: ColourFound; start: number; end: number }

export type Atom = Amount | ColourAtom | Sign

/** Tokens -> what matters for counting: amounts, colours, and the signs between them. */
export function readAtoms(all: Token[], palette: Palette): Atom[] {
  const tokens = splitTimes(all, palette)
  const atoms: Atom[] = []
  let i = 0
  while (i < tokens.length) {
    const colour = colourAt(tokens, i, palette)
    const amount = colour ? null : amountAt(tokens, i, palette)
    if (colour) atoms.push(colour.atom)
    else if (amount) atoms.push(amount.atom)
    else atoms.push(signAt(tokens, i))
    i = colour?.next ?? amount?.next ?? i + 1
  }
  return joinRestated(dropDenied(atoms))
}

function colourAt(tokens: Token[], i: number, palette: Palette): { atom: ColourAtom; next: number } | null {
  const token = tokens[i]
  if (!token || !mayBeColour(tokens, i)) return null
  const beside = [tokens[i - 1], tokens[i + 1]].some((next) => isCount(next) || isTimes(next))
  const found = palette.find(tokens, i, beside)
  if (!found || isStreet(tokens, i, i + found.length)) return null
  if (found.weak && !beside && !(found.offered && found.how !== 'short')) return null
  const next = i + found.length
  return { atom: { kind: 'colour', found, ...spanOf(tokens, i, next) }, next }
}

/** "Green Street", and after a house number "14 Red Lion Court". */
function isStreet(tokens: Token[], i: number, next: number): boolean {
  if (STREET.has(tokens[next]?.v ?? '')) return true
  const named = [next, next + 1].some((at) => isRoad(tokens[at]))
  const house = [i - 1, i - 2, i - 3].find((at) => isDigit(tokens[at]) && isTrap(tokens, at))
  return house !== undefined && (house === i - 1 ? named : named || isRoad(tokens[i]))
}

function isRoad(token: Token | undefined): boolean {
  return STREET.has(token?.v ?? '') || /^(?:rd|st|ln|dr|close|place)$/.test(token?.v ?? '')
}

/** Not a number or its unit; a single Latin letter only when stuck to a number. */
function mayBeColour(tokens: Token[], i: number): boolean {
  const token = tokens[i]
  if (token?.kind === 'emoji') return true
  if (token?.kind !== 'word' || NUMBER_WORDS.has(token.v) || token.v === 'pr' || token.v === 'doz') return false
  if (token.glued && isDigit(tokens[i - 1]) && STUCK.test(token.v)) return false
  const letter = token.v.length === 1 && token.v < '\u0250'
  return !letter || (isDigit(tokens[i - 1]) && token.glued && !isTrap(tokens, i - 1))
}

function isCount(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (token.kind === 'number' ||
      NUMBER_WORDS.has(token.v) ||
      ARTICLES.has(token.v) ||
      PIECE_WORDS.has(token.v) ||
      token.v === 'of')
  )
}

function isTimes(token: Token | undefined): boolean {
  return token?.v === 'x' || token?.v === '*' || token?.v === '-' || token?.v === ':' || token?.v === '='
}
