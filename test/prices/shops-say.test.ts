import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { writeTier } from '#src/prices/sites/write-tier.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const confirm = async (market: Awaited<ReturnType<typeof openMarket>>) =>
  post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })

test('a shop that wants ten minutes between two requests has them; what is seen is told at once all the same', async () => {
  const market = await openMarket()
  market.shop.act.allow('User-agent: *\nCrawl-delay: 600')
  await market.watch()
  expect(await writeTier(market.app, await market.product())).toBe('This shop lets us look every 10 minutes.')
  await confirm(market)
  market.price(4900)
  await market.look(61)
  expect(await market.product()).toMatchObject({ price: 5900n })
  await market.look(540)
  expect(await market.product()).toMatchObject({ price: 4900n })
  expect(market.mails().map(({ subject }) => subject)[1]).toBe('Now $49.00 (was $59.00): Blue denim jacket, M')
  expect(await sql(market.app.em.fork(), `select 1 from alerts where key = 'prices:late'`)).toEqual([])
  const [site] = await sql<{ next: string }>(market.app.em.fork(), 'select next_try_at as next from websites')
  expect(new Date(site?.next ?? '').getTime() - market.app.now.getTime()).toBe(600_000)
})

test('a shop that is busy is left alone for as long as it asks', async () => {
  const market = await openMarket()
  await market.watch()
  market.shop.fault = { kind: 'rate-limited', retryAfterS: 900 }
  await market.look()
  market.shop.fault = null
  const { looks } = market.shop.view()
  await market.look(890)
  expect(market.shop.view().looks).toBe(looks)
  await market.look(11)
  expect(market.shop.view().looks).toBe(looks + 1)
})

test('a price in the shop’s own currency stands still, whatever its page makes of it in dollars', async () => {
  const market = await openMarket()
  const { web } = market.app
  let rate = 1.08
  const offer = { '@type': 'Offer', price: '59.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' }
  const data = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: 'Blue jacket',
    offers: offer,
  })
  const page = () => `<html lang="en"><title>Blue jacket</title><script type="application/ld+json">${data}</script>
    <body><h1>Blue jacket</h1><p class="price">€59.00</p><p>about $${(59 * rate).toFixed(2)}</p></body></html>`
  const read = { status: 200, contentType: 'text/html', etag: null, lastModified: null, retryAfterS: null }
  market.app.web = { ...web, get: async (url) => ({ ...read, url, body: Buffer.from(page()) }) }
  await market.watch('', 'foreign')
  await confirm(market)
  for (rate of [1.02, 0.91, 0.7, 1.3]) await market.look()
  market.app.web = web
  expect(await market.product('foreign')).toMatchObject({ price: 5900n, currency: 'EUR', state: 'watched' })
  expect(await sql(market.app.em.fork(), 'select 1 from prices')).toHaveLength(1)
  expect(market.mails()).toHaveLength(1)
})

test('004-036, 004-039: a short link leads to the product it stands for, shared with who pasted the long one', async () => {
  const market = await openMarket()
  const { web } = market.app
  const real = `${market.shop.url}/p/blue-denim-jacket?variant=M`
  const links: Record<string, string> = {
    '/go/a': `${real}&utm_source=mail`,
    '/go/b?variant=XL': real,
    '/go/c?piece=7': real,
    '/go/none': `${market.shop.url}/p/gone-for-good`,
  }
  const ends = (url: string) => links[url.slice(new URL(url).origin.length)] ?? url
  market.app.web = { ...web, get: (url, request) => web.get(ends(url), request) }
  const long = await market.watch()
  const short = await market.watch('', 'go/a', 'omar@example.com')
  expect(short.productId).toBe(long.productId)
  // What loses the variant is another product, and what leads to no product is none.
  const other = await market.watch('', 'go/b?variant=XL', 'omar@example.com')
  const odd = await market.watch('', 'go/c?piece=7', 'omar@example.com')
  for (const { productId } of [other, odd]) expect(productId).not.toBe(long.productId)
  await market.watch('', 'go/none', 'omar@example.com')
  const urls = await sql<{ url: string }>(market.app.em.fork(), 'select url from tracked_products order by url')
  expect(urls.map(({ url }) => url.slice(market.shop.url.length))).toEqual([
    '/go/b?variant=XL',
    '/go/c?piece=7',
    '/go/none',
    '/p/blue-denim-jacket?variant=M',
  ])
})
