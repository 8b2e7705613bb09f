import { randomUUID } from 'node:crypto'
import { Booking, type BookingState } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import { BookingSeat } from '#entities/bookings/booking-seat.ts'
import { Musician } from '#entities/bookings/musician.ts'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { sql } from '#src/database/sql.ts'
import { mintLink } from '#src/links/links.ts'
import type { TestApp } from '#test/app.ts'

type Asked = { name: string; instrument: string; zone?: string }

export const players: Asked[] = [
  { name: 'Vera Lind', instrument: 'violin' },
  { name: 'Hugo Marsh', instrument: 'violin' },
  { name: 'Ines Roth', instrument: 'violin', zone: 'America/Los_Angeles' },
  { name: 'Cora Bell', instrument: 'cello' },
]

/** Nobody plays in two bookings: who is booked for one time cannot be booked for another. */
let phones = 1000

/** Tuesday, March 10, 2026, 11 AM-1 PM in New York. */
const session = { start: new Date('2026-03-10T15:00:00Z'), end: new Date('2026-03-10T17:00:00Z') }

/** A booking of two violins and a cello for one time; each of these musicians was texted a minute ago. */
export async function makeBooking(app: TestApp, asked: Asked[] = players, state: BookingState = 'offering') {
  const em = app.em.fork()
  const [bookingId, optionId, inboxId] = [randomUUID(), randomUUID(), randomUUID()]
  const at = app.now
  const body = JSON.stringify({ subject: 'New booking', from: 'a@b.example', body: 'Name: Ismael <b>', receivedAt: at })
  const unclaimed = { attempts: 0, nextTryAt: null, lastError: null, leasedUntil: null, leaseToken: null }
  await em.insert(InboxItem, { id: inboxId, source: 'booking', externalId: inboxId, body, receivedAt: at } as never)
  await em.insert(Booking, {
    ...unclaimed,
    ...{
      id: bookingId,
      createdAt: at,
      state,
      inboxId,
      mail: body,
      subjectLine: 'New booking',
      zone: 'America/New_York',
    },
    client: { name: 'Ismael Dunwoody', email: 'ismael@example.org', phone: '+16465550117' },
    instruments: { violin: 2, cello: 1 },
    times: [{ start: '2026-03-10T11:00:00-04:00', end: '2026-03-10T13:00:00-04:00' }],
    ...{ problems: [], sentences: [], choices: [], warnings: [], attention: null, attentionNote: null },
    ...{ lastTextAt: at, advanceAt: null, optionId: null, completedAt: null, clientToldAt: null, closedReason: null },
    studioEventId: null,
  } as never)
  const ids = new Map<string, string>()
  for (const { name, instrument, zone = 'America/New_York' } of asked) {
    const id = randomUUID()
    ids.set(name, id)
    phones += 1
    const own = { id, name, phone: `+1646555${phones}`, instruments: [instrument], calendarId: null, zone }
    await em.insert(Musician, { ...own, active: true, createdAt: at, lastBookingAt: null } as never)
  }
  const queueOf = (instrument: string) =>
    asked.filter((one) => one.instrument === instrument).map(({ name }) => ids.get(name) ?? '')
  const queue = ['violin', 'cello'].map((instrument) => ({ instrument, musicians: queueOf(instrument) }))
  await em.insert(BookingOption, {
    id: optionId,
    bookingId,
    position: 0,
    startsAt: session.start,
    endsAt: session.end,
    inHours: true,
    why: null,
    queue,
    closedAt: null,
  })
  const seats = ['violin', 'violin', 'cello'].map((instrument, position) => ({
    id: randomUUID(),
    bookingId,
    position,
    instrument,
    musicianId: null,
  }))
  await em.insertMany(BookingSeat, seats)
  const offers: Record<string, { id: string; code: string; token: string; path: string }> = {}
  for (const [n, { name, instrument }] of asked.entries()) {
    const id = randomUUID()
    const code = `K${(n % 8) + 2}Q${Math.floor(n / 8) + 2}`
    const fresh = {
      answer: null,
      answeredAt: null,
      answeredVia: null,
      holdUntil: null,
      closedAt: null,
      closedAs: null,
      eventId: null,
    }
    await em.insert(BookingMessage, {
      ...fresh,
      ...{
        id,
        bookingId,
        musicianId: ids.get(name) ?? '',
        optionId,
        option: 0,
        bookingTime: session.start,
        instrument,
      },
      ...{
        code: `${code}${bookingId.slice(0, 3)}`,
        round: 1,
        asks: 1,
        queuedAt: at,
        sentAt: at,
        sid: `SM${id}`,
        deliveryStatus: null,
      },
    })
    const token = await mintLink(
      { em, at },
      { purpose: 'offer', subjectId: id, expiresAt: new Date('2026-03-11T17:00:00Z') },
    )
    offers[name] = { id, code, token, path: `/a/${token}` }
  }
  const [row] = await sql<{ number: number }>(em, 'select number from bookings where id = $1', [bookingId])
  return {
    id: bookingId,
    optionId,
    ref: `B-${row?.number}`,
    offers,
    of: (name: string) => offers[name] as (typeof offers)[string],
  }
}
