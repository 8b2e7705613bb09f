import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { mailDaily } from '#src/prices/alerts/mail-daily.ts'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import { readWooCommerce } from '#src/prices/reading/shops/woocommerce.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann } = market
const HOUR = 3_600
const JACKET = 'blue-denim-jacket'
const subjects = () => market.mails().map(({ subject }) => subject)
const read = async (link: string) => (await (await fetch(link)).text()).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
await market.watch()
const link = linkIn(market.mails()[0]?.text ?? '', 'Confirm')
await post(link, { do: 'confirm' })

test('004-001: who waits is told once that few are left, and again only after there were more, once an hour', async () => {
  const few = async (isFew: boolean, seconds = 61) => {
    shop.act.set(JACKET, { isFew })
    await market.look(seconds)
  }
  await few(true)
  expect(subjects().slice(1)).toEqual(['Few left: Blue denim jacket, M, $59.00'])
  const mail = market.mails().at(-1)?.text ?? ''
  expect(mail).toMatch(/^Buy: http/m)
  expect(mail).not.toMatch(/^Wrong price: /m)
  await market.look(2 * HOUR)
  for (const is of [false, true]) await few(is, HOUR)
  expect(subjects()).toHaveLength(3)
  for (const is of [false, true, false, true]) await few(is)
  expect(subjects()).toHaveLength(3)
})

test('wherever its price stands it is said that few are left', async () => {
  expect((await runCommand(app, 'prices denim', ann)).text).toContain('Blue denim jacket, M · $59.00, few left · nia@')
  const { number } = await market.product()
  const [card] = (await runCommand(app, `prices T-${number}`, ann)).cards ?? []
  expect(card?.title).toBe(`T-${number} Blue denim jacket, M · $59.00, few left`)
  expect(await read(link)).toContain('The shop says that few are left. We write on any drop')
  await sql(app.em.fork(), 'update price_users set daily_digest = true')
  await mailDaily(app)
  await market.send()
  expect(market.mails().at(-1)?.text).toContain('Blue denim jacket, M · $59.00 · few left')
})

test('a drop of what is nearly gone says so in its mail', async () => {
  market.price(4900)
  await market.look()
  expect(subjects().at(-1)).toBe('Now $49.00 (was $59.00): Blue denim jacket, M')
  expect(market.mails().at(-1)?.text).toContain('The shop says that few are left.')
})

test('what waited for the mail server is true when it leaves: sold out by then, or plenty again', async () => {
  for (const [change, subject] of [
    [{ inStock: false }, 'Few were left, and it is sold out now: Blue denim jacket, M'],
    [{ isFew: false }, 'Few were left, and there are more again: Blue denim jacket, M'],
  ] as const) {
    shop.act.set(JACKET, { inStock: true, isFew: false })
    await market.look(2 * HOUR)
    market.smtp.fault = { kind: 'down' }
    shop.act.set(JACKET, { isFew: true })
    await market.look(2 * HOUR)
    shop.act.set(JACKET, change)
    await market.look(2 * HOUR)
    market.smtp.fault = null
    await market.look(2 * HOUR)
    expect(subjects()).toContain(subject)
  }
})

test('of a thing that came back and is nearly gone again only the newest is read', async () => {
  const before = subjects().length
  shop.act.set(JACKET, { inStock: false, isFew: false })
  await market.look(2 * HOUR)
  market.smtp.fault = { kind: 'down' }
  shop.act.set(JACKET, { inStock: true })
  await market.look(2 * HOUR)
  shop.act.set(JACKET, { isFew: true })
  await market.look(2 * HOUR)
  market.smtp.fault = null
  await market.look(2 * HOUR)
  expect(subjects().slice(before)).toEqual(['Few left: Blue denim jacket, M, $49.00'])
})

const LIMITED = 'https://schema.org/LimitedAvailability'
const pageOf = (words: string, ...availability: string[]) => {
  const offer = (said: string) => ({ '@type': 'Offer', price: '59.00', priceCurrency: 'USD', availability: said })
  const offers = availability.map(offer)
  const markup = JSON.stringify({ '@context': 'https://schema.org', '@type': 'Product', name: 'Jacket', offers })
  return `<title>Jacket</title><script type="application/ld+json">${markup}</script>
<h1>Jacket</h1><p>$59.00</p><p>${words}</p><button>Add to cart</button>`
}

test('004-001: few are left where the shop\u2019s own figure says so, or its markup and its page both do', () => {
  const said = (html: string) => readProductPage(html, 'https://shop.example/p/1').availability
  const [IN, OUT] = ['https://schema.org/InStock', 'https://schema.org/OutOfStock']
  for (const words of [
    'Only 3 left!',
    'Nur noch 2 auf Lager',
    'Solo quedan 5 unidades',
    'Plus que 1 article',
    'Last one',
  ])
    expect(said(pageOf(words, LIMITED)), words).toBe('limited')
  for (const words of ['Delivery in 10 days', 'Only 3 colours', 'Only $3 left to free shipping', '250 left in stock'])
    expect(said(pageOf(words, LIMITED)), words).toBe('in_stock')
  expect(said(pageOf('Only 3 left!', IN))).toBe('in_stock')
  expect(said(pageOf('Only 3 left!', OUT, LIMITED))).toBe('limited')
  expect(said(pageOf('Only 3 left!', LIMITED, IN))).toBe('in_stock')
  const state = {
    product: { name: 'Jacket', price: { amountMinor: 5900, currency: 'USD' }, stock: { status: 'LOW_STOCK' } },
  }
  const script = `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: state })}</script>`
  expect(said(`<title>Jacket</title><h1>Jacket</h1><p>$59.00</p>${script}`)).toBe('limited')
  const prices = { price: '5900', currency_code: 'USD', currency_minor_unit: 2 }
  const woo = (low: number | null, is_in_stock = true) =>
    readWooCommerce([{ name: 'Jacket', is_in_stock, low_stock_remaining: low, prices }])?.availability
  expect([woo(3), woo(null), woo(2, false)]).toEqual(['limited', 'in_stock', 'out_of_stock'])
})
