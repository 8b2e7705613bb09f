import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

type Market = Awaited<ReturnType<typeof openMarket>>
const NIA = 'nia@example.com'
const HOUR = 3_600
const JACKET = 'blue-denim-jacket'
const subjects = (market: Market, to = NIA) => market.mails(to).map(({ subject }) => subject.split(': Blue')[0])
const rowsOf =
  ({ app }: Market) =>
  <Row>(text: string, params: unknown[] = []) =>
    sql<Row>(app.em.fork(), text, params)

async function openConfirmed(rule = '') {
  const market = await openMarket()
  const confirm = async (email: string, own = '') => {
    const watch = await market.watch(own, `${JACKET}?variant=M`, email)
    const link = linkIn(market.mails(email).at(-1)?.text ?? '', 'Confirm')
    await post(link, { do: 'confirm' })
    return { id: watch.id, link }
  }
  const own = await confirm(NIA, rule)
  return { ...market, ...own, confirm }
}

/** Seen, and told; nothing leaves yet. */
async function see(market: Market, good: Parameters<Market['shop']['act']['set']>[1], seconds = 61) {
  market.shop.act.set(JACKET, good)
  market.pass(seconds)
  await lookAtProducts(market.app)
}

/** What waited leaves, as if it had been written this minute. */
async function leave(market: Market) {
  market.pass(1)
  await market.send()
}

test('who has stopped hears no more, while others of the same page do', async () => {
  const market = await openConfirmed()
  await market.confirm('omar@example.com')
  await post(market.link, { do: 'stop' })
  await see(market, { price: 4900 })
  await leave(market)
  expect(subjects(market)).toEqual(['Confirm'])
  expect(subjects(market, 'omar@example.com')).toEqual(['Confirm', 'Now $49.00 (was $59.00)'])
  const stopped = 'select 1 from price_alerts where subscription_id = $1'
  expect(await rowsOf(market)(stopped, [market.id])).toEqual([])
})

test('nothing is even written for who has not confirmed: no drop, no other money, no page that is away', async () => {
  const market = await openConfirmed()
  await market.watch('', `${JACKET}?variant=M`, 'late@example.com')
  await rowsOf(market)(`update price_subscriptions set currency = 'EUR' where state = 'asked'`)
  await see(market, { price: 4900 })
  await see(market, { price: 4500 })
  await see(market, { trouble: 'gone' })
  await see(market, { trouble: 'gone' }, 25 * HOUR)
  expect((await market.product()).state).toBe('unreachable')
  const kinds = await rowsOf(market)(`select kind from deliveries where recipient = 'late@example.com'`)
  expect(kinds).toEqual([{ kind: 'prices.confirm' }])
})

test('a rise names the price just before it, not the first one', async () => {
  const market = await openConfirmed('up')
  await see(market, { price: 5930 })
  await see(market, { price: 6000 })
  await leave(market)
  expect(subjects(market).at(-1)).toBe('Now $60.00 (was $59.30)')
})

test('what comes back and is cheaper at once is told as a drop', async () => {
  const market = await openConfirmed()
  await see(market, { inStock: false })
  await see(market, { inStock: true, price: 4900 })
  await leave(market)
  expect(subjects(market).slice(1)).toEqual(['Now $49.00 (was $59.00)'])
})

test('what falls while it is sold out is told when it is back, and what is back and sold out again not twice', async () => {
  const market = await openConfirmed()
  await see(market, { inStock: false, price: 4900 })
  await leave(market)
  expect(subjects(market)).toEqual(['Confirm'])
  await see(market, { inStock: true })
  await leave(market)
  for (const inStock of [false, true]) await see(market, { inStock })
  await leave(market)
  expect(subjects(market).slice(1)).toEqual(['Back in stock'])
})

test('news of one kind overtakes only its own: of two rises, and of two returns, the last is told', async () => {
  const market = await openConfirmed('up')
  await see(market, { price: 6500 })
  await see(market, { inStock: false })
  await see(market, { inStock: true })
  await see(market, { price: 7000 })
  await leave(market)
  expect(subjects(market).slice(1).toSorted()).toEqual(['Back in stock', 'Now $70.00 (was $59.00)'])
  await see(market, { inStock: false }, 2 * HOUR)
  await see(market, { inStock: true })
  await see(market, { inStock: false }, 2 * HOUR)
  await see(market, { inStock: true })
  await market.send()
  expect(subjects(market).slice(3)).toEqual(['Back in stock'])
})

test('the one that tells of the whole way says when its first price was seen', async () => {
  const market = await openConfirmed()
  const seen = market.app.now.toISOString().slice(11, 19)
  await see(market, { price: 4900 })
  await see(market, { price: 4500 }, 10)
  await see(market, { price: 4000 })
  await leave(market)
  expect(subjects(market).slice(1)).toEqual(['Now $40.00 (was $59.00)'])
  expect(market.mails().at(-1)?.text).toContain(`$59.00 at ${seen}, $40.00 at `)
})

test('a mail on its way is not taken back; once it is known not to have left, the next tells of the whole way', async () => {
  const market = await openConfirmed()
  const rows = rowsOf(market)
  const was = () =>
    rows<{ was: string; gone: boolean }>(
      `select was::int as was, withdrawn_at is not null as gone from price_alerts order by created_at`,
    )
  await see(market, { price: 4900 })
  await rows(`update deliveries set trying_since = $1 where kind = 'prices.alert'`, [market.app.now])
  await see(market, { price: 4500 })
  expect(await was()).toEqual([
    { was: 5900, gone: false },
    { was: 4900, gone: false },
  ])
  await rows(`update deliveries set trying_since = null where kind = 'prices.alert'`)
  await see(market, { price: 4000 })
  expect(await was()).toEqual([
    { was: 5900, gone: true },
    { was: 4900, gone: true },
    { was: 5900, gone: false },
  ])
  await leave(market)
  expect(subjects(market).slice(1)).toEqual(['Now $40.00 (was $59.00)'])
})

test('after the shop asks other money a drop counts from there, though one was told before', async () => {
  const market = await openConfirmed()
  await see(market, { price: 4900 })
  await leave(market)
  await rowsOf(market)(`update price_subscriptions set currency = 'EUR'`)
  await see(market, { price: 5500 })
  await leave(market)
  expect(subjects(market).at(-1)).toBe('In USD from now on')
  expect(await market.load(market.id)).toMatchObject({ baseline: 5500n, isArmed: true, toldPrice: null, toldAt: null })
})

test('a card that was confirmed before its page was read is drawn, not rung, and knows what was sold out', async () => {
  const market = await openMarket()
  const { app, shop, ann } = market
  const rows = rowsOf(market)
  shop.act.set(JACKET, { trouble: 'gone' })
  const page = `${shop.url}/p/${JACKET}?variant=M`
  const [card] = (await runCommand(app, `track ${page}`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  await rows(
    `insert into card_posts (id, subject, subject_id, platform, place, rang_at)
     select gen_random_uuid(), 'watch', id, 'slack', 'DANN', $1 from price_subscriptions`,
    [app.now],
  )
  const posts = () => rows<{ wanted: number; ring: number }>('select wanted::int, ring::int from card_posts')
  const before = await posts()
  await see(market, { trouble: null, inStock: false })
  expect(await posts()).toEqual(before.map(({ wanted, ring }) => ({ wanted: wanted + 1, ring })))
  expect(before).toHaveLength(1)
  await see(market, { inStock: true })
  const [back] = (await runCommand(app, `show ${ref}`, ann)).cards ?? []
  expect(back?.title).toContain('Back in stock: Blue denim jacket, M, $59.00')
})

test('who was told on a card hears there too that the page is away', async () => {
  const market = await openMarket()
  const { app, shop, ann } = market
  const [card] = (await runCommand(app, `track ${shop.url}/p/${JACKET}?variant=M`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  await see(market, { price: 4900 })
  await see(market, { trouble: 'gone' })
  await see(market, { trouble: 'gone' }, 25 * HOUR)
  const [told] = (await runCommand(app, `show ${ref}`, ann)).cards ?? []
  expect(told?.title).toContain('We cannot see it any more: Blue denim jacket, M')
})

test('a card that was confirmed before its page was given up says so, and that nothing is watched', async () => {
  const market = await openMarket()
  const { app, shop, ann } = market
  shop.act.set(JACKET, { trouble: 'gone' })
  const [card] = (await runCommand(app, `track ${shop.url}/p/${JACKET}?variant=M`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  await see(market, { trouble: 'gone' }, HOUR)
  expect((await market.product()).state).toBe('unreadable')
  const [given] = (await runCommand(app, `show ${ref}`, ann)).cards ?? []
  expect(given).toMatchObject({ title: expect.stringContaining('I cannot read a price at'), tone: 'bad' })
  await runCommand(app, `stop ${ref}`, ann)
  expect((await runCommand(app, `show ${ref}`, ann)).cards?.[0]).toMatchObject({ tone: 'done' })
})
