import { expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { readMails } from '#src/bookings/intake/read-mails.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio()
const { app } = studio

test('002-003: a booking mail that cannot be read delays no other; after three tries its card shows it', async () => {
  await app.inlet('booking', 'id:<bad@example.com>', 'no mail at all')
  const view = await studio.book('violin', ['February 20, 2026, 2:00 PM - 3:00 PM'])
  expect(view.client.name).toBe('Ismael Dunwoody')
  for (const minutes of [1, 2]) {
    studio.pass(minutes)
    await readMails(app)
  }
  const [alert, ...more] = await app.em.fork().find(Alert, { state: 'open' })
  expect(more).toEqual([])
  expect(alert).toMatchObject({
    ...{ pipeline: 'bookings', title: 'A booking mail could not be read.' },
    detail: expect.stringContaining('no mail at all'),
  })
})

test('a text from a number nobody knows is a card with its words, a STOP from it is none', async () => {
  await studio.text('+16465559998', 'Hi, is the studio free on Sunday?')
  await studio.text('+16465559997', 'STOP')
  const told = await app.em.fork().find(Alert, { title: 'A text that belongs to nothing I know.' })
  expect(told).toMatchObject([{ detail: '+16465559998\n\nHi, is the studio free on Sunday?', pipeline: 'bookings' }])
})
