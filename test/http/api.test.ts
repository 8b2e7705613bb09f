import { expect, test } from 'vitest'
import { ApiKey } from '#entities/people/api-key.ts'
import { Person } from '#entities/people/person.ts'
import { RefusedPress } from '#entities/people/refused-press.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey, type NewKey } from '#src/http/api/keys.ts'
import { makeMember } from '#test/make.ts'
import { everything, makeOrder, makeShop, springfield, testWeb } from './web.ts'

const web = await testWeb()
const { app } = web
const shop = await makeShop(app)
const other = await makeShop(app, 'Other')
const newKey = (key: NewKey) => inTransaction(app, (tx) => createKey(tx, key))
const admin = await newKey({ name: 'Zapier', role: 'admin' })
const seller = await newKey({ name: 'Till', role: 'seller', storeId: shop.storeId })
const rep = await newKey({ name: 'Rep', role: 'rep' })

const as = (key: string) => ({ authorization: `Bearer ${key}` })
const get = async (path: string, key = admin) => {
  const answer = await web.get(path, as(key))
  return { status: answer.status, body: (await answer.json()) as any }
}
const post = async (path: string, body: unknown, key = admin) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await web.post(path, text, { ...as(key), 'content-type': 'application/json' })
  return { status: answer.status, body: (await answer.json()) as any }
}

test('a key is shown once; only its hash is kept', async () => {
  expect(admin).toMatch(/^dh_[\w-]{43}$/)
  expect(JSON.stringify(await app.em.fork().find(ApiKey, {}))).not.toContain(admin.slice(3))
})

test('without a key, with a wrong one, and with one that was taken back, nothing is answered', async () => {
  const revoked = await newKey({ name: 'Old', role: 'admin' })
  await sql(app.em.fork(), `update api_keys set revoked_at = $1 where name = 'Old'`, [app.now])
  for (const headers of [
    {},
    as('dh_x'),
    as(`${admin.slice(0, -1)}_`),
    as(revoked),
    { authorization: `Basic ${admin}` },
  ]) {
    const answer = await web.get('/api/orders', headers as Record<string, string>)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ error: { code: 'unauthorized', message: expect.stringContaining('Bearer') } })
  }
})

test('000-017 orders are listed newest first, filtered and paged, with money as decimal strings', async () => {
  await makeOrder(app, shop, { username: 'first', email: 'list@example.com' })
  const { ref } = await makeOrder(app, shop, { username: 'second', email: 'list@example.com', address: springfield })
  const { body } = await get('/api/orders?email=LIST@example.com&limit=1')
  expect(body.pagination).toEqual({ total: 2, page: 1, limit: 1, pages: 2 })
  expect(body.orders).toEqual([
    expect.objectContaining({ ref, username: 'second', total: '36.00', currency: 'USD', items: { black: 2, red: 1 } }),
  ])
  expect((await get('/api/orders?state=not-valid')).body.pagination.total).toBe(0)
  expect((await get('/api/orders?sale=S-999')).body.pagination.total).toBe(0)
  expect((await get('/api/orders?email=list@example.com&sale=S-1')).body.pagination.total).toBe(2)
})

test('what cannot be read is refused with what is wrong, by field', async () => {
  const wrong = await get('/api/orders?state=lost&limit=0')
  expect(wrong.status).toBe(400)
  expect(Object.keys(wrong.body.error.fields)).toEqual(['limit', 'state'])
  expect((await post('/api/sales', {})).body.error).toMatchObject({
    code: 'invalid',
    fields: { url: expect.any(String) },
  })
  expect((await post('/api/sales', '{"url"')).body.error.fields).toEqual({ body: 'not JSON' })
  expect((await post('/api/sales', { url: 'x', more: 1 })).status).toBe(400)
  expect((await post('/api/sales', { url: 'https://example.com' })).status).toBe(409)
  expect((await get('/api/orders/O-99999')).body.error.code).toBe('not_found')
  expect((await get('/api/nothing')).body.error.code).toBe('not_found')
})

test('000-010 a sale is added by its address, and shown', async () => {
  const { status, body } = await post('/api/sales', { url: 'https://www.instagram.com/p/28yy9oRb9O/?igsh=x' })
  expect([status, body.sale]).toEqual([
    201,
    expect.objectContaining({ state: 'looking', igMediaShortCode: '28yy9oRb9O' }),
  ])
  expect((await get(`/api/sales/${body.sale.ref}`)).body.sale).toEqual({ ...body.sale, history: [] })
  expect((await post('/api/sales', { url: '28yy9oRb9O' })).body.error).toMatchObject({ code: 'refused' })
})

test('an order is approved by a key: the key stands in the history, and a second time is refused', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'api', email: 'api@example.com' })
  const done = await post(`/api/orders/${ref}/approve`, {})
  expect([done.status, done.body.order.state]).toEqual([200, 'details-validated'])
  expect((await post(`/api/orders/${ref}/approve`, '')).status).toBe(409)
  const { history } = (await get(`/api/orders/${ref}`)).body.order
  expect(history).toEqual([expect.objectContaining({ verb: 'approve', by: { name: 'Zapier', via: 'api' } })])
})

test('000-060 what a verb asks is answered by name; the rest keeps its value', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'edit', email: 'edit@example.com' })
  const done = await post(`/api/orders/${ref}/edit`, { items: '4 red' })
  expect(done.body.order).toMatchObject({ items: { red: 4 }, email: 'edit@example.com', total: '48.00' })
  const wrong = await post(`/api/orders/${ref}/edit`, { items: '0 red', colour: 'x' })
  expect([wrong.status, wrong.body.error.fields]).toEqual([400, { colour: 'not asked' }])
  expect((await post(`/api/orders/${ref}/edit`, { items: '0 red' })).body.error.fields).toHaveProperty('items')
  expect((await post(`/api/orders/${ref}/explode`, {})).status).toBe(404)
  expect((await post(`/api/orders/${ref}/sent`, {})).status).toBe(404)
})

test('a key acts for its person: with no more than both may, and no longer than they are here', async () => {
  await makeMember(app, 'Kim', 'seller', shop.storeId)
  const kim = await app.em.fork().findOneOrFail(Person, { name: 'Kim' })
  const key = await newKey({ name: "Kim's", role: 'admin', personId: kim.id })
  const theirs = await makeOrder(app, other, { username: 'kim.other', email: 'k@example.com' })
  const mine = await makeOrder(app, shop, { username: 'kim.own', email: 'k@example.com' })
  expect((await get(`/api/orders/${theirs.ref}`, key)).status).toBe(403)
  expect((await get(`/api/orders/${mine.ref}`, key)).status).toBe(200)
  await post(`/api/orders/${mine.ref}/approve`, {}, key)
  expect((await get(`/api/orders/${mine.ref}`)).body.order.history[0].by.name).toBe('Kim')
  await sql(app.em.fork(), `update people set state = 'removed' where id = $1`, [kim.id])
  expect((await get('/api/orders', key)).status).toBe(401)
})

test("a seller's key sees its own store, a rep's key nothing here; what they try is written down", async () => {
  const theirs = await makeOrder(app, other, { username: 'far', email: 'far@example.com' })
  expect((await get('/api/orders?email=far@example.com', seller)).body.orders).toEqual([])
  expect((await get('/api/sales', seller)).body.sales.every((sale: any) => sale.ref !== 'S-2')).toBe(true)
  const before = await app.em.fork().count(RefusedPress)
  expect((await get(`/api/orders/${theirs.ref}`, seller)).status).toBe(403)
  expect((await post(`/api/orders/${theirs.ref}/approve`, {}, seller)).status).toBe(403)
  expect((await post('/api/sales/S-2/close', {}, seller)).status).toBe(403)
  expect((await get('/api/orders', rep)).status).toBe(403)
  expect((await post('/api/sales', { url: '28yy9oRb9P' }, rep)).status).toBe(403)
  expect(await app.em.fork().count(RefusedPress)).toBe(before + 5)
})

test('000-009 a sale is closed', async () => {
  const { status, body } = await post('/api/sales/S-1/close', {}, seller)
  expect([status, body.sale.state]).toEqual([200, 'closed'])
})

test('reading changes nothing', async () => {
  const before = await everything(app)
  for (const path of ['/api/orders', '/api/orders/O-1', '/api/sales', '/api/sales/S-1']) await get(path)
  expect(await everything(app)).toBe(before)
})
