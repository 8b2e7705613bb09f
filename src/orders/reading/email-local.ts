import type { Piece } from './email-pieces.ts'
import { isSpelt, MAX_SIDE, type Side } from './email-side.ts'

/** Leftwards from i: atoms and the dots, dashes and words between them. */
export function readLocal(pieces: Piece[], i: number, floor: number, sign: Piece): Side | null {
  let at = pieces[i]?.kind === 'space' ? i - 1 : i
  if (isSpelt(pieces, at, -1)) return readSpelt(pieces, at, floor, sign)
  const wide = sign.v === '@' && pieces[i]?.kind === 'space' && pieces[i + 2]?.kind === 'space'
  const parts: Piece[] = []
  while (at >= floor && parts.length < MAX_SIDE) {
    const piece = pieces[at]
    if (!piece || !isPart(piece, parts.length === 0)) break
    parts.unshift(piece)
    at = stepLeft(pieces, at, wide)
  }
  const text = parts.map((part) => (part.kind === 'dot' ? '.' : part.v)).join('')
  return finishLocal(
    text,
    parts[0]?.start ?? sign.start,
    i,
    parts.some((part) => part.kind === 'odd'),
  )
}

/** A name is made of these; it does not end in a spelt-out dot. */
function isPart({ kind, spoken }: Piece, last: boolean): boolean {
  return kind === 'atom' || kind === 'odd' || ((kind === 'dot' || kind === 'joint') && !(spoken && last))
}

/** The next piece to the left that belongs to the same name, or -1. Only a spelt-out sign crosses a space. */
function stepLeft(pieces: Piece[], at: number, wide: boolean): number {
  const before = pieces[at - 1]
  if (!before) return -1
  if (before.kind !== 'space') return at - 1
  const here = pieces[at]
  const beyond = pieces[at - 2]
  if (!here || !beyond || before.v.includes('\n')) return -1
  const crosses = here.kind === 'atom' ? isJointBefore(pieces, at, wide) : isJoint(here, wide) && beyond.kind === 'atom'
  return crosses ? at - 2 : -1
}

function isJointBefore(pieces: Piece[], at: number, wide: boolean): boolean {
  const joint = pieces[at - 2]
  if (!joint || joint.kind === 'at' || !isJoint(joint, wide)) return false
  return joint.spoken ? isAtom(pieces[at - 3], pieces[at - 4]) : pieces[at - 3]?.kind === 'space'
}

function isJoint(piece: Piece, wide: boolean): boolean {
  return piece.spoken || (wide && piece.v === '.')
}

function isAtom(near: Piece | undefined, far: Piece | undefined): boolean {
  return near?.kind === 'atom' || (near?.kind === 'space' && far?.kind === 'atom')
}

function finishLocal(raw: string, start: number, last: number, odd: boolean): Side | null {
  const lead = /^[.'%-]*/.exec(raw)?.[0].length ?? 0
  const bare = raw.slice(lead).replace(/'+$/, '')
  const repaired = bare.includes('..') || bare.endsWith('.')
  const text = bare.replace(/\.{2,}/g, '.').replace(/\.$/, '')
  if (!text || !/[\p{L}\d]/u.test(text)) return null
  return { text, start: start + lead, end: 0, last, repaired, odd }
}

function readSpelt(pieces: Piece[], from: number, floor: number, sign: Piece): Side | null {
  let text = ''
  let start = sign.start
  let at = from
  for (; at >= floor && text.length < 64; at -= 2) {
    const piece = pieces[at]
    if (piece?.v.length !== 1 || piece.kind === 'other' || piece.kind === 'space') break
    text = piece.v + text
    start = piece.start
    if (pieces[at - 1]?.v !== ' ') break
  }
  return finishLocal(text, start, from, false)
}
