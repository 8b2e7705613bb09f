import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey } from '#src/http/api/keys.ts'
import { countPerCaller } from '#src/http/guard/per-caller.ts'
import { ownPageOnly } from '#src/world/page/own-page.ts'
import { cartLink, makeOrder, makeShop, testWeb } from './web.ts'

const sandbox = new Hono().basePath('/sandbox')
sandbox.use(ownPageOnly('http://desk.example.com'))
sandbox.get('/', (c) => c.text('the stage'))
sandbox.post('/act', (c) => c.text('done'))
let free: number | null = null
const web = await testWeb(
  {},
  {},
  {
    slackRequests: (_, response) => void response.end('taken'),
    extraRoutes: [sandbox],
    freeBytes: async () => free,
  },
)
const key = await inTransaction(web.app, (tx) => createKey(tx, { name: 'script', role: 'admin' }))
const withKey = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const pass = (seconds: number) => {
  web.app.now = new Date(web.app.now.getTime() + seconds * 1_000)
}

afterEach(() => {
  free = null
  pass(120)
})

const wrongLink = (from: string) => web.get('/a/AAAAAAAAAAAAAAAAAAAAAA', { 'x-forwarded-for': from })

test('after sixty wrong links in a minute a caller waits, and nobody else does', async () => {
  for (let i = 0; i < 60; i += 1) expect((await wrongLink('198.51.100.7')).status).toBe(404)
  const told = await wrongLink('198.51.100.7')
  expect([told.status, told.headers.get('retry-after')]).toEqual([429, '60'])
  expect(await told.text()).toContain('Wait a minute')
  expect((await wrongLink('203.0.113.9')).status).toBe(404)
  pass(61)
  expect((await wrongLink('198.51.100.7')).status).toBe(404)
})

test('one household of IPv6 is one caller, and links that work count for nothing', async () => {
  const shop = await makeShop(web.app)
  const order = await makeOrder(web.app, shop)
  const path = await cartLink(web.app, order.id)
  for (let i = 0; i < 70; i += 1)
    expect((await web.get(path, { 'x-forwarded-for': '2001:db8:1:2::5' })).status).toBe(200)
  for (let i = 0; i < 60; i += 1) await wrongLink(`2001:db8:1:2::${i.toString(16)}`)
  expect((await wrongLink('2001:db8:1:2:3::1')).status).toBe(429)
  expect((await wrongLink('2001:db8:1:3::1')).status).toBe(404)
})

test('a stranger is who they are, whatever they say they speak for; of our proxy the last word counts', () => {
  const limit = { most: 1, windowMs: 60_000, words: 'Too often.' }
  const counted = countPerCaller({ clock: () => web.app.now }, limit)
  const from = (remoteAddress: string, named: string) =>
    ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': named } }) as never
  counted.count(from('203.0.113.7', '198.51.100.1'))
  expect(() => counted.check(from('203.0.113.7', '198.51.100.2'))).toThrow('Too often.')
  counted.count(from('10.0.0.2', '192.0.2.1, 198.51.100.9'))
  expect(() => counted.check(from('10.0.0.2', '192.0.2.1, 198.51.100.10'))).not.toThrow()
  expect(() => counted.check(from('10.0.0.2', '192.0.2.2, 198.51.100.9'))).toThrow('Too often.')
})

test('of ten thousand callers the first is forgotten when one more comes: memory has an end', () => {
  const counted = countPerCaller({ clock: () => web.app.now }, { most: 1, windowMs: 60_000, words: 'Too often.' })
  const caller = (n: number) =>
    ({ socket: { remoteAddress: `203.${n >> 16}.${(n >> 8) & 255}.${n & 255}` }, headers: {} }) as never
  for (let n = 0; n < 10_000; n += 1) counted.count(caller(n))
  expect(() => counted.check(caller(0))).toThrow('Too often.')
  counted.count(caller(10_000))
  expect(() => counted.check(caller(0))).not.toThrow()
  expect(() => counted.check(caller(1))).toThrow('Too often.')
})

test('wrong API keys wait after sixty in a minute, whatever they asked for', async () => {
  const wrong = () => web.get('/api/orders', { authorization: `Bearer dh_${'a'.repeat(43)}` })
  for (let i = 0; i < 60; i += 1) expect((await wrong()).status).toBe(401)
  const told = await wrong()
  expect([told.status, told.headers.get('retry-after')]).toEqual([429, '60'])
  expect(await told.json()).toMatchObject({ error: { code: 'too_many' } })
})

test.each(['/api/orders?q=%00', '/api/orders/O-1%00', '/orders?q=a%00b', '/a/AAAAAAAAAA%00AAAAAAAAAAA'])(
  'a NUL in an address is refused: %s',
  async (path) => {
    expect((await web.get(path, withKey)).status).toBe(400)
  },
)

test('a NUL or half a character in what is sent is refused with its field, in a CSV too', async () => {
  const csv = 'name,phone,instruments\nZoe\u0000,+12125550142,violin'
  const told = await web.post('/api/musicians/import', JSON.stringify({ csv }), withKey)
  expect([told.status, await told.json()]).toMatchObject([400, { error: { fields: { csv: expect.any(String) } } }])
  const half = await web.post('/api/people', '{"name": "A\\ud800"}', withKey)
  expect(half.status).toBe(400)
})

test.each([
  ['a strange Host', { host: 'evil.example' }, 403],
  ['its own name', { host: 'desk.example.com' }, 200],
  ['a form of another site', { origin: 'https://evil.example' }, 403],
  ['a form of another port', { origin: 'http://127.0.0.1:1' }, 403],
  ['a hidden origin', { origin: 'null' }, 403],
  ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
  ['its own page, as the browser says', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 200],
] as [string, Record<string, string>, number][])('the sandbox answers %s with %o', async (_, headers, status) => {
  const { port } = new URL(web.url)
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}`)
  const answer = await send(`POST /sandbox/act HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: 0\r\n\r\n`)
  expect(answer.split(' ')[1]).toBe(String(status))
})

/** Bytes as no browser would send them; what comes back until the line is closed. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(web.url).port), '127.0.0.1', () => socket.write(bytes))
    let heard = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk
      if (!bytes.includes('content-length: 100')) socket.end()
    })
    socket.once('close', () => resolve(heard))
    socket.once('error', reject)
  })
}

test('half a body is not waited for longer than ten seconds', async () => {
  const answer = await send('POST /api/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf')
  expect(answer.split(' ')[1]).toBe('408')
})

test.each([
  ['an hour ahead', 3_600, 401],
  ['as clocks differ', 60, 200],
])('a stamp of Slack %s', async (_, aheadS, status) => {
  const at = String(Math.floor(Date.now() / 1000) + aheadS)
  const body = 'command=%2Fdesk'
  const signature = `v0=${createHmac('sha256', 'slack-secret').update(`v0:${at}:${body}`).digest('hex')}`
  const headers = { 'x-slack-request-timestamp': at, 'x-slack-signature': signature }
  expect((await web.post('/slack/events', body, headers)).status).toBe(status)
})

test('a full disk is not ready, and is named: ours, or that of the database', async () => {
  free = 1_000_000
  expect(await (await web.get('/readyz')).json()).toEqual({ ready: false, missing: ['disk'] })
  free = 1_000_000_000
  expect((await web.get('/readyz')).status).toBe(200)
  await sql(
    web.app.em.fork(),
    `create function no_room() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
  )
  await sql(web.app.em.fork(), 'create trigger no_room before insert on notes execute function no_room()')
  expect(await (await web.get('/readyz')).json()).toEqual({ ready: false, missing: ['disk'] })
  await sql(web.app.em.fork(), 'drop trigger no_room on notes')
})
