import type { Booking } from '#entities/bookings/booking.ts'
import { defineSubject } from '#src/cards/subject.ts'
import { subjectFrom } from '#src/cards/verb.ts'
import { bookingKind } from '../kinds.ts'
import { bookingVerbs } from '../verbs/verbs.ts'
import { bookingCard, nextOfBooking } from './booking-card.ts'
import { bookingTelling } from './booking-telling.ts'
import { type BookingView, loadBookings } from './booking-view.ts'

/** A booking, as Dane decides about it. */
export const bookingSubject = defineSubject<Booking, BookingView>({
  kind: bookingKind,
  load: loadBookings,
  card: bookingCard,
  zone: ({ BOOKING_TIMEZONE }) => BOOKING_TIMEZONE,
  next: nextOfBooking,
  tells: bookingTelling,
  ...subjectFrom(bookingVerbs, ({ role }) => role === 'admin' || role === 'booker'),
})
