import { step } from '#entities/actor.ts'
import { Booking } from '#entities/bookings/booking.ts'
import type { Needs } from '#src/app.ts'
import { zoned } from '#src/basics/zoned.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { bookingKind } from '../kinds.ts'
import { TELL_TODAY } from '../steps.ts'

const actor = step(TELL_TODAY)
const MORNING_HOUR = 7

/** The cards of today's sessions ring in the studio's morning, once each; returns how many. */
export async function tellToday(app: Needs<'em' | 'clock' | 'ring' | 'settings'>): Promise<number> {
  const zone = app.settings.BOOKING_TIMEZONE
  const now = zoned(app.clock(), zone)
  if (now.hour < MORNING_HOUR) return 0
  const ends = now.startOfDay().add({ days: 1 })
  return inTransaction(app, async (tx) => {
    const rows = await sql<{ id: string }>(
      tx.em,
      `select b.id from bookings b join booking_options o on o.id = b.option_id
       where b.state = 'completed' and o.starts_at > $1 and o.starts_at < $2
         and (b.today_told_at is null or b.today_told_at < $3)
       order by b.id for update of b skip locked`,
      [tx.at, new Date(ends.epochMilliseconds), new Date(now.startOfDay().epochMilliseconds)],
    )
    const bookings = await tx.em.find(Booking, { id: { $in: rows.map(({ id }) => id) } })
    await move(tx, bookingKind, bookings, 'today', actor, { set: () => ({ todayToldAt: tx.at }), ring: true })
    return bookings.length
  })
}
