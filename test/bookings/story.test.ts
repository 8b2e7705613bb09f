import { expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { drawBookingParts } from '#src/bookings/pages.ts'
import { tellPlainly } from '#test/plain.ts'
import { OWNER, openStudio, STUDIO } from './studio.ts'

const studio = await openStudio()
const { app, google, dane } = studio
const second = async () => (await app.em.fork().findOneOrFail(Booking, { number: 2 })).id
const events = (id: string) => google.view().calendars.find((one) => one.id === id)?.events ?? []
await google.act.shareCalendar('maya@example.com')
const maya = await studio.musician('Maya Lin', 'violin', { calendarId: 'maya@example.com' })
const ravi = await studio.musician('Ravi Patel', 'violin, viola', { zone: 'America/Los_Angeles' })
const ines = await studio.musician('Ines Duarte', 'cello')
const omar = await studio.musician('Omar Haddad', 'cello')
const noor = await studio.musician('Noor Aziz', 'cello')

test('B1, 002-003, 002-010: a weekday that does not fit the date holds every text behind one card with one-tap answers', async () => {
  studio.set('2026-01-05T15:00:00Z')
  const { id, state } = await studio.book('violin', ['Tuesday Jan 14, 2026 3-5 PM'])
  expect(state).toBe('checking')
  const card = await studio.card(id)
  expect(card.title).toBe('B-1 Check before I text anyone: Jan 14 is a Wednesday.')
  expect(card.labels).toEqual(['Tue Jan 13', 'Wed Jan 14', 'Edit', 'Call client', 'Give up'])
  expect(await app.em.fork().count(Delivery, { channel: 'sms' })).toBe(0)
  expect(await studio.press(dane, 'call', id)).toBe('Ismael Dunwoody: +12125550142')

  await studio.press(dane, 'choose', id, {}, '1')
  const { options } = await studio.load(id)
  expect(options.map(({ startsAt }) => startsAt.toISOString())).toEqual(['2026-01-14T20:00:00.000Z'])
  expect(studio.texts(maya.phone)).toHaveLength(1)
  await studio.press(dane, 'cancel', id)
})

test('D, 002-011, 002-017: the text names studio, instrument, time in their zone, pay, code and link', async () => {
  studio.set('2026-02-02T19:00:00Z')
  const { id } = await studio.book('2 violins, cello', ['Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'])
  const [text = ''] = studio.texts(maya.phone).slice(-1)
  expect(text).toMatch(
    /^Custom Tracks: violin, Tue Feb 10, 11 AM-1 PM ET, \$150\. First yes gets it\. Yes https:\/\/desk\.example\/a\/[\w-]{22}\/yes No https:\/\/desk\.example\/a\/[\w-]{22}\/no or text YES [A-Z]\d[A-Z]\d \/ NO [A-Z]\d[A-Z]\d$/,
  )
  expect(studio.texts(ravi.phone).at(-1)).toContain('Tue Feb 10, 8-10 AM PT')
  expect(studio.texts(ines.phone)).toHaveLength(1)
  expect(studio.texts(omar.phone)).toHaveLength(0)

  const offer = await studio.offer(id, maya.id)
  await studio.text(maya.phone, 'Yes!')
  expect(studio.texts(maya.phone).at(-1)).toBe("You're pencilled in for Tue 11 AM ET. We'll confirm by 6 PM.")
  expect((await studio.offer(id, maya.id)).answer).toBe('yes')
  await studio.text(ravi.phone, `yes ${(await studio.offer(id, ravi.id)).code.toLowerCase()}`)
  expect(studio.texts(ravi.phone).at(-1)).toBe("You're pencilled in for Tue 8 AM PT. We'll confirm by 3 PM.")
  expect(offer.code).toHaveLength(4)
})

test('B2, 002-030, 002-031, 002-033: no, no, silent and nobody left: one new message says it is stuck', async () => {
  const id = await second()
  await studio.answer(await studio.offer(id, ines.id), 'no')
  expect(studio.texts(omar.phone)).toHaveLength(0)
  studio.pass(59)
  await studio.check()
  expect(studio.texts(omar.phone)).toHaveLength(0)
  studio.pass(1)
  await studio.check()
  expect(studio.texts(omar.phone)).toHaveLength(1)
  await studio.answer(await studio.offer(id, omar.id), 'no')
  studio.pass(61)
  await studio.check()
  expect(studio.texts(noor.phone)).toHaveLength(1)
  studio.pass(61)
  await studio.check()
  const card = await studio.card(id)
  expect(card.title).toBe(
    'Stuck: B-2 Ismael Dunwoody, Tue Feb 10, 11 AM-1 PM ET · violin ✓ violin ✓ cello ✗ (2 no, 1 silent)',
  )
  expect(card.labels).toEqual(['Ask again', 'Other time', 'Assign', 'Give up'])
})

test('B2, 002-026 to 002-028: Assign ends in a booked session, with events, texts and word to Dane and the client', async () => {
  const id = await second()
  const form = await studio.form(dane, 'assign', id)
  expect(form?.fields[0]?.choices).toEqual([{ value: '0:cello', label: 'cello, Tue Feb 10, 11 AM-1 PM ET' }])
  await studio.press(dane, 'assign', id, { seat: '0:cello', musician: 'Noor Aziz' })
  const card = await studio.card(id)
  expect(card.title).toBe('B-2 Ismael Dunwoody, Tue Feb 10, 11 AM-1 PM ET · Booked: 3 of 3, calendars done')
  expect(card.labels).toEqual(['Cancel session'])
  expect(events('maya@example.com').map(({ summary }) => summary)).toEqual(['Custom Tracks: violin'])
  expect(events(STUDIO)).toHaveLength(1)
  for (const { phone } of [maya, ravi, noor]) {
    const booked = studio.texts(phone).filter((text) => text.includes("you're booked"))
    // With the page that has it for their calendar.
    expect(booked).toEqual([expect.stringMatching(/ https:\/\/\S+\/a\/[\w-]{22}(?!\S)/)])
  }
  expect(studio.texts(OWNER).at(-1)).toMatch(/^B-2 is booked: Ismael Dunwoody, Tue Feb 10, 11 AM-1 PM ET\./)
  const [thread] = google.view().customers.find(({ address }) => address === 'client@example.net')?.threads ?? []
  expect(thread?.letters.at(-1)?.text).toContain(
    'Your session is booked: Tue Feb 10, 11 AM-1 PM ET, with 2 violins, cello.',
  )
  expect((await studio.load(id)).clientToldAt).not.toBeNull()
})

test('a yes after the seats are filled is thanked, and changes nothing', async () => {
  const id = await second()
  expect(await studio.answer(await studio.offer(id, omar.id), 'yes')).toBe('Thanks, that seat is filled.')
  expect((await studio.load(id)).state).toBe('completed')
})

test('a confirmed musician steps back: the seat opens, the event goes, Dane hears, the next is asked at once', async () => {
  const id = await second()
  const lena = await studio.musician('Lena Ort', 'violin')
  await studio.text(maya.phone, `NO ${(await studio.offer(id, maya.id)).code}`)
  expect(studio.texts(maya.phone).at(-1)).toBe('Thanks for telling us. You are off for Tue 11 AM ET.')
  expect(events('maya@example.com')).toEqual([])
  const view = await studio.load(id)
  expect(view).toMatchObject({ state: 'offering', attention: 'stuck' })
  await studio.press(dane, 'again', id)
  expect(studio.texts(lena.phone)).toHaveLength(1)
  await studio.text(lena.phone, 'yes')
  expect((await studio.card(id)).title).toContain('Booked: 3 of 3, calendars done')
  expect(events(STUDIO)).toHaveLength(1)
  expect(studio.texts(ravi.phone).filter((text) => text.includes("you're booked"))).toHaveLength(1)
})

test('a cancelled session takes its events out of every calendar and tells everyone', async () => {
  const id = await second()
  const grid = async () => {
    const page = String(await drawBookingParts(app as never, await studio.load(id), { zone: 'UTC' } as never))
    return page.match(/<th scope="col">[^<]*(booked|cancelled)<\/th>/)?.[1]
  }
  expect(await grid()).toBe('booked')
  await studio.press(dane, 'cancel', id, { reason: 'client is ill' })
  expect(await grid()).toBe('cancelled')
  expect(JSON.stringify((await studio.card(id)).facts)).not.toContain('booked')
  expect(events(STUDIO)).toEqual([])
  expect(studio.texts(ravi.phone).at(-1)).toBe(
    'Custom Tracks: the session Tue Feb 10, 8-10 AM PT is off. Sorry, and thank you.',
  )
  expect((await studio.card(id)).title).toContain('client is ill')
})

test('the history of every booking is told in sentences: no states, arrows, underscores, field names', async () => {
  const told = await tellPlainly(app, 'booking')
  expect(told).toContainEqual(expect.stringMatching(/ Booked: .*violin/))
  expect(told).toContainEqual(expect.stringMatching(/ went out\.$/))
  expect(told).toContainEqual(
    expect.stringMatching(/[\d:]+ [AP]M The session was written into the calendar of \S+@\S+\.$/),
  )
  expect(told).toContainEqual(
    expect.stringMatching(/[\d:]+ [AP]M The session was taken out of the calendar of \S+@\S+\.$/),
  )
})

test('who steps back in the last hour leaves a seat that Dane can still fill: the time stands until it begins', async () => {
  studio.set('2026-02-16T18:00:00Z')
  const { id } = await studio.book('viola, cello', ['Tuesday, February 17, 2026, 11:00 AM - 1:00 PM'])
  await studio.answer(await studio.offer(id, ravi.id), 'yes')
  await studio.answer(await studio.offer(id, ines.id), 'yes')
  expect((await studio.card(id)).title).toContain('Booked: 2 of 2')
  studio.set('2026-02-17T15:10:00Z')
  await studio.text(ines.phone, `NO ${(await studio.offer(id, ines.id)).code}`)
  await studio.check()
  studio.pass(10)
  await studio.check()
  expect(studio.texts(omar.phone).at(-1)).toContain('cello, Tue Feb 17, 11 AM-1 PM ET')
  const form = await studio.form(dane, 'assign', id)
  expect(form?.fields[0]?.choices?.map(({ label }) => label)).toEqual(['cello, Tue Feb 17, 11 AM-1 PM ET'])
  await studio.press(dane, 'assign', id, { seat: '0:cello', musician: 'Noor Aziz' })
  await studio.check()
  expect((await studio.card(id)).title).toContain('viola Ravi Patel, cello Noor Aziz')
  expect(studio.texts(ravi.phone).filter((text) => text.includes('Feb 17') && /is off|free then/.test(text))).toEqual(
    [],
  )
})
