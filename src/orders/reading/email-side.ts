import type { Piece } from './email-pieces.ts'

export const MAX_SIDE = 60

export type Side = { text: string; start: number; end: number; last: number; repaired: boolean; odd: boolean }

/** "k i t @ e x": one character, space, one character. */
export function isSpelt(pieces: Piece[], at: number, way: 1 | -1): boolean {
  const [one, gap, two] = [pieces[at], pieces[at + way], pieces[at + 2 * way]]
  return one?.v.length === 1 && one.kind === 'atom' && gap?.v === ' ' && two?.v.length === 1 && two.kind !== 'other'
}
