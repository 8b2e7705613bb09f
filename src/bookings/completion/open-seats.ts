import type { BookingView, OptionView } from '../card/booking-view.ts'
import { openSeats } from '../offers/next-offers.ts'
import { askedOf } from '../offers/standing.ts'

/** Chairs without a yes, at every time that is still open. */
export function openSeatsOf(view: BookingView): { option: OptionView; instrument: string }[] {
  return view.options
    .filter(({ closedAt }) => closedAt === null)
    .flatMap((option) => {
      const offers = option.offers.map(askedOf)
      const names = Object.keys(view.instruments).filter((name) => openSeats(view.instruments, offers, name) > 0)
      return names.map((instrument) => ({ option, instrument }))
    })
}

export function seatValue({ options }: BookingView, option: OptionView, instrument: string): string {
  return `${options.indexOf(option)}:${instrument}`
}
