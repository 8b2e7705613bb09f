import type { Field } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { BenchMusician, BookingView } from '../card/booking-view.ts'
import { assignSeat } from '../completion/assign-seat.ts'
import { openSeatsOf, seatValue } from '../completion/open-seats.ts'
import { bookingKind } from '../kinds.ts'
import { holdsSeat, spanOf } from '../offers/standing.ts'
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

/** Who plays what is open, the likeliest first: who said no, or wrote STOP, stands last and marked. */
function whoField(view: BookingView): Field {
  const open = new Set(openSeatsOf(view).map(({ instrument }) => instrument))
  const able = view.bench.filter(({ instruments }) => instruments.some((one) => open.has(one)))
  const people = able.map((one) => ({ one, note: noteOf(view, one) })).sort((a, b) => rank(a.note) - rank(b.note))
  const choices = people.map(({ one, note }) => ({
    value: `M-${one.number}`,
    label: `${one.name} (${one.instruments.join(', ')})${note ? ` · ${note}` : ''}`,
  }))
  return choices.length <= MOST_CHOICES && choices.length > 0
    ? { name: 'musician', label: 'Musician', kind: 'choice', choices }
    : { name: 'musician', label: 'Musician', kind: 'text', hint: 'A name, or a number such as M-3.' }
}

const notes = ['', 'asked, no answer yet', 'holds a seat', 'said no', 'said no to all dates', 'wrote STOP'] as const
type Note = (typeof notes)[number]

function noteOf({ options }: BookingView, { id, optedOut }: BenchMusician): Note {
  if (optedOut) return 'wrote STOP'
  const own = options.flatMap(({ offers }) => offers.filter(({ musicianId }) => musicianId === id))
  if (own.some(holdsSeat)) return 'holds a seat'
  if (own.some(({ answer }) => answer === 'none')) return 'said no to all dates'
  if (own.some(({ answer }) => answer === 'no')) return 'said no'
  return own.length > 0 ? 'asked, no answer yet' : ''
}

function rank(note: Note): number {
  return notes.indexOf(note)
}
