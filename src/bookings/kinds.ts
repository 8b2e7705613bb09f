import { Booking, bookingFlow } from '#entities/bookings/booking.ts'
import { defineKind } from '#src/moves/kind.ts'

export const bookingKind = defineKind<Booking>({
  name: 'booking',
  prefix: 'B',
  entity: Booking,
  table: 'bookings',
  flow: bookingFlow,
  pipeline: () => 'bookings',
  waits: ({ attention, clientWords }) => attention !== null || clientWords !== null,
  waitsSql: '(attention is not null or client_words is not null)',
  // Dane hears of it without asking: that it came, that it is booked, that it is off.
  rings: ({ state }) => state === 'offering' || state === 'completed' || state === 'cancelled',
  findSql: `(client ->> 'name' ilike $1 or client ->> 'email' ilike $1 or client ->> 'phone' ilike $1
      or subject_line ilike $1)`,
  endedSql: "state in ('completed', 'cancelled')",
})
