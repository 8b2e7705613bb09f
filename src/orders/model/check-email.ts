import { findPiece, type Ground, overlap, quote } from './ground.ts'

export type CheckedEmail = { address: string; piece: string }

/** The claimed address, if the rules read the same one where the model points; else null. */
export function checkEmail(claim: { address: string; piece: string }, ground: Ground): CheckedEmail | null {
  const address = claim.address.trim().toLowerCase()
  const places = findPiece(ground, claim.piece)
  const email = ground.emails.find((each) => each.address === address && places.some((place) => overlap(place, each)))
  return email ? { address, piece: quote(ground, email) } : null
}
