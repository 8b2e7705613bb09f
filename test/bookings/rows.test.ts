import { expect, test } from 'vitest'
import { bookingFlow } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { createSteps } from '#jobs/index.ts'
import { readSettings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio()
const { app } = studio
const maya = await studio.musician('Maya Lin', 'violin')
const ravi = await studio.musician('Ravi Patel', 'violin')
const times = ['Tuesday, February 10, 2026, 11:00 AM - 1:00 PM', 'Wednesday, February 11, 2026, 7:00 PM - 9:00 PM']
const { id } = await studio.book('violin', times)

test('002-009: a booking lives from new over checking and offering to completed or cancelled', () => {
  expect(Object.keys(bookingFlow)).toEqual(['new', 'checking', 'offering', 'completed', 'cancelled'])
})

test('002-012: the whole order of offers is stored when the booking is planned', async () => {
  const { options } = await studio.load(id)
  expect(options.map(({ startsAt }) => startsAt.toISOString())).toEqual([
    '2026-02-10T16:00:00.000Z',
    '2026-02-12T00:00:00.000Z',
  ])
  const queues = await sql<{ queue: unknown }>(
    app.em.fork(),
    'select queue from booking_options where booking_id = $1 order by starts_at',
    [id],
  )
  for (const { queue } of queues) {
    expect(JSON.stringify(queue)).toContain(maya.id)
    expect(JSON.stringify(queue)).toContain(ravi.id)
  }
})

test('002-039 to 002-045 (002-040, 002-041, 002-042, 002-043, 002-044): an offer knows its musician, time, booking and instrument', async () => {
  const [offer] = await app.em.fork().find(BookingMessage, { bookingId: id })
  expect(offer).toMatchObject({
    bookingId: id,
    musicianId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    option: expect.any(Number),
    bookingTime: new Date('2026-02-10T16:00:00Z'),
    instrument: 'violin',
    code: expect.stringMatching(/^[A-Z0-9]{4}$/),
    sid: expect.stringMatching(/^SM/),
    sentAt: expect.any(Date),
    answer: null,
  })
  const orphan = sql(app.em.fork(), 'update booking_messages set musician_id = $1 where id = $1', [offer?.id])
  await expect(orphan).rejects.toThrow(/foreign key/)
})

test('002-029, 002-032, 002-038, 002-046, 002-053: the check runs every 15 minutes by itself; offers stay valid; Dane and Twilio are settings', () => {
  const settings = readSettings({})
  expect(settings).toMatchObject({ BOOKING_CHECK_EVERY_MIN: 15, OFFER_TIMEOUT_MIN: 60, BOOKING_VOID_PREVIOUS: false })
  const steps = createSteps({ settings }, {})
  expect(steps.find(({ name }) => name === 'bookings.check')?.every).toBe('15 minutes')
  const dane = readSettings({ OWNER_PHONE: '+12125559999', TELEGRAM_OWNER_CHAT: '7', TWILIO_FROM: '+12125550100' })
  expect(dane).toMatchObject({ OWNER_PHONE: '+12125559999', TELEGRAM_OWNER_CHAT: '7', TWILIO_FROM: '+12125550100' })
})
