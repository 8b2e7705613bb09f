import { beforeEach, describe, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Move } from '#entities/cards/move.ts'
import { Alert } from '#entities/operations/alert.ts'
import { sql } from '#src/database/sql.ts'
import { readLegacyId } from '#src/instagram/read-post.ts'
import { resolveSales } from '#src/orders/sales/resolve.ts'
import { addSale, bellsOf, instagramApp, pass, saleNow } from '#test/instagram/sale.ts'

const { app, meta } = await instagramApp()
const drop = meta.view().posts[0]!

beforeEach(async () => {
  meta.fault = null
  await meta.reset()
  await sql(app.em.fork(), 'delete from sales')
  pass(app, 120)
  app.bells.length = 0
})

test('000-004 000-012 000-015 a new sale is found by its short code, and its card says what its caption offers', async () => {
  const sale = await addSale(app, { state: 'looking', shortcode: '28yy9oRb9O' })
  expect(await resolveSales(app)).toBe(1)
  expect(await saleNow(app, sale)).toMatchObject({
    state: 'proposed',
    igMediaId: drop.id,
    igMediaShortCode: '28yy9oRb9O',
    permalink: 'https://www.instagram.com/p/28yy9oRb9O/',
    caption: drop.caption,
    colours: ['black', 'red', 'white', 'gold'],
    price: 1200n,
    currency: 'USD',
    maxPerPerson: 5,
    maxPerColour: null,
    unit: 'each',
    leaseToken: null,
    attempts: 0,
  })
  const [move] = await app.em.fork().find(Move, { recordId: sale.id })
  expect(move).toMatchObject({
    verb: 'find',
    from: 'looking',
    to: 'proposed',
    by: { name: 'orders.resolve', via: 'job' },
  })
  expect(await app.em.fork().count(CardPost, { subjectId: sale.id })).toBe(2)
  expect(await resolveSales(app)).toBe(0)
})

describe('a post whose product is in the shop', () => {
  const sell = async (media: string, product: { name: string; price: bigint; currency: string; state?: string }) => {
    const [store] = await sql<{ id: string }>(app.em.fork(), 'select id from stores limit 1')
    await sql(
      app.em.fork(),
      `insert into products (id, state, store_id, name, slug, description, price, currency, source_external_id, created_at, updated_at)
       values (gen_random_uuid(), $1, $2, $3, $4, '', $5, $6, $7, $8, $8)`,
      [...[product.state ?? 'active', store?.id, product.name, media, product.price, product.currency, media], app.now],
    )
  }
  const sold = async (shortcode: string) => {
    const sale = await addSale(app, { state: 'looking', shortcode })
    await resolveSales(app)
    return saleNow(app, sale)
  }
  beforeEach(() => sql(app.em.fork(), 'delete from products'))

  test('its sale takes the price a person approved there, and says so', async () => {
    await sell(drop.id, { name: 'Bead bracelet', price: 1500n, currency: 'USD' })
    const sale = await sold('28yy9oRb9O')
    expect(sale).toMatchObject({ state: 'proposed', price: 1500n, currency: 'USD', maxPerPerson: 5 })
    expect(sale.colours).toEqual(['black', 'red', 'white', 'gold'])
    const [move] = await app.em.fork().find(Move, { recordId: sale.id })
    expect(move?.note).toMatch(/^The price is that of PR-\d+ Bead bracelet in the shop\.$/)
  })

  test('where the caption names no colour its own are offered, or its name where it has none', async () => {
    const { id } = await meta.act.post({ caption: 'New in! Comment your e-mail.', shortcode: 'productonly' })
    await sell(id, { name: 'Clay mug', price: 90_000n, currency: 'KES' })
    expect(await sold('productonly')).toMatchObject({ colours: ['clay mug'], price: 90_000n, currency: 'KES' })
  })

  test('what is hidden is not sold: the caption counts', async () => {
    await sell(drop.id, { name: 'Bead bracelet', price: 1500n, currency: 'USD', state: 'hidden' })
    expect(await sold('28yy9oRb9O')).toMatchObject({ price: 1200n })
  })
})

test('a price in a currency without cents is kept in its own units', async () => {
  await meta.act.post({ caption: 'Bracelets in red and black. UGX 25,000 each', shortcode: 'shillings11' })
  const sale = await addSale(app, { state: 'looking', shortcode: 'shillings11' })
  await resolveSales(app)
  const { price, currency } = await saleNow(app, sale)
  expect([price, currency]).toEqual([25_000n, 'UGX'])
})

test('a post without a caption is proposed with nothing in it', async () => {
  await meta.act.post({ caption: null, shortcode: 'nocaption11' })
  const sale = await addSale(app, { state: 'looking', shortcode: 'nocaption11' })
  await resolveSales(app)
  expect(await saleNow(app, sale)).toMatchObject({
    state: 'proposed',
    caption: '',
    colours: [],
    price: null,
    currency: null,
  })
})

test('000-015 the number of a short code is that of the first API', () => {
  expect(readLegacyId('B')).toBe('1')
  expect(readLegacyId('BA')).toBe('64')
  expect(readLegacyId('B7nQwLxD2kA')).toBe(
    String(
      [...'B7nQwLxD2kA'].reduce(
        (n, c) => n * 64n + BigInt('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(c)),
        0n,
      ),
    ),
  )
  expect(readLegacyId('B7nQwLxD2kAxYzxYzxYzxYzxYzxYzxYzxYzxYz')).toBe(readLegacyId('B7nQwLxD2kA'))
})

test('000-015 a post that the list leaves out is found by the number of its short code', async () => {
  // 39 characters, as in a link to a private post: no list has it like this.
  const { id } = await meta.act.post({ caption: 'Gold only. $5 each', shortcode: 'A_listed_by' })
  const number = readLegacyId('A_listed_by')
  await rename(id, number)
  const sale = await addSale(app, { state: 'looking', shortcode: 'A_listed_byKeyKeyKeyKeyKeyKeyKeyKeyKey1' })
  await resolveSales(app)
  expect(await saleNow(app, sale)).toMatchObject({
    state: 'proposed',
    igMediaId: number,
    caption: 'Gold only. $5 each',
  })
})

test('a post under another code of its own is missing, and the card says which sale has it', async () => {
  const { id } = await meta.act.post({ caption: 'Gold only. $5 each', shortcode: 'A_listed_by' })
  await rename(id, readLegacyId('A_listed_by'))
  const first = await addSale(app, { state: 'looking', shortcode: 'A_listed_by' })
  const second = await addSale(app, { state: 'looking', shortcode: 'A_listed_byKeyKeyKeyKeyKeyKeyKeyKeyKey1' })
  expect(await resolveSales(app)).toBe(2)
  expect((await saleNow(app, first)).state).toBe('proposed')
  expect((await saleNow(app, second)).state).toBe('missing')
  const [move] = await app.em.fork().find(Move, { recordId: second.id })
  expect(move!.note).toBe(`The post is sale S-${first.number} already.`)
})

test('a post that is not there waits for a person as missing', async () => {
  const sale = await addSale(app, { state: 'looking', shortcode: 'notThere123' })
  expect(await resolveSales(app)).toBe(1)
  expect((await saleNow(app, sale)).state).toBe('missing')
  const [move] = await app.em.fork().find(Move, { recordId: sale.id })
  expect(move).toMatchObject({ verb: 'lose', note: '@beadandbranch has no post with this code.' })
  expect(await app.em.fork().count(CardPost, { subjectId: sale.id })).toBe(2)
})

test('000-015 an old post is found page by page', async () => {
  await meta.act.post({ caption: 'Red $9', shortcode: 'oldest_Post', at: new Date('2020-01-01T00:00:00Z') })
  for (let n = 0; n < 60; n++) await meta.act.post({ caption: null, at: new Date('2020-02-01T00:00:00Z') })
  const sale = await addSale(app, { state: 'looking', shortcode: 'oldest_Post' })
  await resolveSales(app)
  expect((await saleNow(app, sale)).state).toBe('proposed')
  expect(meta.view().calls.media).toBe(2)
})

test('while Instagram is away the sale waits longer each time, then people are told; it goes on when it is back', async () => {
  const sale = await addSale(app, { state: 'looking', shortcode: '28yy9oRb9O' })
  meta.fault = { kind: 'error', status: 503 }
  expect(await resolveSales(app)).toBe(0)
  const failed = await saleNow(app, sale)
  expect(failed).toMatchObject({
    state: 'looking',
    attempts: 1,
    leaseToken: null,
    lastError: expect.stringContaining('instagram'),
  })
  expect(failed.nextTryAt).toEqual(new Date(app.now.getTime() + 30_000))
  expect(await resolveSales(app)).toBe(0)
  expect((await saleNow(app, sale)).attempts).toBe(1)
  for (let n = 0; n < 2; n++) {
    pass(app, 5)
    await resolveSales(app)
  }
  expect(await openAlerts()).toMatchObject([{ key: 'vendor:instagram', step: 'orders.resolve' }])
  meta.fault = null
  pass(app, 10)
  expect(await resolveSales(app)).toBe(1)
  expect(await saleNow(app, sale)).toMatchObject({ state: 'proposed', attempts: 0, nextTryAt: null, lastError: null })
  expect(await openAlerts()).toEqual([])
})

test('000-051 when the calls are spent the sale waits as it is, and its step is rung when one is free', async () => {
  const sale = await addSale(app, { state: 'looking', shortcode: '28yy9oRb9O' })
  await meta.act.setUsage({ percent: 100, waitMin: 7 })
  await meta.act.failNext(4)
  expect(await resolveSales(app)).toBe(0)
  expect(await saleNow(app, sale)).toMatchObject({ state: 'looking', attempts: 0, nextTryAt: null, leaseToken: null })
  const freeAt = new Date(app.now.getTime() + 7 * 60_000)
  expect(bellsOf(app, 'orders.resolve')).toEqual([freeAt])
  await meta.act.setUsage({ percent: 0 })
  app.now = freeAt
  expect(await resolveSales(app)).toBe(1)
})

test('000-041 two workers never look for the same sale, and one that died is followed', async () => {
  const sale = await addSale(app, { state: 'looking', shortcode: '28yy9oRb9O' })
  const counts = await Promise.all([resolveSales(app), resolveSales(app)])
  expect(counts.toSorted()).toEqual([0, 1])
  expect(await app.em.fork().count(Move, { recordId: sale.id })).toBe(1)

  const other = await addSale(app, { state: 'looking', shortcode: 'notThere123' })
  await sql(app.em.fork(), 'update sales set lease_token = gen_random_uuid(), leased_until = $2 where id = $1', [
    other.id,
    new Date(app.now.getTime() + 60_000),
  ])
  expect(await resolveSales(app)).toBe(0)
  pass(app, 2)
  await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from sales for update')
    expect(await resolveSales(app)).toBe(0)
  })
  expect(await resolveSales(app)).toBe(1)
})

const openAlerts = () => app.em.fork().find(Alert, { state: 'open' })

/** Gives a post another media id: the stand-in knows posts by nothing else. */
async function rename(id: string, to: string): Promise<void> {
  const { state } = meta as unknown as { state: { media: { id: string }[] } }
  for (const post of state.media) if (post.id === id) post.id = to
}
