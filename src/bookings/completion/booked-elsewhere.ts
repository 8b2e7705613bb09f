import type { BookingOption } from '#entities/bookings/booking-option.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { BookingView, OfferView, OptionView } from '../card/booking-view.ts'

/**
 * Two sessions at one time that want the same musician are completed one after the other: the rows of their musicians
 * are locked in one order, so that the second sees what the first has booked.
 */
export async function takenElsewhere(
  tx: Tx,
  view: BookingView,
  option: OptionView,
  yes: OfferView[],
): Promise<OfferView[]> {
  const ids = [...new Set(yes.map(({ musicianId }) => musicianId))].sort()
  await sql(tx.em, 'select 1 from musicians where id = any($1::uuid[]) order by id for update', [ids])
  const busy = await bookedElsewhere(tx, view.id, ids, option)
  return yes.filter(({ musicianId, closedAs }) => closedAs !== 'booked' && busy.has(musicianId))
}

/** Which of these musicians are booked for another of our sessions that overlaps this time. */
export async function bookedElsewhere(
  { em }: Pick<Tx, 'em'>,
  bookingId: string,
  musicianIds: string[],
  { startsAt, endsAt }: Pick<BookingOption, 'startsAt' | 'endsAt'>,
): Promise<Set<string>> {
  const rows = await sql<{ id: string }>(
    em,
    `select distinct m.musician_id as id from booking_messages m join booking_options o on o.id = m.option_id
     where m.closed_as = 'booked' and m.booking_id <> $1 and m.musician_id = any($2::uuid[])
       and o.starts_at < $4 and o.ends_at > $3`,
    [bookingId, musicianIds, startsAt, endsAt],
  )
  return new Set(rows.map(({ id }) => id))
}
