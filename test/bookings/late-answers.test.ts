import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio()
const { app, dane, google } = studio
await google.act.shareCalendar('maya@example.com')
const maya = await studio.musician('Maya Lin', 'violin', { calendarId: 'maya@example.com' })
const ravi = await studio.musician('Ravi Patel', 'viola')
const next = await studio.musician('Noa Next', 'viola')
const ines = await studio.musician('Ines Duarte', 'cello')
const usual = { ...app.settings }
const DAY = 'Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'
const LATER = 'Wednesday, February 11, 2026, 11:00 AM - 1:00 PM'
/** Half past ten in the evening of the studio: no text leaves before the morning. */
const NIGHT = '2026-02-03T03:30:00Z'
const MORNING = '2026-02-03T15:00:00Z'
const since = ({ phone }: { phone: string }) => {
  const before = studio.texts(phone).length
  return () => studio.texts(phone).slice(before)
}

test('who is booked and says yes once more reads that they are: the event in their calendar is ours', async () => {
  const { id } = await studio.book('violin', [DAY])
  const said = await studio.answer(await studio.offer(id, maya.id), 'yes')
  expect(google.view().calendars.find((one) => one.id === 'maya@example.com')?.events).toHaveLength(1)
  expect(await studio.answer(await studio.offer(id, maya.id), 'yes')).toBe(said)
})

test('a yes to an offer that ended with the next text, and a no after the session, are told so and change nothing', async () => {
  Object.assign(app.settings, { BOOKING_VOID_PREVIOUS: true })
  const { id } = await studio.book('viola', ['Tuesday, February 10, 2026, 2:00 PM - 4:00 PM'])
  studio.pass(61)
  await studio.check()
  Object.assign(app.settings, usual)
  const asked = await studio.load(id)
  const [first] = asked.options.flatMap(({ offers }) => offers).filter(({ closedAs }) => closedAs === 'void')
  const who = first?.musicianId ?? ''
  expect(await studio.answer(await studio.offer(id, who), 'yes')).toMatch(/expired|no longer/i)
  expect(await studio.offer(id, who)).toMatchObject({ answer: null, closedAs: 'void' })

  const now = app.now.toISOString()
  studio.set('2026-02-10T22:00:00Z')
  expect(await studio.answer(await studio.offer(id, who), 'no')).toMatch(/over/i)
  expect(await studio.offer(id, who)).toMatchObject({ answer: null })
  studio.set(now)
  await sql(app.em.fork(), `update bookings set state = 'cancelled' where id = $1`, [id])
})

test('a text that waits for the morning stays here when its seat is taken at night', async () => {
  const { id } = await studio.book('viola, cello', [LATER])
  const [first, second] = (await studio.offer(id, ravi.id).catch(() => null)) ? [ravi, next] : [next, ravi]
  studio.set(NIGHT)
  await studio.check()
  const told = since(second)
  expect(await studio.offer(id, second.id)).toMatchObject({ sentAt: null })
  await studio.answer(await studio.offer(id, first.id), 'yes')
  studio.set(MORNING)
  await studio.settle()
  expect(told()).toEqual([])
  await sql(app.em.fork(), `update bookings set state = 'cancelled' where id = $1`, [id])
})

test('who is booked at night and steps back before the morning is not told in it that they are booked', async () => {
  studio.set('2026-02-03T20:00:00Z')
  const { id } = await studio.book('cello', ['Thursday, February 12, 2026, 11:00 AM - 1:00 PM'])
  const told = since(ines)
  studio.set('2026-02-04T03:30:00Z')
  await studio.answer(await studio.offer(id, ines.id), 'yes')
  expect((await studio.load(id)).state).toBe('completed')
  await studio.answer(await studio.offer(id, ines.id), 'no')
  studio.set('2026-02-04T15:00:00Z')
  await studio.settle()
  expect(told().join()).not.toContain('booked')
})

test('002-020: whose text did not arrive is not waited for when the last of the others says no', async () => {
  Object.assign(app.settings, { BOOKING_ADVANCE_ON_NO: true })
  const { id } = await studio.book('viola, cello', ['Friday, February 13, 2026, 11:00 AM - 1:00 PM'])
  const [first, second] = (await studio.offer(id, ravi.id).catch(() => null)) ? [ravi, next] : [next, ravi]
  const failed = `update booking_messages set closed_at = $2, closed_as = 'failed' where id = $1`
  await sql(app.em.fork(), failed, [(await studio.offer(id, ines.id)).id, app.now])
  const cellist = await studio.musician('Cy Cole', 'cello')
  await sql(app.em.fork(), `update booking_options set queue = $2 where booking_id = $1`, [
    id,
    JSON.stringify([
      { instrument: 'viola', musicians: [first.id, second.id] },
      { instrument: 'cello', musicians: [ines.id, cellist.id] },
    ]),
  ])
  const told = since(second)
  await studio.answer(await studio.offer(id, first.id), 'no')
  Object.assign(app.settings, usual)
  expect(told()).toEqual([expect.stringContaining('Fri Feb 13')])
})

test('of two violas that wait for the morning nobody is asked for a session that was booked at night', async () => {
  studio.set('2026-02-04T15:00:00Z')
  const { id } = await studio.book('viola', ['Monday, February 16, 2026, 11:00 AM - 1:00 PM'])
  const [first, second] = (await studio.offer(id, ravi.id).catch(() => null)) ? [ravi, next] : [next, ravi]
  studio.set('2026-02-05T03:30:00Z')
  await studio.check()
  const told = since(second)
  expect(await studio.offer(id, second.id)).toMatchObject({ sentAt: null })
  await studio.answer(await studio.offer(id, first.id), 'yes')
  studio.set('2026-02-05T15:00:00Z')
  await studio.settle()
  expect((await studio.load(id)).state).toBe('completed')
  expect(told()).toEqual([])
})

test('of more who said yes than there are chairs left the first to say it plays', async () => {
  const [ada, bea] = [await studio.musician('Ada Ray', 'oboe'), await studio.musician('Bea Fox', 'oboe')]
  const harpist = await studio.musician('Hal Holt', 'harp')
  const { id } = await studio.book('2 oboes, harp', ['Tuesday, February 17, 2026, 11:00 AM - 1:00 PM'])
  for (const { id: who } of [bea, ada]) {
    await studio.answer(await studio.offer(id, who), 'yes')
    studio.pass(5)
  }
  await sql(app.em.fork(), `update bookings set instruments = '{"oboe": 1, "harp": 1}' where id = $1`, [id])
  await studio.answer(await studio.offer(id, harpist.id), 'yes')
  expect((await studio.load(id)).state).toBe('completed')
  expect([(await studio.offer(id, bea.id)).closedAs, (await studio.offer(id, ada.id)).closedAs]).toEqual([
    'booked',
    'released',
  ])
})

test('who plays for us at that time is not free for it, also where the studio has no calendar', async () => {
  Object.assign(app.settings, { STUDIO_CALENDAR_ID: undefined })
  const flautist = await studio.musician('Flo Reed', 'flute')
  const when = ['Wednesday, February 18, 2026, 11:00 AM - 1:00 PM']
  const { id } = await studio.book('flute', when)
  await studio.answer(await studio.offer(id, flautist.id), 'yes')
  const second = await studio.book('flute', when)
  Object.assign(app.settings, usual)
  expect(second).toMatchObject({ state: 'checking', attentionNote: expect.stringContaining('no flute free') })
})

test('a last booking that was entered for a day to come counts as none', async () => {
  const at = (days: number) => new Date(app.now.getTime() + days * 86_400_000)
  const ahead = await studio.musician('Fay Ahead', 'tuba', { lastBookingAt: at(5) })
  const before = await studio.musician('Hana Before', 'tuba', { lastBookingAt: at(-50) })
  const { options } = await studio.book('tuba', ['Thursday, February 19, 2026, 11:00 AM - 1:00 PM'])
  expect(options[0]?.queue[0]?.musicians).toEqual([before.id, ahead.id])
})

test('what a musician asked, and nobody has seen, stays on the card when the last yes books the session', async () => {
  const zed = await studio.musician('Zed Low', 'saxophone')
  const { id } = await studio.book('saxophone', ['Friday, February 20, 2026, 11:00 AM - 1:00 PM'], 'Ida Crane')
  await studio.text(zed.phone, 'will there be parking?')
  await studio.answer(await studio.offer(id, zed.id), 'yes')
  const card = await studio.card(id)
  expect(card.title).toMatch(/ wrote: "will there be parking\?" B-\d+ Ida Crane, .* · Booked: 1 of 1/)
  expect(card.labels).toEqual(['Seen', 'Cancel session'])
  await studio.press(dane, 'seen', id)
  expect((await studio.card(id)).title).toMatch(/^B-\d+ Ida Crane, .* · Booked: 1 of 1/)
})
