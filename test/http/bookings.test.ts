import twilio from 'twilio'
import { beforeAll, expect, test } from 'vitest'
import { Musician } from '#entities/bookings/musician.ts'
import { takeStatuses } from '#src/bookings/answers/take-texts.ts'
import { bookingDeliveries } from '#src/bookings/deliveries.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey } from '#src/http/api/keys.ts'
import { createTwilio } from '#src/integrations/twilio.ts'
import { makeBooking } from './booking.ts'
import { listenTo } from './listen-to.ts'
import { signIn, testWeb } from './web.ts'

const web = await testWeb(
  {
    QUIET_HOURS: '00:00-00:00',
    BOOKING_WEBHOOK_TOKEN: 'token',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'twilio-token',
    TWILIO_FROM: '+15550001111',
  },
  { twilio: createTwilio({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'twilio-token', from: '+15550001111' }) },
)
let headers: Record<string, string>
let booking: Awaited<ReturnType<typeof makeBooking>>

beforeAll(async () => {
  const key = await inTransaction(web.app, (tx) => createKey(tx, { name: 'Program', role: 'admin' }))
  headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  booking = await makeBooking(web.app)
  const answer = (name: string, said: string) => web.post(booking.of(name).path, new URLSearchParams({ answer: said }))
  await answer('Vera Lind', 'yes')
  await answer('Cora Bell', 'no')
})

test('002-050: the page of a booking shows everything about it, also by its id', async () => {
  const { cookie } = await signIn(web, 'Dane', 'booker')
  for (const path of [`/bookings/${booking.ref}`, `/bookings/${booking.id}`]) {
    const answer = await web.get(path, { cookie })
    expect(answer.status).toBe(200)
    const page = await answer.text()
    for (const title of ['Who can when', 'Offers', 'Plan', 'What was read', 'The mail', 'History'])
      expect(page).toContain(title)
    expect(page).toContain('Tue Mar 10, 11 AM-1 PM ET')
    expect(page).toContain(booking.of('Vera Lind').code)
    expect(page).toContain('Name: Ismael &lt;b&gt;')
    expect(page).toContain('New York time')
    expect(page).not.toContain('America/New_York')
    // A card in a chat leads here; here it would lead nowhere.
    expect(page).not.toContain('Live page')
    expect(page).toMatch(/yes, \d+:\d\d [AP]M, on their page/)
    // One clock: the sessions are told by AM and PM, and so is everything else.
    expect(page.match(/\b\d?\d:\d\d(?::\d\d)?\b(?! [AP]M)/g)).toBeNull()
    expect(page).toContain(`data-record="${booking.id}"`)
  }
})

test('002-050: the list shows the booking to a booker, whose menu has no orders; a seller is refused', async () => {
  const { cookie } = await signIn(web, 'Dora', 'booker')
  const page = await (await web.get('/bookings', { cookie })).text()
  expect(page).toContain(booking.ref)
  expect(page).toContain('href="/bookings"')
  expect(page).not.toContain('href="/orders"')
  const seller = await signIn(web, 'Sam', 'seller')
  expect((await web.get('/bookings', { cookie: seller.cookie })).status).toBe(403)
  expect((await web.get(`/bookings/${booking.ref}`, { cookie: seller.cookie })).status).toBe(403)
})

test('002-050: programs read the bookings, with every offer and answer', async () => {
  const list = await (await web.get('/api/bookings?state=offering', headers)).json()
  expect(list).toMatchObject({
    pagination: { total: 1 },
    bookings: [{ ref: booking.ref, state: 'offering', instruments: { violin: 2, cello: 1 } }],
  })
  const one = await (await web.get(`/api/bookings/${booking.ref}`, headers)).json()
  const answers = one.booking.options[0].offers.map((offer: { musician: { name: string }; answer: string }) => [
    offer.musician.name,
    offer.answer,
  ])
  expect(Object.fromEntries(answers)).toEqual({
    'Vera Lind': 'yes',
    'Hugo Marsh': null,
    'Ines Roth': null,
    'Cora Bell': 'no',
  })
  expect(one.booking.history.length).toBeGreaterThan(0)
  expect((await web.get('/api/bookings/B-999', headers)).status).toBe(404)
})

test('programs press the verbs of a booking', async () => {
  const answer = await web.post(`/api/bookings/${booking.ref}/pause`, '{}', headers)
  expect([answer.status, (await answer.json()).booking.paused]).toEqual([200, true])
  await web.post(`/api/bookings/${booking.ref}/resume`, '{}', headers)
})

const tellStatus = (MessageSid: string, MessageStatus: string) => {
  const fields = { MessageSid, MessageStatus }
  const signature = twilio.getExpectedTwilioSignature('twilio-token', `${web.app.publicUrl}/twilio/status`, fields)
  return web.post('/twilio/status', new URLSearchParams(fields), { 'x-twilio-signature': signature })
}
const statusOf = async (name: string) => {
  const one = await (await web.get(`/api/bookings/${booking.ref}`, headers)).json()
  const offers: { musician: { name: string }; deliveryStatus: string }[] = one.booking.options[0].offers
  return offers.find(({ musician }) => musician.name === name)?.deliveryStatus
}

test("the status of a text is Twilio's latest word by rank, in whatever order it comes", async () => {
  const { id } = booking.of('Hugo Marsh')
  for (const status of ['delivered', 'sent', 'queued']) expect((await tellStatus(`SM${id}`, status)).status).toBe(200)
  await takeStatuses(web.app)
  expect(await statusOf('Hugo Marsh')).toBe('delivered')
})

test('an open page is told that a text has arrived, although nobody decided anything', async () => {
  const { cookie } = await signIn(web, 'Lena', 'booker')
  const stop = new AbortController()
  const heard = listenTo(await fetch(`${web.url}/events`, { headers: { cookie }, signal: stop.signal }))
  await heard('event: again')
  const { id } = booking.of('Cora Bell')
  await tellStatus(`SM${id}`, 'delivered')
  await takeStatuses(web.app)
  expect(await heard('event: moved')).toContain(booking.id)
  stop.abort()
})

test('a status that comes before the text is written down as sent is not lost', async () => {
  const { id } = booking.of('Ines Roth')
  await tellStatus('SMearly', 'delivered')
  await takeStatuses(web.app)
  const left = { subjectId: booking.id, payload: { offerId: id }, vendorRef: { sid: 'SMearly' } } as never
  await inTransaction(web.app, (tx) => bookingDeliveries['bookings.offer']?.onSent(tx, left) ?? Promise.reject())
  expect(await statusOf('Ines Roth')).toBe('delivered')
})

test('a musician who is asked is found in the list of musicians', async () => {
  const count = await web.app.em.fork().count(Musician)
  const list = await (await web.get('/api/musicians?instrument=cello', headers)).json()
  expect([list.pagination.total, count]).toEqual([1, 4])
})
