import { expect, test } from 'vitest'
import { Price } from '#entities/prices/price.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app } = market

test('004-001: a price that is called wrong is taken back with every later reading of it; who was told by any is told again', async () => {
  for (const email of ['nia@example.com', 'ada@example.com']) {
    const rule = email.startsWith('ada') ? 'under 50' : ''
    await market.watch(rule, undefined, email)
    await post(linkIn(market.mails(email)[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  }
  for (const price of [4900, 5900, 4900]) {
    market.price(price)
    await market.look()
  }
  const [, drop] = market.mails()
  await post(linkIn(drop?.text ?? '', 'Wrong price'), { do: 'wrong' })
  await market.send()
  expect(await market.product()).toMatchObject({ state: 'doubtful', price: 5900n })
  const readings = await app.em.fork().find(Price, {}, { orderBy: { at: 'asc' } })
  expect(readings.map(({ price, withdrawnAt }) => [price, withdrawnAt !== null])).toEqual([
    [5900n, false],
    [4900n, true],
    [5900n, false],
    [4900n, true],
  ])
  expect(market.mails('nia@example.com').map(({ subject }) => subject)).toHaveLength(2)
  expect(market.mails('ada@example.com').map(({ subject }) => subject)).toMatchObject([
    expect.stringContaining('Confirm'),
    expect.stringContaining('Now $49.00'),
    expect.stringContaining('$59.00'),
  ])
})
