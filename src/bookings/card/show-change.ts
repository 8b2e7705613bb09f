import { Booking } from '#entities/bookings/booking.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { bookingKind } from '../kinds.ts'

/** A text left, an event was made: the cards and the live pages show it, and no button of theirs grows old by it. */
export async function showChange(tx: Tx, bookingId: string): Promise<void> {
  const booking = await tx.em.findOne(Booking, { id: bookingId })
  if (!booking) return
  await redrawCards(tx, bookingKind, [booking])
  await sql(tx.em, `select pg_notify('moves', $1)`, [JSON.stringify({ kind: bookingKind.name, ids: [bookingId] })])
}
