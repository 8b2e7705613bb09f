import { expect, test } from 'vitest'
import { openStudio } from './studio.ts'

const studio = await openStudio({ STUDIO_CALENDAR_ID: '', OWNER_PHONE: '' })
const HOUR = 61
const anHourLater = async () => {
  studio.pass(HOUR)
  await studio.check()
}
const title = async (id: string) => (await studio.card(id)).title

test('who was booked elsewhere since the plan was made gets no text for the same time, and the card is stuck', async () => {
  const [yara, xavi] = [await studio.musician('Yara', 'oboe'), await studio.musician('Xavi', 'oboe')]
  const first = await studio.book('oboe', ['Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'])
  await anHourLater()
  const second = await studio.book('oboe', ['Tuesday, February 10, 2026, 12:00 PM - 2:00 PM'])
  await studio.answer(await studio.offer(first.id, xavi.id), 'yes')
  expect(await title(first.id)).toContain('Booked: 1 of 1')
  const [own, others] = [studio.texts(xavi.phone).length, studio.texts(yara.phone).length]
  await anHourLater()
  expect(studio.texts(xavi.phone)).toHaveLength(own)
  expect(studio.texts(yara.phone)).toHaveLength(others)
  expect(await title(second.id)).toMatch(/^Stuck: B-\d+ .* · oboe ✗ \(1 silent\)$/)
})

test('who wrote STOP before their turn is passed over: the card counts nobody who was never asked', async () => {
  await studio.musician('Yann', 'harp')
  const xena = await studio.musician('Xena', 'harp')
  const { id } = await studio.book('harp', ['Wednesday, February 11, 2026, 11:00 AM - 1:00 PM'])
  await studio.text(xena.phone, 'STOP')
  await anHourLater()
  expect(studio.texts(xena.phone)).toEqual([])
  expect(await title(id)).toMatch(/^Stuck: B-\d+ .* · harp ✗ \(1 silent\)$/)
})

test('who said no to all dates is asked for no other time', async () => {
  const xiu = await studio.musician('Xiu', 'tuba')
  const { id } = await studio.book('tuba', [
    'Thursday, February 12, 2026, 11:00 AM - 1:00 PM',
    'Friday, February 13, 2026, 11:00 AM - 1:00 PM',
  ])
  const { length } = studio.texts(xiu.phone)
  await studio.answer(await studio.offer(id, xiu.id), 'none')
  await anHourLater()
  expect(studio.texts(xiu.phone)).toHaveLength(length)
  expect(await title(id)).toContain('Stuck: ')
})

test('while a text waits for the morning nobody else is asked; its hour begins when it has left', async () => {
  studio.set('2026-02-04T03:30:00Z')
  const [yoko, xeno] = [await studio.musician('Yoko', 'flute'), await studio.musician('Xeno', 'flute')]
  const { id } = await studio.book('flute', ['Monday, February 16, 2026, 11:00 AM - 1:00 PM'])
  await anHourLater()
  await anHourLater()
  const card = await studio.card(id)
  expect(card.footer).toBe('Next: 1 text leaves at 8 AM.')
  studio.set('2026-02-04T13:00:00Z')
  await studio.check()
  expect([yoko, xeno].map(({ phone }) => studio.texts(phone).length)).toEqual([1, 0])
  await anHourLater()
  expect([yoko, xeno].map(({ phone }) => studio.texts(phone).length)).toEqual([1, 1])
})

test('a yes or a no after the session is told that it is over, and changes nothing', async () => {
  studio.set('2026-02-05T15:00:00Z')
  const zoe = await studio.musician('Zoe', 'harmonica')
  const { id } = await studio.book('harmonica', ['Tuesday, February 17, 2026, 11:00 AM - 1:00 PM'])
  const offer = await studio.offer(id, zoe.id)
  studio.set('2026-02-17T18:30:00Z')
  const over = /over|passed/
  expect(await studio.answer(offer, 'no')).toMatch(over)
  expect(await studio.answer(offer, 'yes')).toMatch(over)
  expect((await studio.offer(id, zoe.id)).answer).toBeNull()
})
