import { expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { sql } from '#src/database/sql.ts'
import { makeBooking, players } from './booking.ts'
import { everything, testWeb } from './web.ts'

const web = await testWeb({ QUIET_HOURS: '00:00-00:00', OWNER_PHONE: '+12125550199' })
const press = (path: string, answer: string) => web.post(path, new URLSearchParams({ answer }))
const page = async (path: string) => (await web.get(path)).text()
const answerOf = async (id: string) => (await web.app.em.fork().findOneOrFail(BookingMessage, { id })).answer

test('002-019: whoever looks at the link, by GET or HEAD, records nothing', async () => {
  const booking = await makeBooking(web.app)
  const before = await everything(web.app)
  const { path } = booking.of('Vera Lind')
  const seen = await web.get(path, { 'user-agent': 'facebookexternalhit/1.1' })
  expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'no-store'])
  for (let left = 5; left > 0; left -= 1) await fetch(web.url + path, { method: 'HEAD' })
  await web.get(`${path}?answer=yes`)
  expect(await everything(web.app)).toBe(before)
})

test('002-017 002-018: the page says what it is about, in the zone of the musician', async () => {
  const booking = await makeBooking(web.app)
  const seen = await page(booking.of('Vera Lind').path)
  for (const words of [
    'Can you play?',
    'violin',
    'Tue Mar 10, 11 AM-1 PM ET',
    'Custom Tracks',
    '$150',
    'First yes gets it.',
  ]) {
    expect(seen).toContain(words)
  }
  expect(seen.match(/<button name="answer" value="(\w+)"/g)).toHaveLength(2)
  expect(await page(booking.of('Ines Roth').path)).toContain('Tue Mar 10, 8-10 AM PT')
})

test('002-021 002-023: Yes is told by when it will be settled, and says the same when it is pressed again', async () => {
  const booking = await makeBooking(web.app)
  const { path, id } = booking.of('Vera Lind')
  for (let round = 1; round <= 2; round += 1) {
    const seen = await (await press(path, 'yes')).text()
    expect(seen).toContain('You&#39;re pencilled in for Tue 11 AM ET. We&#39;ll confirm by 6 PM.')
  }
  expect(await page(path)).toContain('pencilled in')
  expect(await answerOf(id)).toBe('yes')
})

test('002-022: after the seat is filled, looking and pressing say so kindly', async () => {
  const booking = await makeBooking(web.app)
  await press(booking.of('Vera Lind').path, 'yes')
  await press(booking.of('Hugo Marsh').path, 'yes')
  const { path } = booking.of('Ines Roth')
  expect(await page(path)).toContain('Thanks, that seat is filled.')
  expect(await (await press(path, 'yes')).text()).toContain('Thanks, that seat is filled.')
  expect(await page(path)).not.toContain('<button')
})

test('the page offers what can be answered now, by press and by text: of one date nobody says no to all', async () => {
  const booking = await makeBooking(web.app)
  const { path } = booking.of('Vera Lind')
  const open = await page(path)
  expect(open).toMatch(/answer the text: YES \w+ or NO \w+\./)
  expect(open).not.toContain('No to all dates')
  await sql(
    web.app.em.fork(),
    `insert into booking_options select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(),
       'position', 1, 'starts_at', o.starts_at + interval '1 day', 'ends_at', o.ends_at + interval '1 day'))).*
     from booking_options o where booking_id = $1`,
    [booking.id],
  )
  expect(await page(path)).toContain('No to all dates')
  await press(path, 'yes')
  expect(await page(path)).toMatch(/answer the text: NO \w+\./)
  expect(await page(path)).not.toMatch(/YES \w{4}/)
})

test('yes, then no, then yes: the last answer counts', async () => {
  const booking = await makeBooking(web.app)
  const { path, id } = booking.of('Vera Lind')
  await press(path, 'yes')
  await press(path, 'no')
  expect(await answerOf(id)).toBe('no')
  expect(await page(path)).toContain('You said no')
  expect(await (await press(path, 'yes')).text()).toContain('pencilled in')
  expect(await answerOf(id)).toBe('yes')
})

test('002-020 002-048 002-049: No is recorded, and No to all dates too', async () => {
  const booking = await makeBooking(web.app)
  expect(await (await press(booking.of('Vera Lind').path, 'no')).text()).toContain('Thanks, noted.')
  expect(await (await press(booking.of('Cora Bell').path, 'none')).text()).toContain('none of these dates')
  expect(await answerOf(booking.of('Cora Bell').id)).toBe('none')
})

test('002-026: who is booked gets the session as a calendar file, and nobody else does', async () => {
  const booking = await makeBooking(web.app, players)
  const cora = booking.of('Cora Bell')
  expect((await web.get(`${cora.path}/event.ics`)).status).toBe(404)
  for (const name of ['Vera Lind', 'Hugo Marsh', 'Cora Bell']) await press(booking.of(name).path, 'yes')
  expect((await web.app.em.fork().findOneOrFail(Booking, booking.id)).state).toBe('completed')
  expect(await page(cora.path)).toContain('You are booked')
  const before = await everything(web.app)
  const file = await web.get(`${cora.path}/event.ics`)
  expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect(await file.text()).toMatch(/DTSTART:20260310T150000Z\r\nDTEND:20260310T170000Z/)
  expect(await everything(web.app)).toBe(before)
  expect((await web.get(`${booking.of('Ines Roth').path}/event.ics`)).status).toBe(404)
})

test('002-026: the text that says "booked" carries a link to the session, and its calendar file opens from there', async () => {
  const booking = await makeBooking(web.app)
  for (const name of ['Vera Lind', 'Hugo Marsh', 'Cora Bell']) await press(booking.of(name).path, 'yes')
  const texts = await web.app.em.fork().find(Delivery, { subjectId: booking.id, kind: 'bookings.confirm' })
  expect(texts).toHaveLength(3)
  for (const { payload } of texts) {
    const link = /Calendar: (\S+) /.exec(String(payload.text))?.[1] ?? ''
    const { pathname } = new URL(link)
    const seen = await page(pathname)
    expect(seen).toContain('You are booked')
    const file = /href="([^"]+event\.ics)"/.exec(seen)?.[1] ?? ''
    expect(await (await web.get(new URL(file, `${web.url}${pathname}`).pathname)).text()).toContain(
      'DTSTART:20260310T150000Z',
    )
  }
})

test('002-022: two violinists who press Yes for the last chair at one instant: one is booked, one is told', async () => {
  const booking = await makeBooking(web.app)
  await press(booking.of('Vera Lind').path, 'yes')
  const both = [booking.of('Hugo Marsh'), booking.of('Ines Roth')]
  const said = await Promise.all(both.map(async ({ path }) => (await press(path, 'yes')).text()))
  expect(said.filter((text) => text.includes('pencilled in for'))).toHaveLength(1)
  expect(said.filter((text) => text.includes('that seat is filled'))).toHaveLength(1)
})

test('an answer that is none is refused, a link that is over says so, and a forged one is unknown', async () => {
  const booking = await makeBooking(web.app)
  const { path } = booking.of('Vera Lind')
  const before = await everything(web.app)
  expect((await press(path, 'maybe')).status).toBe(400)
  expect((await press(`/a/${'x'.repeat(22)}`, 'yes')).status).toBe(404)
  const { now } = web.app
  web.app.now = new Date('2026-03-12T00:00:00Z')
  expect([(await web.get(path)).status, (await press(path, 'yes')).status]).toEqual([410, 410])
  expect(await page(path)).toContain('This offer has expired')
  web.app.now = now
  expect(await everything(web.app)).toBe(before)
})

test('a time that has passed takes no answer', async () => {
  const booking = await makeBooking(web.app)
  const { now } = web.app
  web.app.now = new Date('2026-03-10T18:00:00Z')
  const { path, id } = booking.of('Vera Lind')
  expect(await page(path)).toContain('That time has passed.')
  await press(path, 'yes')
  expect(await answerOf(id)).toBeNull()
  web.app.now = now
})

test('002-027: the last yes books everyone, once each', async () => {
  const booking = await makeBooking(web.app)
  for (const name of ['Vera Lind', 'Hugo Marsh', 'Cora Bell']) await press(booking.of(name).path, 'yes')
  await press(booking.of('Cora Bell').path, 'yes')
  const confirms = await web.app.em.fork().find(Delivery, { subjectId: booking.id, kind: 'bookings.confirm' })
  expect(confirms).toHaveLength(3)
})

test('002-018, 002-048, decision 25: the two links and the routes of the seed show their answer first and record only by sending', async () => {
  const booking = await makeBooking(web.app)
  const { path, id } = booking.of('Vera Lind')
  const first = async (at: string) => /<button name="answer" value="(\w+)" class="primary">/.exec(await page(at))?.[1]
  expect([await first(`${path}/yes`), await first(`${path}/no`)]).toEqual(['yes', 'no'])
  const route = path.replace('/a/', '/booking/respond/')
  expect((await web.get(`${route}/no`)).headers.get('location')).toBe(`${path}/no`)
  expect(await answerOf(id)).toBeNull()
  expect(await (await press(`${route}/yes`, '')).text()).toContain('pencilled in')
  expect(await answerOf(id)).toBe('yes')
  expect((await press('/booking/respond/nothing/yes', '')).status).toBe(410)
})

test('the page says whom to call', async () => {
  const booking = await makeBooking(web.app)
  expect(await page(booking.of('Vera Lind').path)).toContain('Questions? Call <a href="tel:+12125550199">')
})
