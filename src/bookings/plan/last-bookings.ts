import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

/**
 * Decision 27: when each musician last had a session: the latest booked one that is not in the future, else what was
 * entered by hand. Derived, so that a cancelled session counts no more.
 */
export async function withLastBookings<M extends { id: string; lastBookingAt: Date | null }>(
  em: EntityManager,
  musicians: M[],
  now: Date,
): Promise<M[]> {
  const rows = await sql<{ id: string; at: string }>(
    em,
    `select m.musician_id as id, max(o.starts_at) as at from booking_messages m
     join booking_options o on o.id = m.option_id
     where m.closed_as = 'booked' and m.musician_id = any($1::uuid[]) and o.starts_at <= $2 group by 1`,
    [musicians.map(({ id }) => id), now],
  )
  const last = new Map(rows.map(({ id, at }) => [id, new Date(at)]))
  return musicians.map((musician) => {
    const { lastBookingAt } = musician
    const entered = lastBookingAt && lastBookingAt <= now ? lastBookingAt : null
    return { ...musician, lastBookingAt: last.get(musician.id) ?? entered }
  })
}
