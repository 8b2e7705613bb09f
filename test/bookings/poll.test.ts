import { beforeEach, expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import type { App } from '#src/app.ts'
import { doorRoutes } from '#src/http/doors.ts'
import { pollLabel } from '#src/mailbox/poll-label.ts'
import { openStudio } from './studio.ts'

const LABEL = 'Studio/Bookings'
const studio = await openStudio({ BOOKING_INBOX_LABEL: LABEL, BOOKING_WEBHOOK_TOKEN: 'word' })
const { app, google } = studio
const from = 'no-reply@custom-tracks.com'
const form =
  'New booking request from custom-tracks.com\n\nName: Ismael Dunwoody\nEmail: client@example.net\nPhone: (212) 555-0142\nInstruments needed: cello\nPreferred times:\n  - February 20, 2030, 2:00 PM - 3:00 PM\nNotes: a song.\n'

/** Mails carry the real time: the one clock of the test is put there. */
beforeEach(() => studio.set(new Date().toISOString()))

const write = (subject: string) => google.act.customerWrites({ from, subject, text: form })

async function bookings(subjectLine: string): Promise<Booking[]> {
  await studio.settle()
  return app.em.fork().find(Booking, { subjectLine })
}

/** As Zapier posts it. */
async function post(mail: Record<string, string>): Promise<void> {
  const headers = { authorization: 'Bearer word', 'content-type': 'application/json' }
  const incoming = { rawBody: Buffer.from(JSON.stringify(mail)), socket: {}, headers: {} }
  const answer = await doorRoutes(app).request('/workflow/email', { method: 'POST', headers }, { incoming })
  expect(answer.status).toBe(200)
}

test('002-001, 002-002: a mail with the label becomes one booking, one without it none', async () => {
  const letter = await write('Labelled')
  await write('Not labelled')
  await google.act.labelMail(letter.id, LABEL)
  expect(await pollLabel(app, app.gmail, LABEL)).toBe(1)
  expect(await pollLabel(app, app.gmail, LABEL)).toBe(0)
  const [booking, ...more] = await bookings('Labelled')
  expect(more).toEqual([])
  expect(booking).toMatchObject({ client: { name: 'Ismael Dunwoody' }, instruments: { cello: 1 } })
  expect(await bookings('Not labelled')).toEqual([])
})

test.each([
  ['the webhook first', '<', 'before'],
  ['the label first', '<', 'after'],
  ['an id without brackets', '', 'before'],
])('002-002: a mail that comes by webhook and by label is one booking: %s', async (name, bracket, order) => {
  const { id, rfcMessageId } = await write(name)
  await google.act.labelMail(id, LABEL)
  const messageId = bracket ? rfcMessageId : rfcMessageId.slice(1, -1)
  const zapier = () => post({ message_id: messageId, subject: name, from, body_plain: form })
  if (order === 'before') await zapier()
  await pollLabel(app, app.gmail, LABEL)
  if (order === 'after') await zapier()
  expect(await bookings(name)).toHaveLength(1)
})

test('002-002: a mail that gets its label days later is still taken', async () => {
  const letter = await write('Late')
  await pollLabel(app, app.gmail, LABEL)
  studio.pass(5 * 24 * 60)
  await google.act.labelMail(letter.id, LABEL)
  expect(await pollLabel(app, app.gmail, LABEL)).toBe(1)
  expect(await bookings('Late')).toHaveLength(1)
})

test('the first look takes nothing that is older than a day', async () => {
  const letter = await write('Old')
  await google.act.labelMail(letter.id, 'Other')
  studio.pass(2 * 24 * 60)
  expect(await pollLabel(app, app.gmail, 'Other')).toBe(0)
})

test('002-002: while Gmail is away nothing is lost: the next look takes the mail', async () => {
  const letter = await write('Outage')
  await google.act.labelMail(letter.id, LABEL)
  google.fault = { kind: 'error', status: 503 }
  await expect(pollLabel(app, app.gmail, LABEL)).rejects.toThrow('gmail')
  google.fault = null
  expect(await pollLabel(app, app.gmail, LABEL)).toBe(1)
  expect(await bookings('Outage')).toHaveLength(1)
})

test('without Gmail or without the label nothing is looked at, not even the database', async () => {
  const em = null as unknown as App['em']
  expect(await pollLabel({ ...app, em }, null, LABEL)).toBe(0)
  expect(await pollLabel({ ...app, em }, app.gmail, undefined)).toBe(0)
})
