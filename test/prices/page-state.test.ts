import { expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import { page, shop } from './jacket.ts'

test.each([
  ['Next.js', '<script type="application/json">{"product":NODE}</script>'],
  ['an app of its own', '<script>window.__INITIAL_STATE__ = {"pdp":NODE};window.start()</script>'],
])('the state of %s tells the price, the old one and the stock', (_, script) => {
  const states = [
    '{"title":"Jacket","price":{"current":59,"original":80,"currency":"USD"},"stock":{"status":"IN_STOCK","qty":4}}',
    '{"name":"Jacket","priceCents":5900,"currencyCode":"USD","inventory":{"available":true}}',
    '{"name":"Jacket","price_in_pence":5900,"currency":"GBP","inStock":false}',
    '{"title":"Jacket","priceRange":{"minVariantPrice":{"amount":"59.0","currencyCode":"USD"}},"availableForSale":true}',
  ]
  const read = states.map((state) => readProductPage(page(script.replace('NODE', state)), shop))
  expect(read.map(({ price, was, availability, source }) => [price, was, availability, source])).toEqual([
    ['59.00', '80.00', 'in_stock', 'state'],
    ['59.00', null, 'in_stock', 'state'],
    ['59.00', null, 'out_of_stock', 'state'],
    ['59.00', null, 'in_stock', 'state'],
  ])
})

test.each([
  ['precision', 'amount'],
  ['fractionDigits', 'centAmount'],
])("an app's state that says how many digits stand behind the point (%s)", (digits, amount) => {
  const state = { product: { title: 'Straw hat', price: { [amount]: 1849900, currency: 'DKK', [digits]: 2 } } }
  const page = `<html><body><h1>Straw hat</h1><strong>18.499 kr.</strong><button>Add to cart</button>
    <script id="__NEXT_DATA__" type="application/json">${JSON.stringify(state)}</script></body></html>`
  expect(readProductPage(page, 'https://shop.example/p/hat')).toMatchObject({ price: '18499.00', currency: 'DKK' })
})

test.each([
  ['whole units, as the page shows them', { amount: 49, precision: 2 }, '<p>$49.00</p>', '49.00'],
  ['minor units, as the page shows them', { amount: 4900, decimals: 2 }, '<p>$49.00</p>', '49.00'],
  [
    'whole units beside an amount a hundredth of it',
    { amount: 49, fractionDigits: 2 },
    '<p class="price">$49.00</p><p>$0.49 a gram</p>',
    '49.00',
  ],
  ['a fraction', { amount: 49.99, precision: 2 }, '', '49.99'],
  ['a fraction in text', { amount: '49.99', precision: 2 }, '', '49.99'],
  ['whole units, as they are written beside it', { amount: 49, precision: 2, formatted: '$49.00' }, '', '49.00'],
  ['minor units, as they are written beside it', { amount: 4900, decimals: 2, text: 'US$ 49' }, '', '49.00'],
  ['whole units in text, and nothing beside them', { amount: '4900', precision: 2 }, '', null],
  ['what no other reading tells apart', { amount: 49, precision: 2 }, '', null],
  ['nor in a currency of large amounts', { amount: 1200, currency: 'KES', precision: 2 }, '', null],
  ['what is called minor units', { centAmount: 4900, fractionDigits: 2 }, '', '49.00'],
])("an app's state with a precision: %s", (_, price, shown, expected) => {
  const state = { product: { title: 'Straw hat', price: { currency: 'USD', ...price } } }
  const page = `<html><body><h1>Straw hat</h1>${shown}<button>Add to cart</button>
    <script id="__NEXT_DATA__" type="application/json">${JSON.stringify(state)}</script></body></html>`
  const read = readProductPage(page, 'https://shop.example/p/hat')
  expect(read.price).toBe(expected)
  if (expected === null) expect(read.doubts).not.toEqual([])
})
