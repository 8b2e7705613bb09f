import { expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { uuid } from '#entities/uuid.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { lookAtRivals } from '#src/catalog/rivals/look-at-rivals.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openMarket } from '#test/prices/market.ts'
import { countQueries } from '#test/queries.ts'
import { makeMember } from '../make.ts'
import { pressOn, visitorOf } from './shop.ts'

const market = await openMarket()
const { app, shop, ann } = market
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const storeId = uuid()
const other = uuid()
for (const [id, name] of [
  [storeId, 'Zuri'],
  [other, 'Tausi'],
]) {
  await run(`insert into stores (id, name, zone, currency, created_at) values ($1, $2, 'UTC', 'USD', $3)`, [
    ...[id, name, app.now],
  ])
}
await makeMember(app, 'Zuri', 'seller', storeId)
await makeMember(app, 'Otis', 'seller', other)
await run(
  `insert into products (id, state, store_id, name, slug, description, price, currency, created_at, updated_at)
   values ($1, 'active', $2, 'Blue denim jacket', 'jacket', '', 6500, 'USD', $3, $3)`,
  [uuid(), storeId, app.now],
)
const product = () => app.em.fork().findOneOrFail(Product, { storeId })
const { number } = await product()
const page = `${shop.url}/p/blue-denim-jacket?variant=M`
const say = async (words: string, by = visitorOf('Zuri')) => (await runCommand(app, words, by)).text
const card = async () => {
  const [view] = await productSubject.load(app.em.fork(), [(await product()).id])
  return {
    ...productSubject.card(view!, app),
    offers: productSubject.offers(view!).map(({ label, verb }) => label ?? verb),
  }
}
const rings = async () => (await run<{ n: number }>('select coalesce(sum(ring), 0)::int as n from card_posts'))[0]?.n
/** The price there changes, is seen by the tracker, and is looked at by the shop an hour later. */
const becomes = async (price: number) => {
  market.price(price)
  await market.look()
  market.pass(3_600)
  await lookAtRivals(app)
}

test('what another shop asks is read at once and kept watched', async () => {
  expect(await say(`rival PR-${number} ${page}`)).toBe(
    `PR-${number} Blue denim jacket: yours $65, theirs 59. That is less already. You hear of their next price below yours.`,
  )
  expect(await product()).toMatchObject({ rivalPrice: 5900n, isUndercut: false })
  expect((await card()).links).toEqual([{ label: 'Their page', url: expect.stringContaining('/p/blue-denim-jacket') }])
})

test('it became cheaper there: a card rings with both prices, once for each price', async () => {
  await becomes(4900)
  expect(await card()).toMatchObject({
    title: `PR-${number} Blue denim jacket: yours $65, theirs 49`,
    tone: 'todo',
    offers: ['Match 49', 'edit', 'seen'],
  })
  const rung = await rings()
  await pressOn(app, productSubject, await product(), 'Leave it')
  await becomes(4900)
  expect(await product()).toMatchObject({ isUndercut: false, price: 6500n })
  expect(await rings()).toBe(rung)
})

test('Match takes their price', async () => {
  await becomes(4500)
  expect(await pressOn(app, productSubject, await product(), 'Match 45')).toBe('Blue denim jacket costs $45 now.')
  expect(await product()).toMatchObject({ price: 4500n, isUndercut: false })
})

test('dearer there is noted, and nobody is rung', async () => {
  const rung = await rings()
  await becomes(5200)
  expect(await product()).toMatchObject({ rivalPrice: 5200n, isUndercut: false })
  expect(await rings()).toBe(rung)
})

test('at the same price nobody is undercut, and nobody is rung', async () => {
  const rung = await rings()
  await becomes(Number((await product()).price))
  expect(await product()).toMatchObject({ isUndercut: false })
  expect(await rings()).toBe(rung)
})

test('a page that cannot be seen: its price is said to be one of the past, and it undercuts nobody anew', async () => {
  await becomes(4000)
  shop.act.set('blue-denim-jacket', { trouble: 'gone' })
  await market.look()
  const rung = await rings()
  for (let hours = 0; hours < 2; hours += 1) {
    market.pass(3_600)
    await lookAtRivals(app)
    await market.look(0)
  }
  const lost = await card()
  expect(lost.title).toBe(`PR-${number} Blue denim jacket: yours $45, theirs was 40`)
  expect(lost.facts).toContainEqual({ label: 'Theirs', value: expect.stringMatching(/^40, not seen since \d\d:\d\d$/) })
  expect(lost.footer).toContain('its page cannot be seen now')
  expect(await say(`rival PR-${number} ${page}`)).toMatch(
    /yours \$45, theirs was 40, and their page could not be seen since \d\d:\d\d\. I look again within the hour\.$/,
  )
  await run('update products set rival_price = 4500, is_undercut = false, rival_at = null')
  await lookAtRivals(app)
  expect(await product()).toMatchObject({ rivalPrice: 4500n, isUndercut: false })
  expect(await rings()).toBe(rung)
  shop.act.set('blue-denim-jacket', { trouble: null })
  await market.look(3_600)
  market.pass(3_600)
  await lookAtRivals(app)
  expect(await product()).toMatchObject({ rivalPrice: 4000n, rivalLostAt: null, isUndercut: true })
  expect((await card()).title).toBe(`PR-${number} Blue denim jacket: yours $45, theirs 40`)
})

test('who names another page while the first is asked keeps what is known of it', async () => {
  const { priceOf } = app
  app.priceOf = async (url) => {
    await run(`update products set rival_url = 'https://other.example/p', rival_lost_at = $1`, [app.now])
    return priceOf(url)
  }
  await run('update products set rival_at = null')
  await lookAtRivals(app)
  app.priceOf = priceOf
  expect(await product()).toMatchObject({ rivalUrl: 'https://other.example/p', rivalLostAt: app.now })
})

test('a page that cannot be had waits an hour, and holds up no other', async () => {
  await run(`update products set rival_url = 'https://nowhere.invalid/p', rival_at = null`)
  expect(await lookAtRivals(app)).toBe(1)
  expect(await lookAtRivals(app)).toBe(0)
  market.pass(3_600)
  expect(await lookAtRivals(app)).toBe(1)
  expect(await product()).toMatchObject({ rivalLostAt: expect.any(Date) })
})

test('off ends it, and nobody names the product of another shop', async () => {
  await expect(say(`rival PR-${number} ${page}`, visitorOf('Otis'))).rejects.toThrow('Which product')
  expect(await say(`rival PR-${number} off`, ann)).toContain("nobody else's price is watched")
  market.pass(7_200)
  expect(await lookAtRivals(app)).toBe(0)
  await expect(say(`rival PR-${number} http://127.0.0.1:1/x`)).rejects.toThrow()
  expect(await product()).toMatchObject({ rivalUrl: null })
})

test('its page is looked at for nobody no longer: not once it is off, nor while the thing is sold or hidden', async () => {
  const rests = async () => {
    market.pass(7_200)
    await market.look()
    return (await market.product()).state === 'resting'
  }
  expect(await rests()).toBe(true)
  for (const verb of ['sold', 'hide']) {
    await run("update products set state = 'active', inventory_quantity = 1")
    await say(`rival PR-${number} ${page}`)
    for (let hours = 0; hours < 3; hours += 1) {
      market.pass(3_600)
      await lookAtRivals(app)
      await market.look(0)
    }
    expect(await market.product()).toMatchObject({ state: 'watched', lookedAt: app.now })
    await say(`${verb} PR-${number}`)
    market.pass(3_600)
    expect(await lookAtRivals(app)).toBe(0)
    expect(await rests()).toBe(true)
  }
})

test('a page that asks more is heard of when it is less; one in other money is refused, and not watched', async () => {
  await run('update products set price = 100')
  expect(await say(`rival PR-${number} ${page}`)).toMatch(/yours \$1, theirs \d+\. You hear when it is less\.$/)
  await run("update products set currency = 'KES', rival_url = null, rival_price = null")
  await expect(say(`rival PR-${number} ${page}`)).rejects.toThrow('That page asks USD, and yours is in KES.')
  expect(await product()).toMatchObject({ rivalUrl: null, rivalPrice: null })
})

test('many are asked in one turn: each page once, and no more queries for sixty products than for five', async () => {
  const { priceOf } = app
  const asked: string[] = []
  let price = 90_000n
  app.priceOf = async (url) => {
    asked.push(url)
    return { url, name: null, price, currency: 'USD', lostSince: null }
  }
  const queries: number[] = []
  for (const count of [5, 60]) {
    await run('delete from products')
    await run(
      `insert into products (id, state, store_id, name, slug, description, price, currency, rival_url,
         created_at, updated_at)
       select gen_random_uuid(), 'active', $1, 'Thing ' || n, 'thing-' || n, '', 100000, 'USD',
         'https://shop' || n % 7 || '.example/p/' || n % 30, $2, $2 from generate_series(1, $3::int) n`,
      [storeId, app.now, count],
    )
    asked.length = 0
    queries.push(await countQueries(async () => expect(await lookAtRivals(app)).toBe(count)))
    expect(asked.length).toBe(new Set(asked).size)
    expect(await app.em.fork().count(Product, { isUndercut: true, rivalPrice: price })).toBe(count)
  }
  expect(queries[1]).toBe(queries[0])
  market.pass(3_600)
  price = 200_000n
  expect(await lookAtRivals(app)).toBe(60)
  expect(await app.em.fork().count(Product, { isUndercut: false, rivalPrice: price })).toBe(60)
  app.priceOf = priceOf
})
