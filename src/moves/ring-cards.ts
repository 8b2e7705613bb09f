import { type Platform, platforms } from '#entities/people/identity.ts'
import type { Tx } from '#src/database/transaction.ts'

/** The step that brings a platform's cards up to date. Each has its own: one that takes its time holds up no other. */
export function cardStep(platform: Platform): string {
  return `cards.${platform}`
}

/** Cards are out of date, on whichever platform they hang. */
export function ringCards(tx: Pick<Tx, 'ring'>): void {
  for (const platform of platforms) tx.ring(cardStep(platform))
}
