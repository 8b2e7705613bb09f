import { describe, expect, test } from 'vitest'
import { runCommand } from '#src/desk/commands/commands.ts'
import { OutsideError } from '#src/errors.ts'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import { fromDecimal } from '#src/money.ts'
import { readBySelector, readSelector } from '#src/prices/reading/helped/by-selector.ts'
import { readShopApi, shopApiUrl } from '#src/prices/reading/shops/shop-api.ts'
import { openMarket } from './market.ts'

const market = await openMarket()
const { app, ann, shop } = market
const page = new URL('https://shop.example/products/hat')

describe("004-003: a shop's own API", () => {
  const hat = (more: object = {}) =>
    JSON.stringify({
      title: 'Hat',
      featured_image: '//cdn.example/hat.jpg',
      variants: [
        { id: 1, title: 'S', price: 50_000, compare_at_price: null, available: false },
        { id: 2, title: 'M', price: 45_000, compare_at_price: 60_000, available: true },
      ],
      ...more,
    })

  test('Shopify counts in hundredths, also yen; the variant of the address, else the first that can be bought', () => {
    const yen = readShopApi('shopify', hat(), page, 'JPY')
    expect(yen).toMatchObject({ price: '450.00', was: '600.00', variant: 'M', availability: 'in_stock' })
    expect(fromDecimal(yen?.price ?? '', 'JPY')).toBe(450n)
    const small = new URL('?variant=1', page)
    expect(readShopApi('shopify', hat(), small, 'USD')).toMatchObject({ price: '500.00', availability: 'out_of_stock' })
    expect(readShopApi('shopify', hat(), new URL('?variant=9', page), 'USD')).toBe(null)
    expect(readShopApi('shopify', hat(), page, null)).toBe(null)
    expect(readShopApi('shopify', '<html>', page, 'USD')).toBe(null)
    expect(readShopApi('shopify', hat({ variants: [] }), page, 'USD')).toBe(null)
  })

  test('WooCommerce names its currency and its minor unit; variations that differ in price are left to the page', () => {
    const prices = { price: '4900', regular_price: '5900', currency_code: 'EUR', currency_minor_unit: 2 }
    const mug = (more: object = {}) =>
      JSON.stringify([{ name: 'Mug', is_in_stock: true, prices: { ...prices, ...more } }])
    expect(readShopApi('woocommerce', mug(), page, null)).toMatchObject({
      price: '49.00',
      was: '59.00',
      currency: 'EUR',
    })
    expect(readShopApi('woocommerce', mug({ currency_code: 'JPY', currency_minor_unit: 0 }), page, null)?.price).toBe(
      '4900',
    )
    const range = { price_range: { min_amount: '4900', max_amount: '6900' } }
    expect(readShopApi('woocommerce', mug(range), page, null)).toBe(null)
    expect(readShopApi('woocommerce', '[]', page, null)).toBe(null)
    expect(shopApiUrl('woocommerce', new URL('https://shop.example/product/mug/?attribute_size=m'))).toBe(null)
  })

  test('is found by the page, and asked instead of it from then on', async () => {
    await market.watch('', 'products/wool-hat?variant=4402')
    expect(await market.product('wool-hat')).toMatchObject({
      ...{
        shopApi: 'shopify',
        source: 'shop',
        price: 2900n,
        currency: 'USD',
        productName: 'Wool hat',
        variant: 'Size 4402',
      },
    })
    await market.watch('', 'product/clay-mug')
    expect(await market.product('clay-mug')).toMatchObject({ shopApi: 'woocommerce', price: 1450n, currency: 'EUR' })
    const { looks } = shop.view()
    shop.act.set('wool-hat', { price: 2500 })
    shop.act.set('clay-mug', { price: 1250 })
    await market.look()
    expect(await market.product('wool-hat')).toMatchObject({ price: 2500n })
    expect(await market.product('clay-mug')).toMatchObject({ price: 1250n })
    expect(shop.view().looks - looks).toBe(2)
  })

  test('is not asked where its robots.txt keeps it to itself: then the page is read', async () => {
    const closed = await openMarket()
    closed.shop.act.allow('User-agent: *\nDisallow: /*.js$\nDisallow: /wp-json/')
    for (const path of ['products/wool-hat?variant=4402', 'product/clay-mug']) await closed.watch('', path)
    expect(await closed.product('wool-hat')).toMatchObject({ shopApi: 'shopify', price: 2900n })
    expect(await closed.product('clay-mug')).toMatchObject({ shopApi: 'woocommerce', price: 1450n })
    for (const slug of ['wool-hat', 'clay-mug']) expect((await closed.product(slug)).source).not.toBe('shop')
  })

  test('a slip in the API is borne out by nobody: a person is asked', async () => {
    shop.act.set('wool-hat', { slip: 250 })
    await market.look()
    await market.look(6)
    const doubtful = await market.product('wool-hat')
    expect(doubtful).toMatchObject({ state: 'doubtful', price: 2500n })
    expect(doubtful.doubt?.claims.map(({ source, price }) => [source, price])).toEqual([
      ['shop', '250'],
      ['page', '2500'],
    ])
  })
})

describe('004-003, 004-048: where an admin points', () => {
  test.each([
    ['.figure', '49.00'],
    ['main .figure', '49.00'],
    ['main p.figure b', '49.00'],
    ['#was', '59.00'],
    ['[data-x="y"]', '59.00'],
    ['meta[name=amount]', '47.00'],
    ['aside .figure', null],
    ['.fig', null],
  ])('%s', (selector, price) => {
    const html =
      '<html lang="en"><meta name="amount" content="USD 47.00"><main><p id="was" data-x="y">$59.00</p><p class="big figure"><b>$49.00</b></p></main>'
    expect(readBySelector(html, 'https://shop.example/p', selector)?.price ?? null).toBe(price)
  })

  test.each(['', 'a > b', 'p:first-child', '.a,.b', '.price;', 'a[href^=x]', 'b '.repeat(9)])(
    '%j is no selector of ours',
    (text) => {
      expect(readSelector(text)).toBe(null)
    },
  )

  test('a page that says no price is read there, once an admin has said so in chat', async () => {
    await market.watch('', 'p/odd-lamp').catch(() => null)
    for (let time = 0; time < 15; time += 1) await market.look(120)
    expect(await market.product('odd-lamp')).toMatchObject({ state: 'unreadable', price: null })
    const domain = new URL(shop.url).host
    const by = { ...ann, name: 'Ann' }
    await expect(runCommand(app, `sites ${domain} main > .figure`, by)).rejects.toThrow('I cannot read')
    expect((await runCommand(app, `sites ${domain} main .figure`, by)).text).toContain('I look at main .figure')
    await market.look(1)
    expect(await market.product('odd-lamp')).toMatchObject({ state: 'watched', price: 4900n, source: 'selector' })
  })
})

describe('004-003: a model, where no rule can read the page', () => {
  const asked: string[] = []
  const answers = { name: 'Odd lamp', quote: 'USD 49.00', availability: 'in_stock' as const }
  const openai = (claim: object | Error): OpenAi => ({
    extract: async ({ text }) => {
      asked.push(text)
      if (claim instanceof Error) throw claim
      return claim as never
    },
  })

  test('counts only as far as the page says the same', async () => {
    const domain = new URL(shop.url).host
    await runCommand(app, `sites ${domain} off`, ann)
    const invented = { ...answers, quote: 'USD 39.00' }
    const away = new OutsideError('openai', 'away', { retry: 'later' })
    for (const claim of [invented, away, { ...answers, quote: 'USD 59.00 USD 49.00' }]) {
      app.openai = openai(claim)
      await market.watch('', 'p/odd-vase').catch(() => null)
      await market.look(120)
      expect((await market.product('odd-vase')).price).toBe(null)
    }
    app.openai = openai(answers)
    await market.look(600)
    await market.watch('', 'p/odd-vase')
    expect(await market.product('odd-vase')).toMatchObject({ price: 4900n, source: 'model' })
    const times = asked.length
    await market.look(120)
    expect(asked).toHaveLength(times)
  })
})
