import { expect, test } from 'vitest'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Page } from '#src/integrations/web.ts'
import { readPromise } from '#src/prices/alerts/promise.ts'
import { firstLook } from '#src/prices/looks/first-look.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { addProduct } from '#src/prices/watches/add-product.ts'
import { linkIn, openMarket, post } from './market.ts'

type Market = Awaited<ReturnType<typeof openMarket>>

async function openConfirmed() {
  const market = await openMarket()
  await market.watch()
  const link = linkIn(market.mails()[0]?.text ?? '', 'Confirm')
  await post(link, { do: 'confirm' })
  return { ...market, link }
}

/** What is asked of the shop from now on; `answer` may change what comes back, or do something before it does. */
function listen({ app }: Pick<Market, 'app'>, answer: (page: Page, url: string) => Page | Promise<Page>): string[] {
  const asked: string[] = []
  const { web } = app
  app.web = {
    ...web,
    async get(url, request) {
      if (url.endsWith('/robots.txt')) return web.get(url, request)
      asked.push(url)
      return answer(await web.get(url, request), url)
    },
  }
  return asked
}

test('what comes back after the last one has stopped changes nothing: nobody watches it', async () => {
  const market = await openConfirmed()
  market.price(4900)
  listen(market, async (page) => {
    await post(market.link, { do: 'stop' })
    return page
  })
  await market.look()
  expect(await market.product()).toMatchObject({ state: 'resting', price: 5900n })
})

test('nor does an answer that is none: a page nobody watches has no trouble', async () => {
  const market = await openConfirmed()
  market.shop.act.set('blue-denim-jacket', { trouble: 'gone' })
  listen(market, async (page) => {
    await post(market.link, { do: 'stop' })
    return page
  })
  await market.look()
  expect(await market.product()).toMatchObject({ state: 'resting', lastError: null, failingSince: null })
})

test('an answer that comes late does not undo what was seen after it was asked for', async () => {
  const market = await openConfirmed()
  const late = new Date(market.app.now.getTime() + 120_000)
  market.price(4900)
  listen(market, async (page) => {
    await sql(market.app.em.fork(), 'update tracked_products set looked_at = $1, next_look_at = $1', [late])
    return page
  })
  await market.look()
  expect(await market.product()).toMatchObject({ price: 5900n, lookedAt: late })
})

test('a shop that wants ten minutes between two requests is asked for one page, and its turn waits for nothing', async () => {
  const market = await openMarket({ PRICE_SPACING_MS: '600000' })
  for (const slug of ['p-2', 'p-6', 'p-10']) await market.watch('', slug)
  market.pass(3_600)
  const asked = listen(market, (page) => page)
  await lookAtProducts(market.app)
  expect(asked).toHaveLength(1)
  market.pass(601)
  await lookAtProducts(market.app)
  expect(new Set(asked).size).toBe(2)
})

test('a page that fails is asked for less and less often, within an hour in the end', async () => {
  const market = await openConfirmed()
  const asked = listen(market, (page) => ({ ...page, status: 500 }))
  const start = market.app.now.getTime()
  const minutes: number[] = []
  for (let count = 0; minutes.length < 9 && count < 400; ) {
    await market.look(60)
    if (asked.length === count) continue
    count = asked.length
    minutes.push(Math.round((market.app.now.getTime() - start) / 60_000))
  }
  expect(minutes).toEqual([1, 2, 3, 5, 9, 17, 33, 65, 125])
})

test('a page that says it is gone for good is unreadable at once; one that is only missing is tried for ten minutes', async () => {
  const market = await openMarket()
  const { app, shop } = market
  let status = 410
  listen(market, (page) => ({ ...page, status }))
  const stateOf = async (slug: string) => (await firstLook(app, await addProduct(app, `${shop.url}/p/${slug}`))).state
  expect(await stateOf('p-2')).toBe('unreadable')
  status = 404
  expect(await stateOf('p-6')).toBe('new')
  for (let minute = 1; minute <= 9; minute += 1) await market.look(60)
  expect((await market.product('p-6')).state).toBe('new')
  await market.look(60)
  expect((await market.product('p-6')).state).toBe('unreadable')
})

test('004-003: who still watches a page that is woken by another hears how it fell meanwhile', async () => {
  const market = await openConfirmed()
  await sql(market.app.em.fork(), "update tracked_products set state = 'unreadable'")
  market.price(4900)
  await market.watch('', 'blue-denim-jacket?variant=M', 'otis@example.com')
  await market.look()
  expect(market.mails().at(-1)?.subject).toContain('$49.00')
})

test('what is stopped is changed no more: the page says how to watch it again', async () => {
  const market = await openConfirmed()
  market.price(4900)
  await market.look()
  const link = linkIn(market.mails().at(-1)?.text ?? '', 'Stop')
  await post(link, { do: 'stop' })
  const page = await post(link, { do: 'change', rule: '10%' })
  expect(await page.text()).toContain('This one is stopped. Sign up again to watch it.')
  expect(await market.app.em.fork().count(PriceSubscription, { rule: 'any' })).toBe(1)
})

test('004-018: the promise is told as it was kept: the usual time, and the one of the slowest twentieth', async () => {
  const { app } = await openMarket()
  const em = app.em.fork()
  const never = { priceId: null, was: null, price: null, currency: null, wasSeenAt: null, withdrawnAt: null }
  const alerts = Array.from({ length: 21 }, (_, at) => ({
    ...{ id: uuid(), subscriptionId: uuid(), productId: uuid(), reason: 'drop' as const, tierS: 60, ...never },
    ...{ seenAt: app.now, createdAt: app.now, dueAt: app.now },
    sentAt: new Date(app.now.getTime() + (at < 18 ? 2_000 : at * 1_000)),
  }))
  await em.insertMany(PriceAlert, alerts)
  expect(await readPromise(em, app.now)).toBe(
    '21 alerts in 7 days, left 2 s after the change was seen (95 % within 19 s).',
  )
})
