import { expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { deliveryKinds } from '#src/desk/press/deliveries.ts'
import { withoutTokens } from '#src/links/without-tokens.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { openStudio, STUDIO } from './studio.ts'

const studio = await openStudio()
const { app, google, dane, twilio } = studio
studio.set('2026-02-02T19:00:00Z')
const events = (id: string) => google.view().calendars.find((one) => one.id === id)?.events ?? []

test('002-006: busy is not asked, a calendar that fails is unknown and Dane is told, no calendar is asked anyway', async () => {
  for (const id of ['busy@example.com', 'gone@example.com']) await google.act.shareCalendar(id)
  await google.act.addBusy('busy@example.com', new Date('2026-02-10T17:00:00Z'), new Date('2026-02-10T17:30:00Z'))
  await google.act.refuseCalendar('gone@example.com')
  const busy = await studio.musician('Busy', 'violin', { calendarId: 'busy@example.com' })
  const gone = await studio.musician('Gone', 'violin', { calendarId: 'gone@example.com' })
  const plain = await studio.musician('Plain', 'violin')
  const { id } = await studio.book('violin', ['Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'])
  const view = await studio.load(id)
  expect(view.options[0]?.queue).toEqual([{ instrument: 'violin', musicians: [plain.id] }])
  expect([busy, gone, plain].map(({ phone }) => studio.texts(phone).length)).toEqual([0, 0, 1])
  const alert = await app.em.fork().findOneOrFail(Alert, { key: `bookings:calendar:${gone.id}` })
  expect(alert).toMatchObject({
    state: 'open',
    title: "Gone's calendar cannot be read. I do not text them until it can.",
  })
  expect(view.warnings).toEqual(["Gone's calendar cannot be read"])

  await google.act.refuseCalendar('gone@example.com', false)
  await studio.press(dane, 'again', id)
  expect((await app.em.fork().findOneOrFail(Alert, { id: alert.id })).state).toBe('closed')
  expect((await studio.load(id)).options[0]?.queue[0]?.musicians).toContain(gone.id)
})

test('002-006: Google is not connected: who has a calendar is not texted as if free, and Dane is told once', async () => {
  const bare = await openStudio({ STUDIO_CALENDAR_ID: '' })
  bare.set('2026-02-02T19:00:00Z')
  const { calendar } = bare.app
  bare.app.calendar = null
  const first = await bare.musician('Kept', 'viola', { calendarId: 'kept@example.com' })
  const second = await bare.musician('Also', 'viola', { calendarId: 'also@example.com' })
  const open = await bare.musician('Open', 'viola')
  const { id } = await bare.book('viola', ['Tuesday, February 17, 2026, 11:00 AM - 1:00 PM'])
  const view = await bare.load(id)
  expect(view.options[0]?.queue).toEqual([{ instrument: 'viola', musicians: [open.id] }])
  expect([first, second, open].map(({ phone }) => bare.texts(phone).length)).toEqual([0, 0, 1])
  const told = () => bare.app.em.fork().find(Alert, { key: { $like: 'bookings:calendar%' }, state: 'open' })
  expect(await told()).toMatchObject([{ title: expect.stringMatching(/^Google Calendar is not connected\./) }])
  bare.app.calendar = calendar
  for (const one of ['kept@example.com', 'also@example.com']) await bare.google.act.shareCalendar(one)
  await bare.press(bare.dane, 'again', id)
  expect((await bare.load(id)).options[0]?.queue[0]?.musicians).toHaveLength(3)
  expect(await told()).toEqual([])
})

test('002-023: a calendar that filled up since the text: the yes is not taken, and they are told why', async () => {
  await google.act.shareCalendar('late@example.com')
  const late = await studio.musician('Late', 'cello', { calendarId: 'late@example.com' })
  const { id } = await studio.book('cello', ['Tuesday, February 10, 2026, 2:00 PM - 3:00 PM'])
  await google.act.addBusy('late@example.com', new Date('2026-02-10T19:30:00Z'), new Date('2026-02-10T20:30:00Z'))
  await studio.text(late.phone, 'yes')
  expect(studio.texts(late.phone).at(-1)).toMatch(
    /^Your calendar has something else on Tue 2 PM ET, so I did not put you down\. Clear it and text YES \w{4} again\.$/,
  )
  expect((await studio.offer(id, late.id)).answer).toBeNull()
})

test('002-008, 002-010: no time works: the booking stands, Dane reads which seat or time fails', async () => {
  await google.act.addBusy(STUDIO, new Date('2026-02-12T15:00:00Z'), new Date('2026-02-12T20:00:00Z'))
  const { id, state } = await studio.book('violin, harp', [
    'Thursday, February 12, 2026, 11:00 AM - 1:00 PM',
    'Friday, February 13, 2026, 11:00 AM - 1:00 PM',
  ])
  expect(state).toBe('checking')
  const card = await studio.card(id)
  expect(card.title).toMatch(
    /^B-\d+ Ismael Dunwoody: no time works\. Thu Feb 12, 11 AM-1 PM ET: studio busy; Fri Feb 13, 11 AM-1 PM ET: no harp free\.$/,
  )
  expect(card.labels).toEqual(['Ask again', 'Other time', 'Assign', 'Edit', 'Give up'])
})

test('the studio calendar cannot be read: nothing is planned and nobody texted until it can', async () => {
  const harp = await studio.musician('Harp', 'harp')
  await google.act.refuseCalendar(STUDIO)
  const { id } = await studio.book('harp', ['Monday, February 16, 2026, 11:00 AM - 1:00 PM'])
  expect((await studio.load(id)).state).toBe('new')
  await google.act.refuseCalendar(STUDIO, false)
  studio.pass(5)
  await studio.settle()
  expect(studio.texts(harp.phone)).toHaveLength(1)
})

test('what Dane wants by the time the calendars have answered is what is planned', async () => {
  const kim = await studio.musician('Kim', 'bassoon')
  const { id } = await studio.book('bassoon', ['Tuesday, February 24, 2026, 11:00 AM - 1:00 PM'])
  const offer = await studio.offer(id, kim.id)
  const { calendar } = app
  if (!calendar) throw new Error('no calendar')
  const slow: typeof calendar.freeBusy = async (...asked) => {
    app.calendar = calendar
    const read = await calendar.freeBusy(...asked)
    await studio.answer(offer, 'yes')
    await studio.answer(offer, 'no')
    await studio.press(dane, 'other', id, { time: 'Wed Feb 25, 2026, 2-4 PM' })
    return read
  }
  app.calendar = { ...calendar, freeBusy: slow }
  await studio.press(dane, 'again', id)
  expect((await studio.load(id)).options.filter(({ position }) => position !== null)).toHaveLength(2)
  expect(studio.texts(kim.phone).at(-1)).toContain('bassoon, Wed Feb 25, 2-4 PM ET')
})

test('a calendar that cannot be written is counted on the card; one that is on its way is not', async () => {
  await google.act.shareCalendar('lou@example.com')
  const lou = await studio.musician('Lou', 'viola', { calendarId: 'lou@example.com' })
  const { id } = await studio.book('viola', ['Thursday, February 26, 2026, 11:00 AM - 1:00 PM'])
  await google.act.refuseCalendar('lou@example.com')
  await studio.text(lou.phone, 'yes')
  expect((await studio.card(id)).title).toMatch(/ · Booked: 1 of 1, calendars 1 of 2$/)
  await google.act.refuseCalendar('lou@example.com', false)
})

test('002-026: killed between the event made and recorded, and between text sent and recorded: none twice', async () => {
  await google.act.shareCalendar('kay@example.com')
  const kay = await studio.musician('Kay', 'flute', { calendarId: 'kay@example.com' })
  const { id } = await studio.book('flute', ['Tuesday, February 17, 2026, 11:00 AM - 1:00 PM'])
  await studio.text(kay.phone, 'yes')
  expect(events('kay@example.com')).toHaveLength(1)
  const before = studio.texts(kay.phone).length
  await sql(
    app.em.fork(),
    `update deliveries set state = 'waiting', sent_at = null, trying_since = $2, vendor_ref = null, lease_token = null, leased_until = null
     where subject_id = $1 and state = 'sent'`,
    [id, new Date(app.now.getTime() - 30_000)],
  )
  // Before it was recorded as sent, the words had their links.
  for (const text of studio.texts(kay.phone)) {
    await sql(
      app.em.fork(),
      `update deliveries set payload = jsonb_set(payload, '{text}', to_jsonb($2::text))
       where subject_id = $1 and payload ->> 'text' = $3`,
      [id, text, withoutTokens(text)],
    )
  }
  for (let at = 0; at < 4; at += 1) {
    studio.pass(1)
    await sendDue(app, createSenders(app), deliveryKinds())
  }
  await twilio.settled()
  expect(studio.texts(kay.phone)).toHaveLength(before)
  expect(events('kay@example.com')).toHaveLength(1)
  expect(await app.em.fork().count(Delivery, { subjectId: id, state: 'waiting' })).toBe(0)
})

test('two sessions at one time that want one musician: the second completes without them', async () => {
  const solo = await studio.musician('Solo', 'oboe')
  const first = await studio.book('oboe', ['Wednesday, February 18, 2026, 11:00 AM - 1:00 PM'])
  const second = await studio.book('oboe', ['Wednesday, February 18, 2026, 12:00 PM - 2:00 PM'])
  await studio.answer(await studio.offer(first.id, solo.id), 'yes')
  expect((await studio.load(first.id)).state).toBe('completed')
  expect(await studio.answer(await studio.offer(second.id, solo.id), 'yes')).toBe(
    'You are booked for another session at that time.',
  )
})

test('002-037: on the day the clocks change the text says the hour of that day', async () => {
  const sun = await studio.musician('Sun', 'tuba', { zone: 'America/Chicago' })
  await studio.book('tuba', ['Sunday, March 8, 2026, 11:00 AM - 1:00 PM'])
  expect(studio.texts(sun.phone)[0]).toContain('tuba, Sun Mar 8, 10 AM-12 PM CT')
  expect(
    (
      await studio.load((await studio.book('tuba', ['Sunday, November 1, 2026, 11:00 AM - 1:00 PM'])).id)
    ).options[0]?.startsAt.toISOString(),
  ).toBe('2026-11-01T16:00:00.000Z')
})

test('002-052: musicians are added, listed, changed and imported by command', async () => {
  const say = async (words: string) => (await runCommand(app, words, dane)).text
  expect(await say('musician add Zora Neal, (212) 555-0177, violin/viola, zora@example.com, America/Chicago')).toMatch(
    /^M-\d+ Zora Neal · violin\/viola · \+12125550177 · America\/Chicago$/,
  )
  expect(await say('musicians viola')).toContain('Zora Neal')
  const number = /M-(\d+) Zora/.exec(await say('musicians viola'))?.[1]
  expect(await say(`musician edit M-${number} active no`)).toContain('not asked')
  expect(await say('musician import Abe One, +12125550178, cello\nBea Two, +12125550179, cello')).toBe(
    '2 musicians saved.',
  )
  await expect(say('musician add Nobody')).rejects.toThrow('Write it like')
  expect(await say('bookings')).toContain('B-1 Ismael Dunwoody')
  expect((await runCommand(app, 'booking B-1', dane)).cards?.[0]?.title).toContain('B-1 Ismael Dunwoody')
})
