import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { BookingView } from '../card/booking-view.ts'
import type { Cascade } from './next-offers.ts'
import { askedOf, openOptions } from './standing.ts'

/** A booking as the cascade sees it: the times that can still come about, and who is not to be asked for them. */
export async function loadCascade(tx: Tx, view: BookingView): Promise<Cascade> {
  const asked = view.options.flatMap(({ offers }) => offers)
  const out = new Set([
    ...view.bench.filter(({ optedOut }) => optedOut).map(({ id }) => id),
    ...asked
      .filter(({ answer, closedAs }) => answer === 'none' || closedAs === 'stopped')
      .map((offer) => offer.musicianId),
  ])
  const bench = new Set(view.bench.map(({ id }) => id))
  const busy = await loadBusy(tx, view)
  return {
    options: openOptions(view, tx.at)
      .filter(({ position }) => position !== null)
      .map(({ id, queue, offers }) => ({ id, queue, offers: offers.map(askedOf) })),
    instruments: view.instruments,
    round: view.round,
    isOut: (musicianId, optionId) =>
      out.has(musicianId) || !bench.has(musicianId) || busy.has(`${musicianId} ${optionId}`),
  }
}

/** Who has been booked for another session since the calendars were asked. */
async function loadBusy(tx: Tx, { id }: BookingView): Promise<Set<string>> {
  const rows = await sql<{ musician: string; option: string }>(
    tx.em,
    `select m.musician_id as musician, o.id as option from booking_options o
     join booking_options taken on taken.starts_at < o.ends_at and taken.ends_at > o.starts_at
       and taken.booking_id <> o.booking_id
     join booking_messages m on m.option_id = taken.id and m.closed_as = 'booked'
     where o.booking_id = $1 and o.closed_at is null`,
    [id],
  )
  return new Set(rows.map(({ musician, option }) => `${musician} ${option}`))
}
