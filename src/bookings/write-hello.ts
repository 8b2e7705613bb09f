import type { BookingClient } from '#entities/bookings/booking.ts'

/** By the first name, where it is known. */
export function helloTo({ name }: Pick<BookingClient, 'name'>): string {
  const first = name?.trim().split(/\s+/)[0]
  return first ? `Hello ${first},` : 'Hello,'
}
