import type { Offer } from '../read-sale.ts'
import { isUnsettled } from './leftover.ts'
import type { Doubt } from './reasons.ts'
import type { Seen } from './seen.ts'

/** Everything a person should look at, gravest first. */
export function findDoubts(
  seen: Seen,
  offer: Offer,
  now: { isOrder: boolean; items: Record<string, number> | null; hasEmail: boolean },
): Doubt[] {
  const doubts = new Set<Doubt>()
  if (seen.attacked) doubts.add('injection')
  if (seen.hostile) doubts.add('hostile')
  if (seen.clean.overridden) doubts.add('hidden-text')
  if (seen.clean.cut) doubts.add('too-long')
  if (seen.choice.broken && !now.hasEmail) doubts.add('broken-email')
  if (now.hasEmail) {
    addEmailDoubts(seen, doubts)
    addIntentDoubts(seen, now, doubts)
  }
  const orderly = now.isOrder || (doubts.size > 0 && !seen.items.asks)
  if (orderly) addItemDoubts(seen, offer, now.items, now.isOrder, doubts)
  if (!now.hasEmail && isAboutEarlier(seen)) doubts.add('refers-to-earlier')
  return [...doubts]
}

function addEmailDoubts({ choice, glued }: Seen, doubts: Set<Doubt>): void {
  if (choice.different) doubts.add('two-emails')
  if (choice.chosen?.flaw === 'repaired') doubts.add('repaired-email')
  if (choice.chosen?.flaw === 'typo') doubts.add('typo-domain')
  if (choice.broken) doubts.add('broken-email')
  if (glued) doubts.add('glued-email')
}

function addIntentDoubts({ intent, items }: Seen, now: { isOrder: boolean; items: unknown }, doubts: Set<Doubt>): void {
  if (intent.cancels) doubts.add('cancellation')
  if (!now.isOrder && intent.complains) doubts.add('complaint')
  if (!now.isOrder && !intent.cancels && !intent.complains) doubts.add('question')
  if ((intent.earlier || (intent.turns && !items.corrected)) && now.isOrder) doubts.add('refers-to-earlier')
  if (intent.complains && now.isOrder) doubts.add('complaint')
}

function addItemDoubts(
  seen: Seen,
  offer: Offer,
  items: Record<string, number> | null,
  isOrder: boolean,
  doubts: Set<Doubt>,
): void {
  for (const doubt of seen.items.doubts) doubts.add(doubt === 'not-on-offer' ? 'not-on-offer' : 'ambiguous')
  if (seen.items.unread.length > 0) doubts.add('ambiguous')
  if (isOrder) addReservations(seen, doubts)
  if (isOrder && !items) doubts.add('no-items')
  if (!items) return
  const counts = Object.values(items)
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (offer.maxPerPerson !== null && total > offer.maxPerPerson) doubts.add('over-limit')
  if (offer.maxPerColour !== null && counts.some((count) => count > (offer.maxPerColour ?? count)))
    doubts.add('over-limit-colour')
}

function addReservations({ reservations, items }: Seen, doubts: Set<Doubt>): void {
  for (const reservation of reservations) {
    if (reservation === 'elsewhere') doubts.add('refers-to-earlier')
    else if (reservation === 'hedge') doubts.add('ambiguous')
    else doubts.add('special-wish')
  }
  if (isUnsettled(items) || (items.asksAmount && items.lines.length > 0)) doubts.add('ambiguous')
}

function isAboutEarlier({ intent, items }: Seen): boolean {
  if (!intent.earlier && !intent.turns && !intent.cancels) return false
  return intent.cancels || items.lines.length > 0 || items.spare.length > 0
}
