import type { EntityManager } from '@mikro-orm/postgresql'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Musician } from '#entities/bookings/musician.ts'
import { zoned } from '#src/basics/zoned.ts'
import { sql } from '#src/database/sql.ts'
import type { Offered } from '../reading/offered-words.ts'
import type { Choosable } from './choose-offer.ts'

/** What a musician was asked for, by text or link, with when it is. */
export type Offer = BookingMessage & Choosable

const DAY_MS = 24 * 3_600_000
/** More than anybody is asked for at once. */
const MOST_OFFERS = 500
/** So long after its session an offer is known by its code: who answers then is told that it is over. */
const KNOWN_MS = 30 * DAY_MS

/** What they were asked for and still counts, then what is over; the last asked last. */
export async function loadOffers(em: EntityManager, { id }: Musician, now: Date): Promise<Offer[]> {
  const rows = await sql<{ id: string; starts: string; ends: string; state: string }>(
    em,
    `select m.id, o.starts_at as starts, o.ends_at as ends, b.state from booking_messages m
     join booking_options o on o.id = m.option_id join bookings b on b.id = m.booking_id
     where m.musician_id = $1 and o.ends_at > $2
     order by o.ends_at > $3 desc, coalesce(m.queued_at, m.answered_at) desc nulls last limit ${MOST_OFFERS}`,
    [id, new Date(now.getTime() - KNOWN_MS), now],
  )
  const messages = await em.find(BookingMessage, { id: { $in: rows.map((row) => row.id) } })
  return rows.reverse().flatMap((row) => {
    const message = messages.find((one) => one.id === row.id)
    const isOpen = row.state !== 'completed' && row.state !== 'cancelled'
    return message
      ? [Object.assign(message, { startsAt: new Date(row.starts), endsAt: new Date(row.ends), isOpen })]
      : []
  })
}

export function byCode(offers: Offer[], code: string): { one: Offer } | null {
  const one = offers.find((offer) => offer.code === code)
  return one ? { one } : null
}

/** Of those that are coming one a booking: the last that was asked. With a code: of that booking. */
export function onePerBooking(offers: Offer[], now: Date, code: string | null): Offer[] {
  const coming = offers.filter(({ endsAt, isOpen }) => isOpen && endsAt > now)
  const meant = code
    ? coming.filter((offer) => offer.bookingId === offers.find((one) => one.code === code)?.bookingId)
    : coming
  return [...new Map(meant.map((offer) => [offer.bookingId, offer])).values()]
}

/** What is over is named by its code alone. */
export function asOffered(offer: Offer, { zone }: Musician, now: Date): Offered {
  const { code, instrument, startsAt, endsAt, closedAt, isOpen } = offer
  if (endsAt <= now) return { code, isPast: true }
  const isPast = !isOpen || closedAt !== null
  const [starts, ends] = [startsAt, endsAt].map((at) => zoned(at, zone).toPlainDateTime())
  return { code, instrument, starts, ends, isPast }
}

/** On the day of a session its musician writes about that; else about what they were asked last. */
export function likeliestLast(offers: Offer[], now: Date): Offer[] {
  const isNear = ({ closedAs, startsAt }: Offer) => closedAs === 'booked' && startsAt.getTime() - now.getTime() < DAY_MS
  return [...offers.filter((offer) => !isNear(offer)), ...offers.filter(isNear)]
}
