import { Booking, bookingFlow } from '#entities/bookings/booking.ts'
import { defineKind } from '#src/moves/kind.ts'

export const bookingKind = defineKind<Booking>({
  name: 'booking',
  prefix: 'B',
  entity: Booking,
  table: 'bookings',
  flow: bookingFlow,
  pipeline: () => 'bookings',
  waits: ({ attention }) => attention !== null,
  waitsSql: 'attention is not null',
  endedSql: "state in ('completed', 'cancelled')",
})
