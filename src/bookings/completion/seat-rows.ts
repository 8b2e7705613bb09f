import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { seatsOf } from '../plan/match-seats.ts'

/** Writes a chair for every instrument asked for, in place of those there were. */
export async function seatRows(tx: Tx, bookingId: string, instruments: Record<string, number>): Promise<void> {
  const rows = seatsOf(instruments).map((instrument, position) => ({ id: uuid(), position, instrument }))
  await sql(tx.em, 'delete from booking_seats where booking_id = $1', [bookingId])
  await sql(
    tx.em,
    `insert into booking_seats (id, booking_id, position, instrument)
     select v.id, $2, v.position, v.instrument
     from jsonb_to_recordset($1::jsonb) as v(id uuid, position int, instrument text)`,
    [JSON.stringify(rows), bookingId],
  )
}
