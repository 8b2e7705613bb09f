import { expect, test } from 'vitest'
import { Digest } from '#entities/operations/digest.ts'
import { bookingSubject } from '#src/bookings/card/booking-subject.ts'
import { readHome } from '#src/desk/commands/home.ts'
import { forReaderOfAll } from '#src/desk/pipelines.ts'
import { tellDigests } from '#src/desk/told/digest.ts'
import { drawOverview } from '#src/http/dashboard/overview.ts'
import { settleAccount, settleStore } from '#src/instagram/account.ts'
import { addSale } from '#src/orders/sales/add-sale.ts'
import { openStudio } from '#test/bookings/studio.ts'
import { makeMember } from '#test/make.ts'

const HALF = /\b\d{1,2}(:\d\d)? ?[AP]M\b/
const TWELVE = /\b\d{1,2}(:\d\d)? [AP]M\b/
const TWENTY_FOUR = /\b\d\d:\d\d\b(?! [AP]M)/

/** A shop and a studio in one house: Slack hears of both, Dane's chat of his bookings alone. */
const studio = await openStudio({
  INSTAGRAM_ACCESS_TOKEN: 'IGQVtoken',
  INSTAGRAM_USER_ID: '17841',
  BOOKING_TIMEZONE: 'UTC',
})
const { app } = studio
await settleStore(app)
await settleAccount(app)
const ann = await makeMember(app, 'Ann')
await studio.musician('Maya Lin', 'violin')
await studio.musician('Ravi Patel', 'violin')
const asked = await studio.book('violin', ['Tuesday, February 10, 2026, 3:00 PM - 5:00 PM'])
await studio.book('violin', ['Tuesday, February 11, 2026, 3:00 PM - 5:00 PM'])
await addSale(app, {
  url: 'https://www.instagram.com/p/28yy9oRb9O/',
  by: { personId: null, name: 'Ann', via: 'slack' },
})
await app.em.fork().getConnection().execute(`update sales set state = 'proposed'`)

test('a card of the studio goes by its own clock, and by the one of all where it stands among others', () => {
  const words = (hours?: 12 | 24) => JSON.stringify(bookingSubject.card(asked, { ...app, ...(hours && { hours }) }))
  expect(words()).toContain('Tue Feb 10, 3-5 PM')
  expect(words()).toMatch(/asked 3 PM/)
  expect(words(24)).toContain('Tue Feb 10, 15:00-17:00')
  expect(words(24)).toMatch(/answers by 16:00/)
  expect(words(24)).toMatch(/asked 15:00/)
  expect(words(24)).not.toMatch(HALF)
})

test('the overview and the home of Slack tell a shop and a studio by one clock', async () => {
  const member = { ...(await memberOf('Ann')), zone: 'UTC' }
  const page = String((await drawOverview(forReaderOfAll(app, member) as never, member as never)).body)
  const home = JSON.stringify((await readHome(app as never, ann)).cards)
  for (const shown of [page, home]) {
    expect(shown).toContain('Check before I text anyone')
    expect(shown).not.toMatch(HALF)
  }
  expect(home).toMatch(TWENTY_FOUR)
})

test('the word of the morning has one clock in a place: of both lines of work, and of Dane alone', async () => {
  studio.set('2026-02-03T15:00:00Z')
  app.settings.STORE_TIMEZONE = 'America/New_York'
  await tellDigests(app)
  const told = await app.em.fork().find(Digest, { state: 'told' })
  const wordsAt = (place: string) => JSON.stringify(told.find((one) => one.place === place)?.lines)
  expect(wordsAt('C0ORDERS')).toMatch(/orders[\s\S]*bookings/)
  expect(wordsAt('C0ORDERS').match(new RegExp(TWENTY_FOUR, 'g'))).toHaveLength(2)
  expect(wordsAt('C0ORDERS')).not.toMatch(HALF)
  expect(wordsAt('-200')).toMatch(TWELVE)
})

async function memberOf(name: string) {
  const [row] = await app.em
    .fork()
    .getConnection()
    .execute<{ id: string; name: string; role: string }[]>('select * from people where name = ?', [name])
  return { id: row?.id, name, role: row?.role }
}
