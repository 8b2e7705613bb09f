import type { EntityManager } from '@mikro-orm/postgresql'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import { BookingSeat } from '#entities/bookings/booking-seat.ts'
import { Musician } from '#entities/bookings/musician.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { hasOptedOut } from '#src/outbox/opted-out.ts'

export type OfferView = BookingMessage & { musician: Musician }
export type OptionView = BookingOption & { offers: OfferView[] }
export type BenchMusician = Musician & { optedOut: boolean }

/** Everything about one booking: what its card, its page and its decisions rest on. */
export type BookingView = Booking & {
  seats: BookingSeat[]
  /** In the order of the plan; times that are not possible come last. */
  options: OptionView[]
  /** Who plays an instrument that is asked for. */
  bench: BenchMusician[]
  /** What goes out for it: texts, events, mails. */
  deliveries: Pick<
    Delivery,
    'id' | 'key' | 'kind' | 'state' | 'notBefore' | 'nextTryAt' | 'tryingSince' | 'lastError'
  >[]
  lastMove: LastMove | null
}

export async function loadBooking(em: EntityManager, id: string): Promise<BookingView | null> {
  const [view] = await loadBookings(em, [id])
  return view ?? null
}

/** A batch of bookings with all that belongs to them, in a constant number of queries. */
export async function loadBookings(em: EntityManager, ids: string[]): Promise<BookingView[]> {
  if (ids.length === 0) return []
  const bookings = await em.find(Booking, { id: { $in: ids } })
  const seats = await em.find(BookingSeat, { bookingId: { $in: ids } }, { orderBy: { position: 'asc' } })
  const options = await loadOptions(em, ids)
  const bench = await loadBench(em, bookings)
  const lastMoves = await loadLastMoves(em, 'booking', ids)
  const deliveries = await em.find(Delivery, { subject: 'booking', subjectId: { $in: ids } })
  return bookings.map((booking) =>
    Object.assign(booking, {
      seats: seats.filter(({ bookingId }) => bookingId === booking.id),
      options: options.filter(({ bookingId }) => bookingId === booking.id),
      bench: bench.filter((musician) => plays(musician, booking.instruments)),
      deliveries: deliveries.filter(({ subjectId }) => subjectId === booking.id),
      lastMove: lastMoves.get(booking.id) ?? null,
    }),
  )
}

async function loadOptions(em: EntityManager, ids: string[]): Promise<OptionView[]> {
  const options = await em.find(BookingOption, { bookingId: { $in: ids } })
  const messages = await em.find(
    BookingMessage,
    { bookingId: { $in: ids } },
    { orderBy: { queuedAt: 'asc', id: 'asc' } },
  )
  const musicians = await em.find(Musician, { id: { $in: [...new Set(messages.map(({ musicianId }) => musicianId))] } })
  const musicianOf = new Map(musicians.map((musician) => [musician.id, musician]))
  const offers = messages.flatMap((message) => {
    const musician = musicianOf.get(message.musicianId)
    return musician ? [Object.assign(message, { musician })] : []
  })
  const place = ({ position }: BookingOption) => position ?? Number.MAX_SAFE_INTEGER
  return options
    .map((option) => Object.assign(option, { offers: offers.filter(({ optionId }) => optionId === option.id) }))
    .sort((a, b) => place(a) - place(b) || a.startsAt.getTime() - b.startsAt.getTime())
}

async function loadBench(em: EntityManager, bookings: Booking[]): Promise<BenchMusician[]> {
  const wanted = [...new Set(bookings.flatMap(({ instruments }) => Object.keys(instruments)))]
  const rows = await sql<{ id: string; optedOut: boolean }>(
    em,
    `select m.id, ${hasOptedOut("'sms'", 'm.phone')} as "optedOut"
     from musicians m where m.active and m.instruments && $1::text[]`,
    [wanted],
  )
  const optedOut = new Map(rows.map((row) => [row.id, row.optedOut]))
  const musicians = await em.find(Musician, { id: { $in: rows.map(({ id }) => id) } }, { orderBy: { number: 'asc' } })
  return musicians.map((musician) => Object.assign(musician, { optedOut: optedOut.get(musician.id) ?? false }))
}

function plays({ instruments }: Pick<Musician, 'instruments'>, wanted: Record<string, number>): boolean {
  return instruments.some((instrument) => instrument in wanted)
}
