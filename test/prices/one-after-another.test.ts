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
