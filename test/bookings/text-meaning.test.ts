import { beforeEach, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio({ STUDIO_CALENDAR_ID: '', OWNER_PHONE: '' })
const { app, dane } = studio
beforeEach(async () => {
  await sql(app.em.fork(), 'update musicians set active = false')
  await sql(app.em.fork(), 'update deliveries set sent_at = null')
  studio.set('2026-02-02T19:00:00Z')
})
const FEB_10 = 'Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'
const FEB_11 = 'Wednesday, February 11, 2026, 2:00 PM - 4:00 PM'

/** One who is asked for two bookings, which another keeps open. */
async function askedTwice(name: string) {
  await sql(app.em.fork(), 'update musicians set active = false')
  const player = await studio.musician(name, 'violin')
  await studio.musician('Quin', 'cello')
  const first = await studio.book('violin, cello', [FEB_10])
  const second = await studio.book('violin, cello', [FEB_11])
  const offers = () => Promise.all([first, second].map(({ id }) => studio.offer(id, player.id)))
  const answers = async () => (await offers()).map(({ answer }) => answer)
  const wrote = async () => {
    const cards = await Promise.all([first, second].map(({ id }) => studio.card(id)))
    return cards.map(({ facts }) => facts.some(({ label }) => label === `${name} wrote`))
  }
  return { player, first, second, offers, answers, wrote, last: () => studio.texts(player.phone).at(-1) ?? '' }
}

test('002-019: a yes below which they sign is theirs, and one that another signs is asked about', async () => {
  const tove = await studio.musician('Tove Lindqvist', 'oboe')
  const { id } = await studio.book('oboe', [FEB_10])
  await studio.text(tove.phone, 'Yes! - Astrid')
  expect((await studio.offer(id, tove.id)).answer).toBeNull()
  expect(studio.texts(tove.phone).at(-1)).toContain('I only read yes or no')
  await studio.text(tove.phone, 'Yes! - Tove')
  expect((await studio.offer(id, tove.id)).answer).toBe('yes')
})

test('words that are no answer stand on the cards they may be about: all open ones, or that of the code beside them', async () => {
  const { player, offers, wrote, last } = await askedTwice('Uma')
  await studio.text(player.phone, 'only if the fee is higher')
  expect(await wrote()).toEqual([true, true])
  expect(last()).not.toMatch(/YES [A-Z]\d[A-Z]\d/)
  const { player: vera, ...other } = await askedTwice('Vera')
  const [, second] = await other.offers()
  await studio.text(vera.phone, `only if the fee is higher ${second?.code}`)
  expect(await other.wrote()).toEqual([false, true])
  expect(other.last()).toContain(`YES ${second?.code}`)
  expect(await offers()).toMatchObject([{ answer: null }, { answer: null }])
})

test('what is cancelled or over is asked about no more: words, "no to all" and a plain yes are for what is open', async () => {
  const { player, first, wrote, answers, last } = await askedTwice('Wim')
  await studio.press(dane, 'cancel', first.id)
  await studio.text(player.phone, 'depends on the train')
  expect(await wrote()).toEqual([false, true])
  expect(last()).toMatch(/YES [A-Z]\d[A-Z]\d/)
  await studio.text(player.phone, 'no to all dates')
  expect((await answers())[1]).toBe('none')

  const { player: xia, ...other } = await askedTwice('Xia')
  studio.set('2026-02-10T19:30:00Z')
  await studio.text(xia.phone, 'depends on the train')
  expect((await other.wrote())[0]).toBe(false)
  await studio.text(xia.phone, 'no to all dates')
  expect(await other.answers()).toEqual([null, 'none'])
})

test('"none" beside a code is for the dates of that booking alone', async () => {
  const { player, offers, answers } = await askedTwice('Yara')
  const [first] = await offers()
  await studio.text(player.phone, `none of them ${first?.code}`)
  expect(await answers()).toEqual(['none', null])
})

test('of two open offers the earlier is named first, whichever was asked for first', async () => {
  const zoe = await studio.musician('Zoe', 'violin')
  await studio.musician('Quin', 'cello')
  await studio.book('violin, cello', [FEB_11])
  await studio.book('violin, cello', [FEB_10])
  await studio.text(zoe.phone, 'yes')
  expect(studio.texts(zoe.phone).at(-1)).toMatch(/^Which one\? YES \w{4} \(Tue 11 AM ET\), YES \w{4} \(Wed 2 PM ET\)\./)
})

test('002-019: one text may take one offer and refuse the other, and "both" takes both', async () => {
  const { player, answers } = await askedTwice('Abel')
  await studio.text(player.phone, 'I can do Wednesday but not Tuesday')
  expect(await answers()).toEqual(['no', 'yes'])
  const other = await askedTwice('Bea')
  await studio.text(other.player.phone, 'both!')
  expect(await other.answers()).toEqual(['yes', 'yes'])
})
