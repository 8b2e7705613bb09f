import type { EntityManager } from '@mikro-orm/postgresql'
import type { Booking } from '#entities/bookings/booking.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import type { FreeBusy } from '#src/integrations/google/google-calendar.ts'
import type { BenchMusician } from '../card/booking-view.ts'
import type { Span } from '../span.ts'
import type { PlanningMusician } from './plan.ts'

/** Who could play it and when they cannot, the studio's busy times, and whose calendar said nothing. */
export type Known = {
  musicians: PlanningMusician[]
  studioBusy: Span[]
  unknown: { musician: BenchMusician; error: string }[]
}

/** Nobody can say who is free, which is not the same as free. */
export const NOT_CONNECTED = 'Google Calendar is not connected'

/**
 * One query for all calendars. Who has none is asked anyway; one that fails makes its musician unknown,
 * which is never free. Without the studio's own calendar nothing can be planned.
 */
export async function askCalendars(
  app: Needs<'em' | 'calendar' | 'settings'>,
  booking: Booking,
  bench: BenchMusician[],
): Promise<Known> {
  const able = bench.filter(({ optedOut }) => !optedOut)
  const studio = app.settings.STUDIO_CALENDAR_ID
  const own = able.flatMap(({ calendarId }) => calendarId ?? [])
  const read = await readBusy(app, [...new Set([...own, ...(studio ? [studio] : [])])], booking)
  const studioRead = studio ? read[studio] : undefined
  if (studioRead && 'error' in studioRead) {
    throw new OutsideError('calendar', `the studio's calendar cannot be read (${studioRead.error})`, { retry: 'later' })
  }
  const sessions = await loadSessions(app.em.fork(), booking)
  return {
    musicians: able.map((musician) => planning(musician, read, sessions)),
    studioBusy: studioRead?.busy ?? [],
    unknown: able.flatMap((musician) => {
      const found = musician.calendarId ? read[musician.calendarId] : undefined
      return found && 'error' in found ? [{ musician, error: found.error }] : []
    }),
  }
}

async function readBusy(
  { calendar }: Needs<'calendar'>,
  ids: string[],
  { times }: Booking,
): Promise<Record<string, FreeBusy>> {
  if (ids.length === 0 || times.length === 0) return {}
  if (!calendar) return Object.fromEntries(ids.map((id) => [id, { error: NOT_CONNECTED }]))
  const starts = times.map(({ start }) => Date.parse(start))
  const ends = times.map(({ end }) => Date.parse(end))
  return calendar.freeBusy(ids, new Date(Math.min(...starts)), new Date(Math.max(...ends)))
}

function planning(
  { id, number, instruments, calendarId, lastBookingAt }: BenchMusician,
  read: Record<string, FreeBusy>,
  sessions: Map<string, Span[]>,
): PlanningMusician {
  const found = calendarId ? read[calendarId] : undefined
  const own = sessions.get(id) ?? []
  const busy = found && 'error' in found ? null : [...(found?.busy ?? []), ...own]
  return { id, number, instruments, lastBookingAt, busy }
}

/** What musicians are booked for with us, whatever their calendars say by now. */
async function loadSessions(em: EntityManager, { id, times }: Booking): Promise<Map<string, Span[]>> {
  const rows = await sql<{ id: string; start: string; end: string }>(
    em,
    `select m.musician_id as id, o.starts_at as start, o.ends_at as end
     from booking_messages m join booking_options o on o.id = m.option_id
     where m.closed_as = 'booked' and m.booking_id <> $1 and exists (
       select 1 from jsonb_to_recordset($2::jsonb) as v(start timestamptz, "end" timestamptz)
       where o.starts_at < v."end" and o.ends_at > v.start)`,
    [id, JSON.stringify(times)],
  )
  const spans = rows.map((row) => ({ id: row.id, start: new Date(row.start), end: new Date(row.end) }))
  return Map.groupBy(spans, (span) => span.id)
}
