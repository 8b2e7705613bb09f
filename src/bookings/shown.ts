import { Booking } from '#entities/bookings/booking.ts'
import { listRows } from '#src/web/list-rows.ts'
import { defineShown } from '#src/web/shown.ts'
import type { BookingView } from './card/booking-view.ts'
import { drawBookingParts } from './pages.ts'
import { bookingShape } from './shapes.ts'
import { writeBooking } from './write-booking.ts'

/** Everything about the bookings. */
export const bookingShown = defineShown<BookingView>({
  path: 'bookings',
  title: 'Bookings',
  one: 'booking',
  roles: ['booker'],
  list: (em, _, { state }, paging) => listRows(em, Booking, state ? { state } : {}, paging),
  parts: drawBookingParts,
  api: { shape: bookingShape, write: writeBooking, patch: 'edit' },
})
