import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { createWeb } from '#src/integrations/web.ts'
import { siteOf } from '#src/prices/canonical-url.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const MB = 1024 * 1024
const head = (...lines: string[]) => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`
const moved = (to: string) => `HTTP/1.1 302 Found\r\nlocation: ${to}\r\ncontent-length: 0\r\n\r\n`
/** Goes on for as long as somebody listens. */
const drip = (socket: Socket, piece: string) => {
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(piece)), 20)
}
const bomb = gzipSync(Buffer.alloc(200 * MB))

/** What each path of a hostile shop does, and what is said of it. */
const attacks: Record<string, [(socket: Socket) => unknown, string]> = {
  circle: [(socket) => socket.end(moved('/circle')), 'it redirects in circles'],
  inside: [(socket) => socket.end(moved('http://10.0.0.1/secret')), 'that address is not on the public internet'],
  nowhere: [(socket) => socket.end(moved('http://[::bad')), 'that is no web address'],
  big: [
    (socket) => socket.end(Buffer.concat([Buffer.from(head()), Buffer.alloc(30 * MB, 'a')])),
    'the page is bigger than 5 MB',
  ],
  bomb: [
    (socket) => socket.end(Buffer.concat([Buffer.from(head('content-encoding: gzip')), bomb])),
    'the page is bigger than 5 MB',
  ],
  drip: [(socket) => socket.write(head()) && drip(socket, 'x'), 'no answer in time'],
  headers: [
    (socket) => socket.write('HTTP/1.1 200 OK\r\n') && drip(socket, `x: ${'y'.repeat(8_000)}\r\n`),
    'its answer is broken',
  ],
  header: [(socket) => socket.write('HTTP/1.1 200 OK\r\nx: ') && drip(socket, 'y'), 'no answer in time'],
  hints: [(socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'), 'no answer in time'],
  longer: [(socket) => socket.end(`${head('content-length: 1000')}<html>`), 'the website does not take the call'],
  lengths: [(socket) => socket.end(`${head('content-length: 5', 'content-length: 7')}<html>`), 'its answer is broken'],
  chunks: [(socket) => socket.end(`${head('transfer-encoding: chunked')}zzz\r\n<html>`), 'its answer is broken'],
  gzip: [(socket) => socket.end(`${head('content-encoding: gzip')}<html>`), 'its answer is broken'],
  noise: [(socket) => socket.end('\u0000\u0001 hello\r\n\r\n'), 'its answer is broken'],
  silence: [() => {}, 'no answer in time'],
  away: [(socket) => socket.destroy(), 'the website does not take the call'],
}

async function openHostile() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const path = /^GET \/(?:p\/)?([\w.]+)/.exec(bytes.toString('latin1'))?.[1] ?? ''
      if (path === 'robots.txt') socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
      else attacks[path]?.[0](socket)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('004-003: a hostile shop costs a look each, is named in plain words, and delays no other shop', async () => {
  const hostile = await openHostile()
  const market = await openMarket()
  const { app, shop } = market
  const allowed = [hostile, new URL(shop.url).host]
  const web = createWeb(new Set(allowed))
  afterAll(() => web.close())
  app.settings.FETCH_ALLOW = allowed
  // What never ends is not waited for as long as in life.
  const isEndless = (url: string) => attacks[url.split('/').at(-1) ?? '']?.[1] === 'no answer in time'
  app.web = { ...web, get: (url, request) => web.get(url, { ...request, ...(isEndless(url) && { timeoutMs: 300 }) }) }
  await market.watch()
  await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  const { websiteId } = await market.product()
  const said: Record<string, string> = {}
  const sign = async (path: string) => {
    const form = { url: `http://${hostile}/p/${path}`, email: `${path}@example.com` }
    const page = (await (await post(`${app.publicUrl}/track`, form)).text())
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')
    said[path] = /(?:What is wrong|read a price there): (.*?)\. (?:We try again|Link of)/.exec(page)?.[1] ?? page
  }
  for (const path of Object.keys(attacks)) await sign(path)
  expect(said).toEqual(Object.fromEntries(Object.entries(attacks).map(([path, [, words]]) => [path, words])))
  market.price(4900)
  market.pass(61)
  const held = process.memoryUsage().rss
  const looking = lookAtProducts(app)
  for (;;) {
    const [row] = await sql<{ n: number }>(
      app.em.fork(),
      `select count(*)::int as n from tracked_products where website_id = $1 and price = 4900`,
      [websiteId],
    )
    if (row?.n) break
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const open = `select 1 from tracked_products where website_id <> $1 and next_look_at <= $2`
  expect((await sql(app.em.fork(), open, [websiteId, app.now])).length).toBeGreaterThan(0)
  await looking
  expect(process.memoryUsage().rss - held).toBeLessThan(200 * MB)
  await market.send()
  expect(market.mails().at(-1)?.subject).toBe('Now $49.00 (was $59.00): Blue denim jacket, M')
})

test('shops below one domain are shops of their own; www is the same one', () => {
  const shopOf = (address: string) => siteOf(new URL(address)).domain
  expect(
    [
      'https://a.myshopify.com/p',
      'https://b.myshopify.com/p',
      'https://www.shop.example/p',
      'http://Shop.example/p',
    ].map(shopOf),
  ).toEqual(['a.myshopify.com', 'b.myshopify.com', 'shop.example', 'shop.example'])
  expect(shopOf('https://outlet.shop.example/p')).not.toBe(shopOf('https://shop.example/p'))
  expect(siteOf(new URL('https://smile.amazon.co.uk/dp/1')).refusal).toContain('Amazon')
})
