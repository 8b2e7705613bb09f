import type { Answer } from '#entities/bookings/booking-message.ts'
import type { OfferView } from '../card/booking-view.ts'

/** An offer with its session, as far as a text without a code needs to tell it apart. */
export type Choosable = Pick<OfferView, 'id' | 'answer' | 'closedAt' | 'closedAs' | 'code' | 'bookingId'> & {
  startsAt: Date
  endsAt: Date
  isOpen: boolean
}

/** Which offer a text without a code is about: `one`, `which` of several, or none at all. */
export type Choice<Offer> = { one: Offer } | { which: Offer[] } | null

/**
 * A plain yes counts with exactly one open offer. A plain no is for the one open offer too, else for the one seat they
 * hold. What is settled is answered by the last offer, so that they hear how it ended.
 */
export function chooseOffer<Offer extends Choosable>(offers: Offer[], answer: Answer, now: Date): Choice<Offer> {
  const coming = offers.filter(({ endsAt }) => endsAt > now)
  const silent = coming.filter(({ answer: given, closedAt, isOpen }) => isOpen && given === null && closedAt === null)
  const held = coming.filter(
    ({ answer: given, closedAt, closedAs, isOpen }) =>
      given === 'yes' && ((closedAt === null && isOpen) || closedAs === 'booked'),
  )
  const changed = coming.filter(({ answer: given, closedAt, isOpen }) => isOpen && closedAt === null && given === 'no')
  for (const group of answer === 'yes' ? [silent, changed, held] : [silent, held]) {
    if (group.length > 1) return { which: group }
    if (group[0]) return { one: group[0] }
  }
  const last = coming.at(-1)
  return last ? { one: last } : null
}
