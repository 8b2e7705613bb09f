import type { Musician } from '#entities/bookings/musician.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { BookingView, OptionView } from './card/booking-view.ts'
import { bookingKind } from './kinds.ts'

/** A booking for programs, with its plan and every offer. */
export function writeBooking(view: BookingView) {
  return {
    ref: writeRef(bookingKind, view),
    state: view.state,
    client: view.client,
    instruments: view.instruments,
    times: view.times,
    timezone: view.zone,
    problems: view.problems,
    attention: view.attention,
    attentionNote: view.attentionNote,
    paused: view.paused,
    options: view.options.map((option) => writeOption(option, view)),
    seats: view.seats.map(({ instrument, musicianId }) => ({ instrument, musicianId })),
    lastTextAt: view.lastTextAt,
    nextTextAt: view.advanceAt,
    completedAt: view.completedAt,
    closedReason: view.closedReason,
    createdAt: view.createdAt,
  }
}

function writeOption(option: OptionView, { optionId }: BookingView) {
  return {
    position: option.position,
    start: option.startsAt,
    end: option.endsAt,
    inHours: option.inHours,
    why: option.why,
    booked: option.id === optionId,
    plan: option.queue,
    offers: option.offers.map((offer) => ({
      musician: { id: offer.musician.id, name: offer.musician.name },
      instrument: offer.instrument,
      code: offer.code,
      sentAt: offer.sentAt,
      deliveryStatus: offer.deliveryStatus,
      answer: offer.answer,
      answeredAt: offer.answeredAt,
      answeredVia: offer.answeredVia,
      closedAs: offer.closedAs,
    })),
  }
}

export function writeMusician({
  id,
  number,
  name,
  phone,
  instruments,
  calendarId,
  zone,
  lastBookingAt,
  active,
}: Musician) {
  return { id, number, name, phone, instruments, calendarId, zone, lastBookingAt, active }
}
