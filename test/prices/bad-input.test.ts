import { expect, test, vi } from 'vitest'
import { Delivery } from '#entities/outbox/delivery.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { OutsideError } from '#src/errors.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { lookAt } from '#src/prices/looks/look-at.ts'
import { readAnswer } from '#src/prices/looks/read-page.ts'
import { recordLooks } from '#src/prices/looks/record-looks.ts'
import { nothing } from '#src/prices/reading/found.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app, shop, smtp, send, pass } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const confirmed = async (email: string, slug: string, rule = '') => {
  const watch = await market.watch(rule, slug, email)
  await post(linkIn(market.mails(email).at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
  return watch
}
const alerts = (email: string) =>
  market
    .mails(email)
    .slice(1)
    .map(({ subject }) => subject)

test('004-018: a mail server that is away for ten minutes: one mail, late, and a card that says so', async () => {
  await confirmed('late@example.com', 'p-2')
  smtp.fault = { kind: 'down' }
  shop.act.set('p-2', { price: Number((await market.product('p-2')).price) - 500 })
  await market.look()
  for (let minute = 0; minute < 10; minute += 1) {
    pass(60)
    await send()
  }
  expect(alerts('late@example.com')).toEqual([])
  smtp.fault = null
  for (let minute = 0; minute < 15; minute += 1) {
    pass(60)
    await send()
  }
  expect(alerts('late@example.com')).toEqual([expect.stringMatching(/^Now /)])
  const [card] = await rows<{ title: string }>(`select title from alerts where key = 'prices:late'`)
  expect(card?.title).toMatch(/^A price alert left \d+ minutes after the drop was seen$/)
  shop.act.set('p-2', { price: Math.round(Number((await market.product('p-2')).price) * 0.8) })
  await market.look()
  expect(await rows(`select 1 from alerts where key = 'prices:late' and state = 'open'`)).toEqual([])
})

test('a mail that was taken and whose answer was lost is not sent twice: a person is asked', async () => {
  await confirmed('once@example.com', 'p-10')
  smtp.fault = { kind: 'lost-answer' }
  shop.act.set('p-10', { price: 4000 })
  await market.look()
  smtp.fault = null
  for (let minute = 0; minute < 30; minute += 1) {
    pass(60)
    await send()
  }
  expect(alerts('once@example.com')).toHaveLength(1)
  const delivery = await app.em.fork().findOneOrFail(Delivery, { recipient: 'once@example.com', kind: 'prices.alert' })
  expect(delivery.state).not.toBe('waiting')
})

test('004-050: two processes that look at one product at once tell its drop once', async () => {
  await confirmed('two@example.com', 'p-18')
  shop.act.set('p-18', { price: Number((await market.product('p-18')).price) - 300 })
  pass(61)
  await rows('update websites set lease_token = null, leased_until = null')
  await Promise.all([lookAtProducts(app), lookAtProducts(app), lookAtProducts(app)])
  await send()
  expect(alerts('two@example.com')).toHaveLength(1)
  const { id } = await market.product('p-18')
  expect(await rows('select 1 from prices where product_id = $1', [id])).toHaveLength(2)
})

test('a robots.txt that fails or times out holds the site off; one that is not there lets everything be looked at', async () => {
  await confirmed('robot@example.com', 'p-26')
  await rows('update websites set robots_until = null')
  const { web } = app
  const asked: string[] = []
  app.web = {
    ...web,
    get: async (url, request) => {
      asked.push(new URL(url).pathname)
      if (url.endsWith('/robots.txt'))
        throw new OutsideError('web', 'no answer within 10 s', { retry: 'later', code: 'TIMEOUT' })
      return web.get(url, request)
    },
  }
  await market.look()
  expect(asked).toEqual(['/robots.txt'])
  expect((await rows<{ error: string }>('select last_error as error from websites'))[0]?.error).toContain('no answer')
  app.web = web
  await market.look(3_600)
  expect((await rows<{ error: string | null }>('select last_error as error from websites'))[0]?.error).toBe(null)
})

test('004-051: a page that is gone, a bot wall and a page that leads inside count as nothing, never as a drop', async () => {
  const watch = await confirmed('wall@example.com', 'p-34')
  const { price } = await market.product('p-34')
  for (const trouble of ['gone', 'wall', 'moved'] as const) {
    shop.act.set('p-34', { trouble })
    await market.look(3_600)
    expect(await market.product('p-34'), trouble).toMatchObject({
      state: 'watched',
      price,
      lastError: expect.any(String),
    })
  }
  shop.act.set('p-34', { trouble: null })
  await market.look(3_600)
  expect(await market.product('p-34')).toMatchObject({ price, lastError: null })
  expect(alerts('wall@example.com')).toEqual([])
  expect((await market.load(watch.id)).toldPrice).toBe(null)
})

test('004-048: a page that leads inside is refused at once; a shop that only answered so has shown nothing yet', async () => {
  const market = await openMarket()
  market.shop.act.set('p-44', { trouble: 'moved' })
  await expect(runCommand(market.app, `track ${market.shop.url}/p/p-44`, market.ann)).rejects.toThrow(
    /^I cannot read a price there: /,
  )
  expect((await runCommand(market.app, 'sites', market.ann)).text).toMatch(/ · nothing read there yet$/)
})

test('a variant whose markup and page disagree is not believed at its first word', async () => {
  await confirmed('variant@example.com', 'blue-denim-jacket?variant=L')
  shop.act.set('blue-denim-jacket', { slip: 4900 })
  await market.look()
  expect((await market.product('variant=L')).price).toBe(5900n)
  await market.look(6)
  await market.look(6)
  expect(alerts('variant@example.com')).toEqual([])
  shop.act.set('blue-denim-jacket', { slip: null })
})

test('004-018: a machine’s clock set an hour back, and an hour ahead: the drop is told within a minute, and once', async () => {
  await confirmed('clock@example.com', 'p-58')
  const price = Number((await market.product('p-58')).price)
  await market.look()
  pass(-3_600)
  shop.act.set('p-58', { price: price - 300 })
  await market.look()
  expect(alerts('clock@example.com')).toHaveLength(1)
  await market.look()
  pass(3_600)
  for (let time = 0; time < 3; time += 1) await market.look()
  expect(alerts('clock@example.com')).toHaveLength(1)
  const { id } = await market.product('p-58')
  expect(await rows('select 1 from prices where product_id = $1', [id])).toHaveLength(2)
})

test('every page that is due is asked for once, however many answer while others are written down', async () => {
  const [site] = await rows<{ id: string }>('select id from websites')
  await rows(
    `insert into tracked_products (id, created_at, state, website_id, url, product_name, price, currency, source, next_look_at)
     select gen_random_uuid(), $3, 'watched', $1, $2 || '/p/many-' || n, 'One of many', 5900, 'USD', 'json-ld', $3
     from generate_series(1, 350) n`,
    [site?.id, shop.url, app.now],
  )
  const asked: string[] = []
  const { web } = app
  app.web = {
    ...web,
    get: (url, request) => {
      if (url.includes('/many-')) asked.push(url)
      return web.get(url, request)
    },
  }
  expect(await lookAtProducts(app)).toBeGreaterThanOrEqual(350)
  app.web = web
  expect([asked.length, new Set(asked).size]).toEqual([350, 350])
  await rows(`delete from tracked_products where url like '%/p/many-%'`)
})

test('an unchanged body is not read again, but for a second look', () => {
  const page = { url: shop.url, status: 200, body: Buffer.from('<html>'), contentType: 'text/html' }
  const answer = { ...page, etag: null, lastModified: null, retryAfterS: null }
  const reading = () => ({ ...nothing, source: null, claims: [], doubts: [], truncated: false, shopApi: null })
  const read = vi.fn(reading)
  const first = readAnswer({ bodyHash: null } as TrackedProduct, answer, false, read)
  if (first.what !== 'read') throw new Error('a first look reads')
  const known = { bodyHash: first.reading.bodyHash } as TrackedProduct
  expect(readAnswer(known, answer, false, read)).toMatchObject({ what: 'unchanged' })
  expect(read).toHaveBeenCalledTimes(1)
  expect(readAnswer(known, answer, true, read)).toMatchObject({ what: 'read' })
})

test('004-051: what was read earlier and comes late does not count against what was read since', async () => {
  await confirmed('order@example.com', 'p-66')
  const product = await market.product('p-66')
  const site = await app.em.fork().findOneOrFail(Website, { id: product.websiteId })
  const looked = await lookAt(app, site, Object.assign(product, { etag: null, lastModified: null, bodyHash: null }))
  const at = app.clock()
  shop.act.set('p-66', { price: Number(product.price) - 300 })
  await market.look()
  await recordLooks(app, site, [{ product, looked, at }], 60)
  await market.send()
  expect(looked.what).toBe('read')
  expect((await market.product('p-66')).price).toBe((product.price ?? 0n) - 300n)
  expect(await rows('select 1 from prices where product_id = $1', [product.id])).toHaveLength(2)
  expect(alerts('order@example.com')).toHaveLength(1)
})

test('one poison page delays no other', async () => {
  await confirmed('poison@example.com', 'p-42')
  await confirmed('healthy@example.com', 'p-50')
  const { web } = app
  app.web = {
    ...web,
    get: async (url, request) => {
      if (url.includes('p-42')) throw new OutsideError('web', 'more than 5 MB', { retry: 'later', code: 'TOO_BIG' })
      return web.get(url, request)
    },
  }
  const healthy = Number((await market.product('p-50')).price)
  shop.act.set('p-50', { price: healthy - 300 })
  await market.look()
  app.web = web
  expect(await market.product('p-42')).toMatchObject({ lastError: 'more than 5 MB' })
  expect(alerts('healthy@example.com')).toHaveLength(1)
})
