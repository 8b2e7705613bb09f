import { expect, test } from 'vitest'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { priceOf } from '#src/prices/price-of.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app, shop } = market
const page = `${shop.url}/p/p-2`
const HOURS = 3_600
/** How often the page is asked for by a sweep that comes so many seconds later. */
const asked = async (seconds: number) => {
  let count = 0
  const { web } = app
  app.web = {
    ...web,
    get: (url, request) => {
      count += url === page ? 1 : 0
      return web.get(url, request)
    },
  }
  market.pass(seconds)
  await lookAtProducts(app)
  app.web = web
  return count
}

test('a page nobody watches is looked at for two hours after somebody asked what it costs, and no longer', async () => {
  await priceOf(app, page)
  expect(await asked(2 * HOURS - 1)).toBe(1)
  expect((await market.product('p-2')).state).toBe('watched')
  await priceOf(app, page)
  expect(await asked(2 * HOURS)).toBe(0)
  expect((await market.product('p-2')).state).toBe('resting')
  expect(await asked(24 * HOURS)).toBe(0)
})

test('asked for again it is looked at there and then, and says what it costs by now', async () => {
  const before = Number((await market.product('p-2')).price)
  market.price(before - 100, 'p-2')
  expect((await priceOf(app, page)).price).toBe(BigInt(before - 100))
  expect(await asked(61)).toBe(1)
})

test('who watches it keeps it, confirmed or not yet; once they stop nobody does', async () => {
  await market.watch('', 'p-2')
  expect(await asked(24 * HOURS)).toBe(1)
  const link = linkIn(market.mails()[0]?.text ?? '', 'Confirm')
  await post(link, { do: 'confirm' })
  expect(await asked(24 * HOURS)).toBe(1)
  await priceOf(app, page)
  await post(link, { do: 'stop' })
  expect(await asked(61)).toBe(0)
  expect((await market.product('p-2')).state).toBe('resting')
})

test('one page that rests holds up no other of its shop', async () => {
  await priceOf(app, page)
  await market.watch('', 'p-6')
  expect(await asked(3 * HOURS)).toBe(0)
  expect(await market.product('p-6')).toMatchObject({ state: 'watched', lookedAt: app.now })
})
