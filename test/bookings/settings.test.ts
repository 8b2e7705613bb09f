import { beforeEach, expect, test } from 'vitest'
import { createBookingSteps } from '#jobs/bookings.ts'
import { bookingPipeline } from '#src/bookings/pipeline.ts'
import { sql } from '#src/database/sql.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio()
const { app } = studio
const day = (count: number) => new Date(app.now.getTime() - count * 86_400_000)
const often = await studio.musician('Olga Often', 'violin', { lastBookingAt: day(3) })
const idle = await studio.musician('Ida Idle', 'violin', { lastBookingAt: day(90) })
const usual = { ...app.settings }
const EARLY = 'Tuesday, February 10, 2026, 8:00 AM - 9:30 AM'
const NOON = 'Wednesday, February 11, 2026, 12:00 PM - 2:00 PM'
const LATER = 'Thursday, February 12, 2026, 12:00 PM - 2:00 PM'
const asked = ({ phone }: { phone: string }) => studio.texts(phone)

beforeEach(async () => {
  Object.assign(app.settings, usual)
  await sql(app.em.fork(), `update bookings set state = 'cancelled'`)
  await studio.settle()
})

/** A session that is asked for; the texts that left for it, by who got them. */
async function book(times: string[], settings: Record<string, unknown> = {}) {
  Object.assign(app.settings, settings)
  const before = [asked(often).length, asked(idle).length] as const
  const view = await studio.book('violin', times)
  return { view, texts: { often: asked(often).slice(before[0]), idle: asked(idle).slice(before[1]) } }
}

test('002-013: a time between 10 and 6 is asked for first, whatever comes earlier', async () => {
  const { texts } = await book([EARLY, NOON])
  expect([...texts.often, ...texts.idle].join()).toContain('Wed Feb 11, 12-2 PM')
  expect([...texts.often, ...texts.idle].join()).not.toContain('Tue Feb 10')
})

test('002-016: the fewest days since the last booking first, or the longest idle where that is set', async () => {
  expect((await book([NOON])).texts).toMatchObject({ often: [expect.stringContaining('Wed Feb 11')], idle: [] })
  const { texts } = await book([LATER], { BOOKING_ROTATION: 'idle-first' })
  expect(texts).toMatchObject({ often: [], idle: [expect.stringContaining('Thu Feb 12')] })
})

test('002-036: nobody is asked for a time when the studio is closed', async () => {
  const { view, texts } = await book([NOON], { STUDIO_HOURS: 'Thu-Fri 09:00-22:00' })
  expect(texts).toEqual({ often: [], idle: [] })
  expect((await studio.load(view.id)).attentionNote).toContain('studio closed')
})

test.each([
  [false, null],
  [true, 'void'],
])('002-032: an earlier offer that nobody answered ends with the next text: %s', async (isVoid, closedAs) => {
  const { view } = await book([NOON], { BOOKING_VOID_PREVIOUS: isVoid })
  studio.pass(61)
  await studio.check()
  const [first] = (await studio.load(view.id)).options.flatMap(({ offers }) => offers)
  expect(asked(idle).at(-1)).toContain('Wed Feb 11')
  expect(first).toMatchObject({ musicianId: often.id, closedAs })
})

test('002-032: who said yes, and whose text did not arrive, keep what they have when the next is asked', async () => {
  const cellists = [await studio.musician('Cy First', 'cello'), await studio.musician('Cy Second', 'cello')]
  Object.assign(app.settings, { BOOKING_VOID_PREVIOUS: true })
  const { id } = await studio.book('violin, cello', [NOON])
  const offers = async () => (await studio.load(id)).options.flatMap((option) => option.offers)
  const silent = (await offers()).find(({ musicianId }) => cellists.some((one) => one.id === musicianId))
  await studio.answer(await studio.offer(id, often.id), 'yes')
  await sql(app.em.fork(), `update booking_messages set closed_at = $2, closed_as = 'failed' where id = $1`, [
    silent?.id,
    app.now,
  ])
  studio.pass(61)
  await studio.check()
  const stands = (await offers()).map(({ instrument, answer, closedAs }) => [instrument, answer, closedAs])
  expect(stands.toSorted()).toEqual([
    ['cello', null, null],
    ['cello', null, 'failed'],
    ['violin', 'yes', null],
  ])
})

test.each([
  [false, 0],
  [true, 1],
])('002-020: a no asks the next at once: %s', async (atOnce, texts) => {
  const { view } = await book([NOON], { BOOKING_ADVANCE_ON_NO: atOnce })
  const before = asked(idle).length
  await studio.answer(await studio.offer(view.id, often.id), 'no')
  expect(asked(idle).length - before).toBe(texts)
})

test('002-029: how often bookings are looked at is a setting, and the label is looked at every minute', () => {
  const steps = createBookingSteps({ BOOKING_CHECK_EVERY_MIN: 5 })
  const every = (name: string) => steps.find((one) => one.name === name)?.every
  expect([every('bookings.check'), every('bookings.poll')]).toEqual(['5 minutes', '1 minute'])
})

test('002-053: bookings hang in Dane’s own chat, where it is set', () => {
  const places = (chat?: string) =>
    bookingPipeline.places?.({ ...app.settings, TELEGRAM_BOT_TOKEN: '1:t', TELEGRAM_OWNER_CHAT: chat } as never)
  expect(places('-77')).toEqual([{ platform: 'telegram', place: '-77' }])
  expect(places()).toEqual([])
})

test('"stuck" rings once, and not at every check', async () => {
  const { view } = await book([NOON])
  const rings = async () => {
    const posts = await sql<{ ring: number }>(app.em.fork(), 'select ring from card_posts where subject_id = $1', [
      view.id,
    ])
    return posts.map(({ ring }) => ring)
  }
  const before = await rings()
  await studio.answer(await studio.offer(view.id, often.id), 'no')
  studio.pass(61)
  await studio.check()
  await studio.answer(await studio.offer(view.id, idle.id), 'no')
  studio.pass(61)
  await studio.check()
  expect((await studio.load(view.id)).attention).toBe('stuck')
  const stuck = await rings()
  expect(stuck.length).toBeGreaterThan(0)
  expect(stuck).not.toEqual(before)
  studio.pass(61)
  await studio.check()
  await studio.check()
  expect(await rings()).toEqual(stuck)
})
