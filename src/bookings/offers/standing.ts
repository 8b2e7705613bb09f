import type { BookingView, OfferView, OptionView } from '../card/booking-view.ts'
import type { AskedOffer } from './next-offers.ts'

/** An offer as the decisions see it. */
export function askedOf(offer: OfferView): AskedOffer & { id: string } {
  const { id, musicianId, instrument, round, answer } = offer
  return { id, musicianId, instrument, round, answer, counts: countsStill(offer) }
}

/** Not closed, or closed because it was booked. */
export function countsStill({ closedAt, closedAs }: Pick<OfferView, 'closedAt' | 'closedAs'>): boolean {
  return closedAt === null || closedAs === 'booked'
}

/** A yes that holds a seat. */
export function holdsSeat(offer: OfferView): boolean {
  return offer.answer === 'yes' && countsStill(offer)
}

export function spanOf({ startsAt, endsAt }: Pick<OptionView, 'startsAt' | 'endsAt'>): { start: Date; end: Date } {
  return { start: startsAt, end: endsAt }
}

/** Times that can still come about. */
export function openOptions({ options }: Pick<BookingView, 'options'>, now: Date): OptionView[] {
  return options.filter(({ closedAt, startsAt }) => closedAt === null && startsAt > now)
}

/** The card speaks of one time: the one that won, else the one nearest to complete. */
export function leadingOption(view: Pick<BookingView, 'options' | 'optionId'>): OptionView | null {
  const won = view.options.find(({ id }) => id === view.optionId)
  if (won) return won
  const open = view.options.filter(({ closedAt }) => closedAt === null)
  const yes = ({ offers }: OptionView) => offers.filter(holdsSeat).length
  return open.toSorted((a, b) => yes(b) - yes(a))[0] ?? view.options[0] ?? null
}
