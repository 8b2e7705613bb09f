import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createGzip, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { whyNotFetched } from '#src/integrations/guard-address.ts'
import { lookUpPublic } from '#src/integrations/public-agent.ts'
import { createWeb } from '#src/integrations/web.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serve(listener: RequestListener): Promise<{ host: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

function open(...allowed: string[]) {
  const web = createWeb(new Set(allowed))
  closing.push(() => web.close())
  return web
}

const spelled = (port: string) => [
  `http://127.0.0.1:${port}/`,
  `http://2130706433:${port}/`,
  `http://0x7f.1:${port}/`,
  `http://017700000001:${port}/`,
  `http://[::1]:${port}/`,
  `http://[::ffff:127.0.0.1]:${port}/`,
  `http://[::ffff:7f00:1]:${port}/`,
  `http://localhost:${port}/`,
  `http://localhost.:${port}/`,
  `http://user:pass@127.0.0.1:${port}/`,
]

test('004-003: no spelling of a private address reaches a listener inside', async () => {
  const inside = await serve((_, response) => response.end('secret'))
  const web = open()
  for (const url of spelled(inside.host.split(':')[1] ?? '')) {
    await expect(web.get(url)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  for (const url of ['file:///etc/passwd', 'ftp://shop.example/', 'gopher://shop.example/', 'not an address', '']) {
    await expect(web.get(url)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  expect(inside.asked).toEqual([])
})

test('a name that leads to a private address is refused at connect, whatever it led to before', async () => {
  const inside = await serve((_, response) => response.end('secret'))
  const web = open()
  // Resolves to 127.0.0.1 by the hosts file; the guard on names is passed by a name with a dot.
  await expect(web.get('http://localhost.localdomain/')).rejects.toMatchObject({
    code: expect.stringMatching(/FORBIDDEN|ENOTFOUND|EAI_AGAIN/),
  })
  expect(inside.asked).toEqual([])
})

test('004-003: a name that leads outside at one look and inside at the next never reaches a listener inside', async () => {
  const inside = await serve((_, response) => response.end('secret'))
  const shop = await serve((_, response) => response.writeHead(302, { location: 'http://rebound.example/' }).end())
  const outside = { address: '93.184.216.34', family: 4 }
  const own = ['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', 'fd00::1']
  const looks: string[] = []
  const answers = own.map((address) => [{ address, family: address.includes(':') ? 6 : 4 }])
  const web = createWeb(new Set([shop.host]), (name, _, done) => {
    looks.push(name)
    done(null, answers[looks.length - 1] ?? [])
  })
  closing.push(() => web.close())
  for (const _ of own.slice(1))
    await expect(web.get('http://rebound.example/')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(web.get(`http://${shop.host}/p/1`)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect([looks.length, inside.asked]).toEqual([own.length, []])
  // Asked once for one connection, and the socket gets just what was checked: nothing is left to change in between.
  const given: unknown[] = []
  const find = lookUpPublic((_, __, done) => done(null, [outside, { address: '127.0.0.1', family: 4 }]))
  find('rebound.example', { all: true }, (_, addresses) => given.push(addresses))
  find('rebound.example', {}, (_, address) => given.push(address))
  expect(given).toEqual([[outside], outside.address])
})

test('a redirect to a private address is not followed', async () => {
  const inside = await serve((_, response) => response.end('secret'))
  const shop = await serve((_, response) => response.writeHead(302, { location: `http://${inside.host}/` }).end())
  await expect(open(shop.host).get(`http://${shop.host}/p/1`)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(inside.asked).toEqual([])
})

test.each(['http://shop.example:8080/', 'http://me:pass@shop.example/', 'file:///etc/passwd'])(
  'a redirect to %s is not followed either',
  async (location) => {
    const shop = await serve((_, response) => response.writeHead(302, { location }).end())
    await expect(open(shop.host).get(`http://${shop.host}/p/1`)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  },
)

test('five redirects are followed, more are a circle', async () => {
  const shop = await serve(({ url = '/0' }, response) => {
    const step = Number(url.slice(1))
    if (step >= 5) return response.end('the page')
    response.writeHead(302, { location: `/${step + 1}` }).end()
  })
  const web = open(shop.host)
  const page = await web.get(`http://${shop.host}/0`)
  expect([page.body.toString(), page.url]).toEqual(['the page', `http://${shop.host}/5`])
  await expect(web.get(`http://${shop.host}/-1`)).rejects.toMatchObject({ code: 'TOO_MANY_REDIRECTS' })
})

test('a page of 50 MB, a bomb of 200 MB in 200 KB and a page without an end stop at 5 MB', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  const shop = await serve(({ url }, response) => {
    if (url === '/big') return response.end(Buffer.alloc(50 * 1024 * 1024, 'a'))
    response.setHeader('content-encoding', 'gzip')
    if (url === '/bomb') return response.end(bomb)
    const gzip = createGzip()
    gzip.pipe(response)
    const more = () => !response.destroyed && gzip.write(Buffer.alloc(65_536, 'x'), () => setImmediate(more))
    more()
  })
  const web = open(shop.host)
  for (const path of ['big', 'bomb', 'endless']) {
    await expect(web.get(`http://${shop.host}/${path}`)).rejects.toMatchObject({ code: 'TOO_BIG' })
  }
})

test('a site that is silent, or drips, ends in a time-out', async () => {
  const shop = await serve(({ url }, response) => {
    if (url === '/drip') response.writeHead(200).write('<html>')
  })
  const web = open(shop.host)
  for (const path of ['silent', 'drip']) {
    await expect(web.get(`http://${shop.host}/${path}`, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'TIMEOUT' })
  }
})

test('an unchanged page is not sent again; what a busy site asks for is heard', async () => {
  const shop = await serve(({ headers, url }, response) => {
    if (url === '/busy') return response.writeHead(429, { 'retry-after': '120' }).end()
    if (headers['if-none-match'] === '"v1"') return response.writeHead(304).end()
    response.writeHead(200, { etag: '"v1"', 'last-modified': 'Mon, 02 Mar 2026 10:00:00 GMT' }).end('v1')
  })
  const web = open(shop.host)
  const first = await web.get(`http://${shop.host}/p`)
  expect(first).toMatchObject({ status: 200, etag: '"v1"', lastModified: 'Mon, 02 Mar 2026 10:00:00 GMT' })
  expect((await web.get(`http://${shop.host}/p`, first)).status).toBe(304)
  expect(await web.get(`http://${shop.host}/busy`)).toMatchObject({ status: 429, retryAfterS: 120 })
})

const attacks = fileURLToPath(new URL('../../../shared/data/public/ssrf_urls.json', import.meta.url))
test.skipIf(!existsSync(attacks))('addresses of public attack lists are told apart', () => {
  const { cases } = JSON.parse(readFileSync(attacks, 'utf8')) as {
    cases: { id: string; input: string; expected: { allow: boolean } }[]
  }
  const wrong = cases.filter(({ input, expected }) => {
    const url = URL.parse(input)
    return (url !== null && whyNotFetched(url, new Set()) === null) !== expected.allow
  })
  expect(wrong.map(({ id, input }) => `${id} ${input}`)).toEqual([])
})
