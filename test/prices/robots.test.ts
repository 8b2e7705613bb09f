import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import type { Web } from '#src/integrations/web.ts'
import { firstLook } from '#src/prices/looks/first-look.ts'
import { askRobots, isAllowed } from '#src/prices/looks/robots.ts'
import { listSites } from '#src/prices/sites/sites.ts'
import { addProduct } from '#src/prices/watches/add-product.ts'
import { openMarket } from './market.ts'

const page = { url: '', contentType: 'text/plain', etag: null, lastModified: null, retryAfterS: 120 }
const answering = (status: number, text = ''): Web => ({
  get: async () => ({ ...page, status, body: Buffer.from(text) }),
  close: async () => {},
})
const ask = (status: number, text?: string) => askRobots({ web: answering(status, text) }, 'https://shop.example')

test('a shop whose robots.txt fails is held off, for as long as it asks', async () => {
  for (const status of [500, 503, 429])
    await expect(ask(status), String(status)).rejects.toMatchObject({ vendor: 'web', status, retryAfterS: 120 })
})

test('one without robots.txt lets everything be looked at', async () => {
  for (const status of [404, 403])
    expect(await ask(status, 'User-agent: *\nDisallow: /')).toEqual({ text: '', crawlDelayMs: 0 })
  const text =
    'User-agent: *\nDisallow: /private\nCrawl-delay: 2.5\n\nUser-agent: Deskhand\nDisallow: /ours\nCrawl-delay: 7'
  const known = await ask(200, text)
  expect(known).toEqual({ text, crawlDelayMs: 7_000 })
  const kept = JSON.stringify({ 'https://shop.example': known.text })
  const may = (path: string) => isAllowed(kept, `https://shop.example${path}`)
  expect([may('/ours/1'), may('/p/1'), may('/ours/2'), isAllowed(null, 'https://shop.example/x')]).toEqual([
    ...[false, true, false],
    true,
  ])
})

test('what a shop keeps to itself is read once for all its pages, also while other shops are asked in between', () => {
  const shops = ['https://a.example', 'https://b.example'].map((origin) => ({
    origin,
    kept: JSON.stringify({ [origin]: `User-agent: *\nDisallow: /private of ${origin}` }),
  }))
  const parse = vi.spyOn(JSON, 'parse')
  onTestFinished(() => parse.mockRestore())
  for (let page = 0; page < 200; page += 1)
    for (const { kept, origin } of shops) expect(isAllowed(kept, `${origin}/p/${page}`)).toBe(true)
  for (const { kept } of shops) expect(parse.mock.calls.filter(([text]) => text === kept)).toHaveLength(1)
})

test('a page that its shop keeps to itself is refused at once, with the reason', async () => {
  const market = await openMarket()
  const { app, shop, ann } = market
  const { web } = app
  app.web = {
    ...web,
    get: (url, request) =>
      url.endsWith('/robots.txt') ? answering(200, 'User-agent: *\nDisallow: /p').get(url) : web.get(url, request),
  }
  await expect(runCommand(app, `track ${shop.url}/p/p-10`, ann)).rejects.toThrow(
    'I cannot read a price there: the shop asks programs not to look at this page (robots.txt).',
  )
})

test('an endless crawl-delay is a day, a negative one none', async () => {
  expect((await ask(200, 'User-agent: *\nCrawl-delay: 99999999')).crawlDelayMs).toBe(86_400_000)
  expect((await ask(200, 'User-agent: *\nCrawl-delay: -5')).crawlDelayMs).toBe(0)
})

describe('a shop of several origins', async () => {
  const market = await openMarket()
  const { app, shop } = market
  const { host } = new URL(shop.url)
  const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
  const { web } = app
  const asked: string[] = []
  /** The same shop behind https too, with a robots.txt of its own. */
  let secure: { status: number; text: string } = { status: 200, text: 'User-agent: *\nDisallow: /p/p-2' }
  app.web = {
    ...web,
    async get(url, request) {
      if (url.endsWith('/robots.txt')) asked.push(url)
      if (!url.startsWith('https:')) return web.get(url, request)
      if (url.endsWith('/robots.txt')) return answering(secure.status, secure.text).get(url)
      return { ...(await web.get(url.replace('https:', 'http:'), request)), url }
    },
  }
  const trouble = async (url: string) =>
    (await rows<{ why: string | null }>('select last_error as why from tracked_products where url = $1', [url]))[0]?.why

  test('each has its robots.txt, asked once a day: what one forbids the other may allow', async () => {
    const plain = `http://${host}`
    for (const url of [`${plain}/p/p-2`, `https://${host}/p/p-2`, `https://${host}/p/p-10`]) await addTracked(url)
    expect(await trouble(`${plain}/p/p-2`)).toBe(null)
    expect(await trouble(`https://${host}/p/p-2`)).toContain('robots.txt')
    expect(await trouble(`https://${host}/p/p-10`)).toBe(null)
    expect(await rows('select 1 from websites')).toHaveLength(1)
    await market.look()
    expect(asked).toEqual([`${plain}/robots.txt`, `https://${host}/robots.txt`])
    market.pass(24 * 60 * 60)
    await market.look()
    expect(asked.slice(2).sort()).toEqual([`${plain}/robots.txt`, `https://${host}/robots.txt`])
  })

  test('one whose robots.txt fails holds up its own pages only; one that asks for quiet all of them', async () => {
    const seen = async (url: string) =>
      (await rows<{ at: string }>('select seen_at::text as at from tracked_products where url = $1', [url]))[0]?.at
    for (const [status, others] of [
      [500, true],
      [429, false],
    ] as const) {
      secure = { status, text: '' }
      await rows('update websites set robots = null, robots_until = null, next_try_at = null')
      const before = [await seen(`http://${host}/p/p-2`), await seen(`https://${host}/p/p-10`)]
      await market.look(7_200)
      expect((await seen(`http://${host}/p/p-2`)) !== before[0], String(status)).toBe(others)
      expect(await seen(`https://${host}/p/p-10`)).toBe(before[1])
      expect(await trouble(`https://${host}/p/p-10`)).toContain(String(status))
    }
  })

  test('one whose robots.txt fails rests longer each time, alone; the site says so, and after a day who watches is told', async () => {
    const [open, shut] = [`http://${host}/p/p-2`, `https://${host}/p/p-10`]
    const find = (url: string) => app.em.fork().findOneOrFail(TrackedProduct, { url })
    const site = async () => (await listSites(app))[0]
    secure = { status: 200, text: '' }
    await rows('update websites set robots = null, robots_until = null, next_try_at = null, attempts = 0')
    market.pass(7_200)
    await market.look()
    await market.watch('', 'p-10')
    await rows(`update price_subscriptions set state = 'watching', product_id = (
      select id from tracked_products where url = '${shut}')`)
    await rows('update price_users set email_verified_at = now()')
    secure = { status: 500, text: '' }
    await rows('update websites set robots_until = null')
    asked.length = 0
    const start = app.now.getTime()
    const times: number[] = []
    for (let minute = 1; minute <= 70; minute += 1) {
      const before = asked.length
      await market.look(60)
      if (asked.slice(before).some((url) => url.startsWith('https:'))) times.push((app.now.getTime() - start) / 60_000)
      expect((await find(open)).seenAt, `minute ${minute}`).toEqual(app.now)
    }
    // It asks for two minutes itself; from the fourth time on ours is longer.
    expect(times).toEqual([1, 3, 5, 7, 11, 19, 35, 67])
    expect(await find(shut)).toMatchObject({ state: 'watched', lastError: expect.stringContaining('robots.txt') })
    expect((await site())?.words).toContain(`trouble: https://${host}: the shop does not say what may be looked at`)
    const page = await (await fetch(`${app.publicUrl}/track`)).text()
    expect(page).toContain(`${host}</strong> does not answer for some of its pages; we go on trying`)
    expect(market.mails().filter(({ subject }) => /cannot see/.test(subject))).toEqual([])
    for (let hour = 0; hour < 24; hour += 1) await market.look(3_600)
    expect((await find(shut)).state).toBe('unreachable')
    expect(market.mails().at(-1)).toMatchObject({ subject: expect.stringContaining('cannot see') })
    secure = { status: 200, text: '' }
    await market.look(3_660)
    expect(await find(shut)).toMatchObject({ state: 'watched', seenAt: app.now })
    expect((await site())?.words).toMatch(/answers$/)
  })

  async function addTracked(url: string): Promise<void> {
    const product = await addProduct(app, url)
    await firstLook(app, product)
    // Somebody goes on asking for it.
    await rows("update tracked_products set asked_at = asked_at + interval '1 week'")
  }
})

test('what was kept when all below one domain was one shop goes to the shop of its host, and keeps its selector', async () => {
  const market = await openMarket()
  const { app } = market
  await market.watch('', 'p-10')
  const { websiteId } = await market.product('p-10')
  await sql(app.em.fork(), `update websites set domain = 'example', selector = '.price', robots = 'User-agent: *'`)
  await market.look()
  const product = await market.product('p-10')
  expect(product.websiteId).not.toBe(websiteId)
  expect(product.seenAt).toEqual(app.now)
  const { domain, selector } = await app.em.fork().findOneOrFail(Website, { id: product.websiteId })
  expect([domain, selector]).toEqual([new URL(market.shop.url).host, '.price'])
})

test('a shop that rests is asked nothing for whoever signs up meanwhile, and they read why; then it is read', async () => {
  const market = await openMarket({ PRICE_SPACING_MS: '1' })
  const { app, shop } = market
  const count = () => shop.view().looks
  const sign = async (slug: string) => {
    const body = new URLSearchParams({ url: `${shop.url}/p/${slug}`, email: 'nia@example.com' })
    return (await fetch(`${app.publicUrl}/track`, { method: 'POST', body })).text()
  }
  shop.fault = { kind: 'error', status: 503 }
  expect(await sign('p-2')).toContain('robots.txt answers 503')
  shop.fault = null
  await market.look()
  shop.fault = { kind: 'error', status: 503 }
  await market.look()
  shop.fault = null
  const before = count()
  expect(await sign('p-6')).toContain('the shop is busy (503)')
  expect(count()).toBe(before)
  await market.look()
  expect([(await market.product('p-2')).state, (await market.product('p-6')).state]).toEqual(['watched', 'watched'])
})

test('a clock set back by an hour holds up no shop that wants space between two looks', async () => {
  const market = await openMarket({ PRICE_SPACING_MS: '1' })
  await market.watch('', 'p-10')
  await market.look()
  const { price } = await market.product('p-10')
  market.shop.act.set('p-10', { price: Number(price) - 300 })
  await market.look(-3_600)
  expect((await market.product('p-10')).price).toBe((price ?? 0n) - 300n)
})
