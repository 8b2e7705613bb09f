import { expect, test } from 'vitest'
import type { Page } from '#src/integrations/web.ts'
import { openMarket } from './market.ts'

type Market = Awaited<ReturnType<typeof openMarket>>

/** What the shop answers from now on, where this says otherwise. */
function answer({ app }: Market, change: (page: Page, path: string) => Partial<Page>) {
  const { web } = app
  app.web = {
    ...web,
    async get(url, request) {
      const page = await web.get(url, request)
      return { ...page, ...change(page, new URL(url).pathname) }
    },
  }
}

test('a picture that the shop does not tell of is the one of its page', async () => {
  const market = await openMarket()
  answer(market, ({ body }, path) => {
    if (!path.endsWith('.js')) return {}
    return { body: Buffer.from(JSON.stringify({ ...JSON.parse(body.toString('utf8')), featured_image: null })) }
  })
  await market.watch('', 'products/wool-hat?variant=4402')
  const { source, pictureUrl } = await market.product('wool-hat')
  expect([source, pictureUrl]).toEqual(['shop', expect.stringMatching(/wool-hat\.jpg$/)])
})

test('004-003: a shop that closes its API, whatever it answers there, is read by its page again', async () => {
  const market = await openMarket()
  await market.watch('', 'product/clay-mug')
  expect(await market.product('clay-mug')).toMatchObject({ source: 'shop', price: 1450n })
  answer(market, (_, path) => (path.startsWith('/wp-json/') ? { status: 403 } : {}))
  market.shop.act.set('clay-mug', { price: 1250 })
  for (const seconds of [61, 6]) await market.look(seconds)
  const { price, source, lastError } = await market.product('clay-mug')
  expect({ price, lastError }).toEqual({ price: 1250n, lastError: null })
  expect(source).not.toBe('shop')
})

const sold = (name: string) => `<html lang="en"><title>${name}</title><body><main><h1>${name}</h1>
<p>Sold out</p><button disabled>Sold out</button></main></body></html>`

test('004-051: a page without a price once it is sold out keeps the known one; one that never had any has none', async () => {
  const market = await openMarket()
  let isOut = false
  answer(market, (_, path) => {
    const name = path.includes('p-2') ? 'Red wool scarf' : 'Red wool hat'
    return path.includes('p-6') || (path.includes('p-2') && isOut) ? { status: 200, body: Buffer.from(sold(name)) } : {}
  })
  await market.watch('', 'p-2')
  const { price } = await market.product('p-2')
  isOut = true
  await market.look()
  expect(await market.product('p-2')).toMatchObject({ price, availability: 'out_of_stock', lastError: null })
  await market.watch('', 'p-6')
  expect(await market.product('p-6')).toMatchObject({ state: 'new', price: null, lastError: expect.any(String) })
  expect(market.mails()).toHaveLength(1)
})
