import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { linkIn, openMarket, post } from './market.ts'

const HOUR = 3_600

async function openConfirmed() {
  const market = await openMarket()
  await market.watch()
  const link = linkIn(market.mails()[0]?.text ?? '', 'Confirm')
  await post(link, { do: 'confirm' })
  return { ...market, link }
}

test('004-050: a further drop names the price that was told before it; one after a rise, the price from the start', async () => {
  const market = await openConfirmed()
  for (const price of [4900, 4500, 5900, 4500]) {
    market.price(price)
    await market.look(2 * HOUR)
  }
  expect(market.mails().map(({ subject }) => subject.split(':')[0])).toEqual([
    'Confirm',
    'Now $49.00 (was $59.00)',
    'Now $45.00 (was $49.00)',
    'Now $45.00 (was $59.00)',
  ])
})

test('a price that was never told is no wrong price: who stops before its mail left, and comes back, is not asked', async () => {
  const market = await openConfirmed()
  market.price(4900)
  market.pass(61)
  await lookAtProducts(market.app)
  await post(market.link, { do: 'stop' })
  await market.watch()
  const again = linkIn(market.mails().at(-1)?.text ?? '', 'Confirm')
  await post(again, { do: 'confirm' })
  expect(market.mails().map(({ subject }) => subject.split(':')[0])).toEqual(['Confirm', 'Confirm'])
  const page = await (await fetch(again)).text()
  expect(page).toContain('>Stop<')
  expect(page).not.toContain('is a wrong price')
})

test('004-018, 004-020: what is told in chat counts among the alerts that left', async () => {
  const { app, ann, shop, ...market } = await openMarket()
  const [card] = (await runCommand(app, `track ${shop.url}/p/blue-denim-jacket?variant=M`, ann)).cards ?? []
  await runCommand(app, `confirm ${/W-\d+/.exec(card?.title ?? '')?.[0]}`, ann)
  market.price(4900)
  await market.look()
  expect((await runCommand(app, 'prices', ann)).text).toContain('1 alert in 7 days, left less than a second after')
  expect(await sql(app.em.fork(), 'select 1 from price_alerts where sent_at is null')).toEqual([])
})

test('who confirms while it is sold out hears of the lower price when it is back', async () => {
  const market = await openMarket()
  await market.watch()
  market.shop.act.set('blue-denim-jacket', { price: 4900, inStock: false })
  await market.look()
  await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  await market.send()
  expect(market.mails()).toHaveLength(1)
  market.shop.act.set('blue-denim-jacket', { inStock: true })
  await market.look()
  expect(market.mails().at(-1)?.subject).toBe('Back in stock: Blue denim jacket, M, $49.00')
})

test('what came back before it was confirmed is no news when its price moves later', async () => {
  const market = await openMarket()
  market.shop.act.set('blue-denim-jacket', { inStock: false })
  await market.watch()
  market.shop.act.set('blue-denim-jacket', { inStock: true })
  await market.look()
  await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  market.price(6200)
  await market.look()
  expect(market.mails().map(({ subject }) => subject.split(':')[0])).toEqual(['Confirm'])
})

test('one address is one subscriber however it is written; who stops what the office has stopped looking at is done too', async () => {
  const market = await openConfirmed()
  const { userId } = await market.watch('', 'p-10', ' Nia@Example.COM ')
  expect(await sql(market.app.em.fork(), 'select id from price_users')).toEqual([{ id: userId }])
  await sql(market.app.em.fork(), "update tracked_products set state = 'resting'")
  const stopped = await post(market.link, { do: 'stop' })
  expect([stopped.status, await stopped.text()]).toEqual([200, expect.stringContaining('Stopped.')])
})

test('a price that is called wrong when it is over already leaves the one of now, which nobody doubts', async () => {
  const market = await openConfirmed()
  market.price(4900)
  await market.look()
  const drop = market.mails().at(-1)?.text ?? ''
  market.price(6200)
  await market.look()
  await post(linkIn(drop, 'Wrong price'), { do: 'wrong' })
  expect(await market.product()).toMatchObject({ state: 'watched', price: 6200n, rejected: null })
})
