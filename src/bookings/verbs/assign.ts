import type { Field } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { BookingView } from '../card/booking-view.ts'
import { assignSeat } from '../completion/assign-seat.ts'
import { openSeatsOf, seatValue } from '../completion/open-seats.ts'
import { bookingKind } from '../kinds.ts'
import { spanOf } from '../offers/standing.ts'
import { writeSession } from '../write-times.ts'
import { type BookingVerb, isChecking, isOffering } from './verb.ts'

const MOST_CHOICES = 25

export const assign: BookingVerb = {
  label: 'Assign',
  past: 'assigned a seat of',
  offered: (view) => isChecking(view) || isOffering(view),
  form: (view, { settings }) => ({
    title: `Assign a seat of ${writeRef(bookingKind, view)}`,
    submit: 'Assign',
    fields: [seatField(view, settings.BOOKING_TIMEZONE), whoField(view)],
  }),
  effect: assignSeat,
}

function seatField(view: BookingView, zone: string): Field {
  const seats = openSeatsOf(view).slice(0, MOST_CHOICES)
  const choices = seats.map(({ option, instrument }) => ({
    value: seatValue(view, option, instrument),
    label: `${instrument}, ${writeSession(spanOf(option), zone)}`,
  }))
  return { name: 'seat', label: 'Seat', kind: 'choice', choices, ...(choices[0] && { value: choices[0].value }) }
}

function whoField(view: BookingView): Field {
  const people = view.bench.map(({ number, name, instruments }) => ({
    value: `M-${number}`,
    label: `${name} (${instruments.join(', ')})`,
  }))
  return people.length <= MOST_CHOICES && people.length > 0
    ? { name: 'musician', label: 'Musician', kind: 'choice', choices: people }
    : { name: 'musician', label: 'Musician', kind: 'text', hint: 'A name, or a number such as M-3.' }
}
