import { expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { answerOffer } from '#src/bookings/answers/answer-offer.ts'
import { sql } from '#src/database/sql.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio({ STUDIO_CALENDAR_ID: '' })
const { app } = studio
const BOOKINGS = 4
const PLAYERS = 50

test('simultaneous YES: every booking fills its one seat once, with one text and one event at most', async () => {
  studio.set('2026-02-02T19:00:00Z')
  await sql(
    app.em.fork(),
    `insert into musicians (id, name, phone, instruments, zone, created_at)
     select gen_random_uuid(), 'Player ' || n, '+1646556' || (1000 + n), '{violin}', 'America/New_York', $2 from generate_series(1, $1::int) n`,
    [PLAYERS, app.now],
  )
  await sql(
    app.em.fork(),
    `insert into bookings (id, state, inbox_id, subject_line, client, instruments, times, zone, problems, sentences, choices, warnings, created_at)
     select gen_random_uuid(), 'offering', gen_random_uuid(), '', '{"name":"C","email":null,"phone":null}', '{"violin":1}', '[]', 'UTC',
       '{}', '{}', '[]', '{}', $2 from generate_series(1, $1::int)`,
    [BOOKINGS, app.now],
  )
  await sql(
    app.em.fork(),
    `with seats as (insert into booking_seats (id, booking_id, position, instrument) select gen_random_uuid(), id, 0, 'violin' from bookings)
     insert into booking_options (id, booking_id, position, starts_at, ends_at, in_hours, queue)
     select gen_random_uuid(), id, 0, $1::timestamptz + number * interval '1 day', $1::timestamptz + number * interval '1 day' + interval '1 hour', true, '[]' from bookings`,
    [new Date('2026-03-01T16:00:00Z')],
  )
  await sql(
    app.em.fork(),
    `insert into booking_messages (id, booking_id, musician_id, option_id, option, booking_time, instrument, code, round, asks, queued_at, sent_at)
     select gen_random_uuid(), o.booking_id, m.id, o.id, 0, o.starts_at, 'violin', b.number || 'x' || m.number, 1, 1, $1, $1
     from booking_options o join bookings b on b.id = o.booking_id cross join musicians m`,
    [app.now],
  )
  const offers = await app.em.fork().find(BookingMessage, { id: { $ne: null } }, { fields: ['id'] })
  const said = await Promise.all(offers.map(({ id }) => answerOffer(app, { offerId: id, answer: 'yes', via: 'link' })))

  expect(said.filter(({ sentence }) => sentence.startsWith("You're booked"))).toHaveLength(BOOKINGS)
  expect(said.filter(({ sentence }) => sentence === 'Thanks, that seat is filled.')).toHaveLength(
    BOOKINGS * (PLAYERS - 1),
  )
  expect(await app.em.fork().count(Booking, { state: 'completed' })).toBe(BOOKINGS)
  expect(await app.em.fork().count(BookingMessage, { closedAs: 'booked' })).toBe(BOOKINGS)
  expect(await app.em.fork().count(Delivery, { kind: 'bookings.confirm' })).toBe(BOOKINGS)
})
