import type { Actor } from '#entities/actor.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Musician } from '#entities/bookings/musician.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { loadBooking } from '../card/booking-view.ts'
import { sayNo } from './step-back.ts'

/**
 * Who wrote STOP is not texted again (the outbox sees to that) and is out of every booking that is still
 * open; a seat they only held opens again. What they are booked for stays: Dane decides.
 */
export async function stopMusician(tx: Tx, app: Needs<'settings'>, { id, name }: Musician): Promise<void> {
  const rows = await sql<{ id: string }>(
    tx.em,
    `select b.id from bookings b where b.state in ('new', 'checking', 'offering') and exists (
       select 1 from booking_messages m where m.booking_id = b.id and m.musician_id = $1 and m.closed_at is null)
     order by b.id for update`,
    [id],
  )
  const by: Actor = { personId: null, name, via: 'link' }
  for (const row of rows) {
    const view = await loadBooking(tx.em, row.id)
    const open =
      view?.options.flatMap(({ offers }) => offers).filter((one) => one.musicianId === id && !one.closedAt) ?? []
    if (!view) continue
    await sayNo(tx, app, view, open, { answer: 'none', via: 'sms', by })
    const ids = open.map((offer) => offer.id)
    await tx.em.nativeUpdate(BookingMessage, { id: { $in: ids } }, { closedAt: tx.at, closedAs: 'stopped' })
  }
}
