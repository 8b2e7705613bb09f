import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { Price } from '#entities/prices/price.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { press } from '#src/desk/press/press.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { priceFacts } from '#src/prices/alerts/facts.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { readHistory } from '#src/prices/history/history.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app } = market

/** An admin looks at the page: it costs that. */
async function callReal({ app, ann, product, send }: typeof market) {
  const { id, moves } = await product()
  await press(app, writeToken({ subject: 'tracked', verb: 'real', id, moves }), ann)
  await send()
}

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

test('004-051: what an admin calls real after all was asked whenever it was read: the chart ends with the price of now', async () => {
  await callReal(market)
  const product = await market.product()
  expect(product).toMatchObject({ state: 'watched', price: 4900n })
  const points = await readHistory(app.em.fork(), product, app.now)
  expect(points.map(({ price }) => price)).toEqual([5900n, 4900n, 5900n, 4900n])
  const { subject, text } = market.mails().at(-1) ?? {}
  expect(subject).toBe('Now $49.00 (was $59.00): Blue denim jacket, M')
  expect(text).toContain('$59.00 at 12:01:42, $49.00 at 12:02:43')
  expect(market.mails('nia@example.com')).toHaveLength(3)
})

test('004-051: a price that was sold out in between is told again too, once an admin calls it real', async () => {
  const market = await openMarket()
  await market.watch()
  await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  market.price(4900)
  await market.look()
  const drop = market.mails().at(-1)
  for (const inStock of [false, true]) {
    market.shop.act.set('blue-denim-jacket', { inStock })
    await market.look()
  }
  await post(linkIn(drop?.text ?? '', 'Wrong price'), { do: 'wrong' })
  await callReal(market)
  expect(market.mails().map(({ subject }) => subject.slice(0, 10))).toEqual([
    'Confirm: B',
    'Now $49.00',
    'Back in st',
    'Now $49.00',
  ])
})

test('004-012: a wrong price leaves the archived days too, those after it as well; what else was seen there stays', async () => {
  const market = await openMarket()
  const { app } = market
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-wrong-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  app.archive = createObjectStore({ url: pathToFileURL(folder).href, vendor: 'archive' })
  await market.watch()
  await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  /** The prices of a day, one an hour. */
  const day = async (date: string, prices: number[]) => {
    for (const [hour, price] of prices.entries()) {
      app.now = new Date(`${date}T${10 + hour}:00:00Z`)
      market.price(price)
      await market.look(1)
    }
  }
  await day('2026-03-03', [5800, 4900, 5700])
  const told = market.mails().at(-1)
  expect(told?.subject).toContain('Now $49.00')
  await post(linkIn(told?.text ?? '', 'Stop'), { do: 'target', rule: 'under 10' })
  await day('2026-03-04', [4900, 5600, 5500])
  await day('2026-03-05', [4900])
  await day('2026-03-06', [5400])
  app.now = new Date('2026-03-07T01:00:00Z')
  await archiveDays(app)
  await post(linkIn(told?.text ?? '', 'Wrong price'), { do: 'wrong' })
  const days = await sql(app.em.fork(), 'select day, low, high, last from price_days order by day')
  expect(days).toEqual([
    { day: '2026-03-02', low: '5900', high: '5900', last: '5900' },
    { day: '2026-03-03', low: '5700', high: '5800', last: '5700' },
    { day: '2026-03-04', low: '5500', high: '5600', last: '5500' },
    { day: '2026-03-06', low: '5400', high: '5400', last: '5400' },
  ])
  const product = await market.product()
  expect(await priceFacts(app.em.fork(), product, app.now)).toMatchObject({ lowest: 5400n })
  const drawn = await readHistory(app.em.fork(), product, app.now)
  expect(drawn.map(({ price }) => price)).not.toContain(4900n)
})
