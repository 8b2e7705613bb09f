import { type AskedOffer, isComplete, openSeats } from '../offers/next-offers.ts'

/** `filled`: nothing happens. `pencilled`: the seat is theirs unless another time wins. `complete`: this time wins. */
export type Verdict = 'filled' | 'pencilled' | 'complete'

type Offer = AskedOffer & { id: string }

/**
 * What a yes means, counted for its own time only (decision 2). `offers`: all of that time.
 * One musician fills one seat: a second yes of theirs for another instrument finds it filled.
 */
export function decideYes(instruments: Record<string, number>, offers: readonly Offer[], offerId: string): Verdict {
  const offer = offers.find(({ id }) => id === offerId)
  if (!offer) return 'filled'
  const others = offers.filter(({ id }) => id !== offerId)
  if (openSeats(instruments, others, offer.instrument) === 0) return 'filled'
  const sitsAlready = others.some(
    ({ musicianId, answer, counts }) => musicianId === offer.musicianId && answer === 'yes' && counts,
  )
  if (sitsAlready) return 'filled'
  const accepted: Offer = { ...offer, answer: 'yes', counts: true }
  return isComplete(instruments, [...others, accepted]) ? 'complete' : 'pencilled'
}
