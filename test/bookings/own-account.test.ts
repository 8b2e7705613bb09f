import { expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { takeClientMails } from '#src/bookings/clients/take-mails.ts'
import { sql } from '#src/database/sql.ts'
import { checkCalendar } from '#src/doctor/calendar.ts'
import { checkGmail, checkStudioGmail } from '#src/doctor/gmail.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollLabel } from '#src/mailbox/poll-label.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { createVendors } from '#src/vendors.ts'
import { openStudio, STUDIO } from './studio.ts'

const SHOP = 'studio@example.com'
const OWN = 'sessions@strings.example'
const studio = await openStudio({ GMAIL_ADDRESS: SHOP, STUDIO_GMAIL_ADDRESS: OWN, TELEGRAM_BOT_TOKEN: '1:token' })
const { app, google, dane } = studio
await google.act.shareCalendar(STUDIO, OWN)
await google.act.shareCalendar('maya@example.com', OWN)
const maya = await studio.musician('Maya Lin', 'violin', { calendarId: 'maya@example.com' })
const threads = () => google.view().customers.find(({ address }) => address === 'client@example.net')?.threads ?? []
const letters = () => threads().flatMap((thread) => thread.letters)
const readMails = async () => {
  await pollMailbox(app, inboxReaders())
  await fetchMails(app)
  return takeClientMails(app)
}
let booked = ''

test('with an account of its own the studio writes from there, and its own calendars are seen', async () => {
  const { id } = await studio.book('violin', ['Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'])
  booked = id
  await studio.answer(await studio.offer(id, maya.id), 'yes')
  const events = google.view().calendars.filter((calendar) => calendar.events.length > 0)
  expect(events.map((calendar) => calendar.id).toSorted()).toEqual(['maya@example.com', STUDIO].toSorted())
  expect(letters()).toMatchObject([{ from: OWN, fromName: 'Custom Tracks' }])
})

test('what the client answers there reaches Dane, and his answer leaves from there in the same thread', async () => {
  const last = letters().at(-1)?.id ?? ''
  await google.act.customerReplies({ from: 'client@example.net', threadMessageId: last, text: 'Is there parking?' })
  expect(await readMails()).toBe(1)
  expect((await studio.card(booked)).title).toBe('B-1 Ismael Dunwoody asks: Is there parking?')
  await studio.press(dane, 'reply', booked, { text: 'Behind the house.' })
  expect(threads()).toHaveLength(1)
  expect(letters().at(-1)).toMatchObject({ from: OWN, text: expect.stringMatching(/^Behind the house\./) })
})

test('a client who writes to the shop instead says no word in the studio\u2019s thread', async () => {
  await google.act.customerWrites({ from: 'client@example.net', subject: 'Beads', text: 'Do you sell beads too?' })
  await pollMailbox(app, [
    ...inboxReaders(),
    { source: 'gmail', step: 'tests.waits', what: 'A mail', read: async () => 'not mine' },
  ])
  expect(await fetchMails(app)).toBe(1)
  await takeClientMails(app)
  expect((await studio.card(booked)).title).not.toContain('beads')
})

test('the label of the booking mails is the studio\u2019s too', async () => {
  const form = { from: 'form@example.com', subject: 'Labelled', text: 'Name: Kim' }
  const letter = await google.act.customerWrites({ ...form, to: OWN })
  await google.act.labelMail(letter.id, 'Bookings')
  studio.set(new Date().toISOString())
  expect(await pollLabel(app, app.studioGmail, 'Bookings')).toBe(1)
  expect(await pollLabel(app, app.gmail, 'Bookings')).toBe(0)
  studio.set('2026-02-03T15:00:00Z')
})

test('the doctor looks at each account by itself', async () => {
  expect(await checkGmail(app)).toMatchObject({ state: 'ok', says: `mails leave from ${SHOP}` })
  expect(await checkStudioGmail(app)).toMatchObject({ state: 'ok', says: `the studio\u2019s mails leave from ${OWN}` })
  expect(await checkCalendar(app)).toMatchObject({ state: 'ok' })
  const swapped = createVendors({ ...app.settings, STUDIO_GOOGLE_REFRESH_TOKEN: 'refresh' }, '')
  expect(await checkStudioGmail({ ...app, ...swapped })).toMatchObject({
    state: 'wrong',
    says: expect.stringContaining(`${SHOP} is connected, but STUDIO_GMAIL_ADDRESS is ${OWN}`),
  })
  const none = createVendors({ ...app.settings, STUDIO_GOOGLE_REFRESH_TOKEN: 'dead' }, '')
  expect(await checkStudioGmail({ ...app, ...none })).toMatchObject({
    state: 'wrong',
    says: expect.stringContaining(`${OWN} is not connected.`),
  })
})

test('each account has a day of its own: the studio\u2019s is not spent by the shop', async () => {
  app.settings.GMAIL_PER_DAY = 1
  await sql(app.em.fork(), `delete from calls`)
  const last = letters().findLast(({ from }) => from === OWN)?.id ?? ''
  await google.act.customerReplies({ from: 'client@example.net', threadMessageId: last, text: 'I am ill.' })
  await readMails()
  await studio.press(dane, 'cancel', booked)
  expect((await studio.card(booked)).footer).toBe(
    'Cancelled by Dane. Reply, and the answer goes into the same mail thread.',
  )
  const [spent] = await sql<{ n: number }>(
    app.em.fork(),
    `select count(*)::int as n from calls where budget = 'studio-gmail/day'`,
  )
  expect(spent?.n).toBe(1)
  expect(letters().find(({ subject }) => subject.includes('is cancelled'))).toMatchObject({ from: OWN })
  app.settings.GMAIL_PER_DAY = 500
})

test('a token that dies is told of by the account it is of, and the shop\u2019s mails leave all the same', async () => {
  const dead = createVendors({ ...app.settings, STUDIO_GOOGLE_REFRESH_TOKEN: 'dead' }, '')
  const { studioGmail } = app
  app.studioGmail = dead.studioGmail
  const { id } = await studio.book('violin', ['Friday, February 20, 2026, 11:00 AM - 1:00 PM'])
  await studio.answer(await studio.offer(id, maya.id), 'yes')
  const alerts = await app.em.fork().find(Alert, { state: 'open' }, { orderBy: { key: 'asc' } })
  const titles = alerts.map(({ title }) => title)
  expect(titles).toContainEqual(expect.stringMatching(/^The studio\u2019s Gmail refused our token\. 1 mail waits\.$/))
  expect(await app.gmail?.address()).toBe(SHOP)
  app.studioGmail = studioGmail
})
