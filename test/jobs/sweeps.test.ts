import { expect, test } from 'vitest'
import { createSteps } from '#jobs/index.ts'
import { openShop } from '#test/orders/shop.ts'

/** These wait for a time of day, or ask a vendor now and then; no bell makes work for them. */
const byTheClock = [
  'bookings.check',
  'bookings.tell-today',
  'catalog.expire',
  'catalog.keep-tokens',
  'catalog.look-at-rivals',
  'catalog.watch-figures',
  'desk.digest',
  'desk.menus',
  'desk.remind',
  'jobs.backup',
  'jobs.prune',
  'orders.remind',
  'orders.scrape',
  'prices.archive',
  'prices.daily',
  'prices.remind',
]

test('what a bell was lost for is swept within a minute: an address is checked, a mail is read, a session planned', async () => {
  const { app } = await openShop()
  const slow = createSteps(app, {}).filter(({ every }) => every !== '1 minute')
  expect(slow.map(({ name }) => name).toSorted()).toEqual(byTheClock)
})
