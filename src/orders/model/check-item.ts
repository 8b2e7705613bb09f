import { type Atom, readAtoms } from '../reading/atoms.ts'
import { readItems } from '../reading/items.ts'
import { fold } from '../reading/normalise.ts'
import { NUMBER_WORDS } from '../reading/numbers.ts'
import { createPalette, type Palette } from '../reading/palette.ts'
import { type Token, tokenise } from '../reading/tokens.ts'
import { findPiece, type Ground, quote, type Span, wipe } from './ground.ts'

/** `proven`: the rules, seeing the piece alone, read the same. */
export type CheckedItem = { key: string; count: number; offered: boolean; piece: string; span: Span; proven: boolean }

export type ItemClaim = { colour: string; quantity: number; piece: string }

/** A claimed colour and amount, kept as far as its piece of the comment says them; null when it does not. */
export function checkItem(claim: ItemClaim, ground: Ground): CheckedItem | null {
  const [span] = findPiece(ground, claim.piece)
  if (!span || !Number.isSafeInteger(claim.quantity) || claim.quantity < 1) return null
  const said = { count: claim.quantity, piece: quote(ground, span), span }
  const text = ground.plain.slice(span.start, span.end)
  const palette = createPalette(ground.offer.colours)
  const read = readItems(text, ground.offer)
  const line = read.lines.find(({ key, count }) => count === claim.quantity && isSame(claim.colour, key, palette))
  if (line) {
    const doubted = read.doubts.some((doubt) => doubt !== 'not-on-offer')
    const proven = !doubted && read.unread.length + read.spare.length === 0 && !read.asks && !read.past
    return { ...said, key: line.key, offered: line.offered, proven }
  }
  const tokens = tokenise(text)
  const atoms = readAtoms(tokens, palette)
  const key = saysAmount(claim.quantity, tokens, atoms) ? readColour(claim.colour, text, atoms, palette) : null
  return key === null ? null : { ...said, key, offered: palette.colours.includes(key), proven: false }
}

/**
 * Whether what the pieces leave over holds nothing that counts: no other colour or amount, no "not", no "or". Where
 * it does, the pieces may say the opposite of what the writer means.
 */
export function isAllSaid(items: readonly CheckedItem[], { plain, offer }: Ground): boolean {
  const rest = wipe(
    plain,
    items.map(({ span }) => span),
  )
  const read = readItems(rest, offer)
  const left = read.lines.length + read.unread.length + read.spare.length + read.doubts.length
  if (left > 0 || read.asks || read.past) return false
  return !readAtoms(tokenise(rest), createPalette(offer.colours)).some(({ kind }) => kind === 'not' || kind === 'or')
}

function isSame(claimed: string, key: string, palette: Palette): boolean {
  const tokens = tokenise(fold(claimed))
  const found = palette.find(tokens, 0, true)
  return fold(claimed).trim() === fold(key) || (found?.key === key && found.length === tokens.length)
}

/** 1 may go unsaid where no number is written at all. */
function saysAmount(quantity: number, tokens: Token[], atoms: Atom[]): boolean {
  const amounts = atoms.filter((atom): atom is Extract<Atom, { kind: 'amount' }> => atom.kind === 'amount')
  const counted = amounts.flatMap(({ value, pairs }) => (value === null ? [] : [value, pairs ? value * 2 : value]))
  const written = tokens.flatMap(({ kind, v }) => (kind === 'number' ? [Number(v)] : (NUMBER_WORDS.get(v) ?? [])))
  const numbers = [...counted, ...written, amounts.reduce((sum, { value }) => sum + (value ?? 0), 0)]
  return numbers.includes(quantity) || (quantity === 1 && amounts.length + written.length === 0)
}

/** The colour the piece names, or may name in a word the rules do not know; null when it names others, or none. */
function readColour(claimed: string, text: string, atoms: Atom[], palette: Palette): string | null {
  const named = atoms.flatMap((atom) => (atom.kind === 'colour' ? [atom.found.key] : []))
  if (named.length > 0) return named.find((key) => isSame(claimed, key, palette)) ?? null
  const offered = palette.colours.find((colour) => fold(colour) === fold(claimed).trim())
  if (offered) return hasUnknownWord(atoms) ? offered : null
  const word = fold(claimed).trim()
  return /^\p{L}[\p{L} '-]{1,39}$/u.test(word) && ` ${text} `.includes(` ${word} `) ? word : null
}

const KNOWN = new Set(
  'want wants would like please pls love need take order ordering buy get send give have will can could may for the and with you your one ones that this them these those all more just only here yes quiero quisiera por favor voudrais veux bitte mochte quero naomba nataka tafadhali'.split(
    ' ',
  ),
)

function hasUnknownWord(atoms: Atom[]): boolean {
  return atoms.some((atom) => atom.kind === 'word' && atom.v.length > 2 && !KNOWN.has(atom.v))
}
