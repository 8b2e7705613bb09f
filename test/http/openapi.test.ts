import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { apiRoutes, routes } from '#src/http/api/api.ts'
import { createKey } from '#src/http/api/keys.ts'
import { pathOf } from '#src/http/api/openapi.ts'
import { errorShape } from '#src/web/shapes.ts'
import { makeOrder, makeShop, springfield, testWeb } from './web.ts'

const web = await testWeb()
const { app } = web
const shop = await makeShop(app)
const admin = await inTransaction(app, (tx) => createKey(tx, { name: 'Zapier', role: 'admin' }))
const key = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' }
const described = (await (await web.get('/openapi.json')).json()) as any

const routeOf = (method: string, path: string) => {
  const found = routes().find((route) => route.method === method && route.path === path)
  if (!found) throw new Error(`no route ${method} ${path}`)
  return found
}

test('every route of the API is described, and nothing else', () => {
  const mounted = apiRoutes(app)
    .routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} /api${pathOf({ path })}`)
  const told = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.openapi).toBe('3.1.0')
  expect(mounted.length).toBeGreaterThan(5)
  expect(told.sort()).toEqual([...new Set(mounted)].sort())
  const names = Object.values(described.paths).flatMap((methods: any) =>
    Object.values(methods).map(({ operationId }: any) => operationId),
  )
  expect(new Set(names).size).toBe(names.length)
})

test('queries and paths are described with their limits, posts with their idempotency key', () => {
  const { parameters } = described.paths['/api/orders'].get
  expect(parameters).toContainEqual({
    ...{ name: 'limit', in: 'query', required: false },
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  })
  const post = described.paths['/api/orders/{ref}/{verb}'].post
  expect(post.parameters.map(({ name }: any) => name)).toEqual(['ref', 'verb', 'Idempotency-Key'])
  expect(described.paths['/api/sales'].post.requestBody.required).toBe(true)
})

test('what is answered is what was described, errors too', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'told', email: 'told@example.com', address: springfield! })
  const calls: [method: string, path: string, call: string, body?: object][] = [
    ['get', '/orders', '/orders'],
    ['get', '/orders/:ref', `/orders/${ref}`],
    ['post', '/orders/:ref/:verb', `/orders/${ref}/edit`, { items: '3 red' }],
    ['get', '/orders/:ref', `/orders/${ref}`],
    ['get', '/sales', '/sales'],
    ['get', '/sales/:ref', '/sales/S-1'],
    ['post', '/sales', '/sales', { url: 'https://www.instagram.com/p/28yy9oRb9O' }],
    ['post', '/sales/:ref/:verb', '/sales/S-1/close', {}],
    ['patch', '/orders/:ref', `/orders/${ref}`, { items: '1 black' }],
  ]
  for (const [method, path, call, body] of calls) {
    const sent = { method: method.toUpperCase(), headers: key, ...(body && { body: JSON.stringify(body) }) }
    const answer = await fetch(`${web.url}/api${call}`, sent)
    const route = routeOf(method, path)
    const told = await answer.json()
    expect([call, answer.status]).toEqual([call, route.status])
    expect([call, route.answer.safeParse(told).error?.issues]).toEqual([call, undefined])
  }
  for (const path of ['/api/orders/O-999', '/api/orders?limit=x', '/api/none']) {
    expect(errorShape.safeParse(await (await web.get(path, key)).json()).success).toBe(true)
  }
})

test('the description can be read by a person, at /docs', async () => {
  const page = await (await web.get('/docs')).text()
  for (const route of routes()) expect(page).toContain(`${route.method.toUpperCase()} /api${pathOf(route)}`)
  expect(page).toContain('1 to 200, 50 unless told')
})

test('the same call with the same key is done once, and answered the same', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'once', email: 'once@example.com' })
  const once = { ...key, 'idempotency-key': 'approve-1' }
  const path = `/api/orders/${ref}/approve`
  const first = await web.post(path, '{}', once)
  const second = await web.post(path, '{}', once)
  expect([first.status, second.status]).toEqual([200, 200])
  expect(await second.text()).toBe(await first.text())
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect((await web.post(path, '{}', key)).status).toBe(409)
})

test('the same key with another body is refused, and a refusal is kept like any answer', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'twice', email: 'twice@example.com' })
  const once = { ...key, 'idempotency-key': 'edit-1' }
  const edit = (items: string) => web.post(`/api/orders/${ref}/edit`, JSON.stringify({ items }), once)
  expect((await edit('0 red')).status).toBe(400)
  expect((await edit('0 red')).headers.get('idempotent-replayed')).toBe('true')
  const other = await edit('2 red')
  expect([other.status, ((await other.json()) as any).error.code]).toEqual([422, 'key_reused'])
})

test('another key of the API may use the same word, and after a day it is free again', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'day', email: 'day@example.com' })
  const other = await inTransaction(app, (tx) => createKey(tx, { name: 'Till', role: 'admin' }))
  const edit = (token: string, items: string) =>
    web.post(`/api/orders/${ref}/edit`, JSON.stringify({ items }), {
      ...{ authorization: `Bearer ${token}`, 'idempotency-key': 'word' },
    })
  expect((await edit(admin, '2 red')).status).toBe(200)
  expect((await edit(other, '3 red')).status).toBe(200)
  app.now = new Date(app.now.getTime() + 25 * 3_600_000)
  expect((await edit(admin, '4 red')).status).toBe(200)
})

test('a call that is still being answered is not done beside itself; a dead one is taken over after a minute', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'dead', email: 'dead@example.com' })
  const once = { ...key, 'idempotency-key': 'dies' }
  const edit = () => web.post(`/api/orders/${ref}/edit`, JSON.stringify({ items: '2 red' }), once)
  expect((await edit()).status).toBe(200)
  await sql(app.em.fork(), `update api_calls set status = null, answer = null where key = 'dies'`)
  expect((await edit()).status).toBe(409)
  app.now = new Date(app.now.getTime() + 61_000)
  expect((await edit()).status).toBe(200)
})
