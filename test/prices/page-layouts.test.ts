import { describe, expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import { findMoney } from '#src/reading/money/find-money.ts'

const buy = '<button type="submit">Add to cart</button>'
const read = (lang: string, host: string, main: string) =>
  readProductPage(
    `<html lang="${lang}"><head><title>Oak Lamp | Shop</title></head><body><main>${main}</main></body></html>`,
    `https://${host}/products/oak-lamp`,
  )
const lamp = (inner: string) => `<h1>Oak Lamp</h1>${inner}${buy}`
const item = (price: string) =>
  `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Oak Lamp</h1><div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price">${price}</span></div>${buy}</div>`

describe('sums as countries and programs write them', () => {
  test.each([
    ['Fr. 1’299.–', 'CHF', ['1299 CHF']],
    ['Fr. 89.95', 'CHF', ['89.95 CHF']],
    ['8 995:-', 'SEK', ['8995 SEK']],
    ['Rs. 449.00Rs. 349.00', 'INR', ['449.00 INR', '349.00 INR']],
    ['Rs. 9.90 Rs. 7.50', 'INR', ['9.90 INR', '7.50 INR']],
    ['was 14 999,00 €.12 499,00 €Current', 'EUR', ['14999.00 EUR', '12499.00 EUR']],
    ['was CHF 1’499.00.CHF 1’299.00Current', 'CHF', ['1499.00 CHF', '1299.00 CHF']],
    ['Fr. 24', 'EUR', ['24 null']],
    ['only 5 @ $.75', 'USD', ['5 null', '0.75 USD']],
    ['R$.250', null, ['250 BRL']],
    ['US$.1200 or $. 75', null, ['1200 USD', '75 USD']],
    ['R$.75', null, ['0.75 BRL']],
    ['$45 500ml', 'USD', ['45 USD', '500 null']],
  ])('%s', (text, currency, sums) => {
    expect(findMoney(text, { currency }).map((sum) => `${sum.amount} ${sum.currency}`)).toEqual(sums)
  })
})

test.each([
  [
    'a term and what is said of it',
    '<dl><dt>Price</dt><dd>$640.00</dd><dt>Deposit to start</dt><dd>$160.00</dd></dl>',
    '640.00',
  ],
  ['cards that are given', '<p>$19.00</p><p>Gift cards from $25</p>', '19.00'],
])('%s', (_, main, price) => {
  expect(read('en-US', 'shop.example', lamp(main))).toMatchObject({ price })
})

describe('000-125 layouts of a price', () => {
  test.each([
    ['sv', 'butik.example.se', lamp('<p>8 995:-</p>'), '8995.00', 'SEK'],
    ['de-CH', 'laden.example.ch', lamp('<p>Fr. 349.–</p>'), '349.00', 'CHF'],
    ['en-AU', 'shop.example.com.au', item('$24.00'), '24.00', 'AUD'],
    ['en-ZA', 'shop.example.co.za', item('R 12 499,00'), '12499.00', 'ZAR'],
    [
      'en-GB',
      'shop.example.co.uk',
      lamp(
        '<p><span class="sr">Regular price</span><s>GBP 9.90</s><span class="sr">Sale price</span><b>GBP 7.50</b></p>',
      ),
      '7.50',
      'GBP',
    ],
  ])('%s at %s', (lang, host, main, price, currency) => {
    expect(read(lang, host, main)).toMatchObject({ price, currency, doubts: [] })
  })

  test.each(['Your cart', 'Warenkorb (2)', 'Checkout'])('%s is no product', (heading) => {
    const main = `<h1>${heading}</h1><p>Oak Lamp $24.00</p><p>Total $24.00</p><button>Checkout</button>`
    expect(read('en', 'shop.example', main)).toMatchObject({
      price: null,
      doubts: ['the page shows no single product'],
    })
  })

  const named = (name: string, price: string) =>
    `<script type="application/ld+json">{"@type":"Product","name":"${name}","offers":{"@type":"Offer"${price}}}</script>`
  const cost = ',"price":"25.00","priceCurrency":"USD"'
  const page = (heading: string, markup: string) =>
    readProductPage(
      `<html lang="en"><head><title>Shop</title>${markup}</head><body><h1>${heading}</h1><p>$25.00</p>${buy}</body></html>`,
      'https://shop.example/products/basket',
    )

  test.each([
    ['linked data', 'Basket', named('Basket', cost)],
    ['linked data without a price', 'Basket', named('Basket', '')],
    ['the kind of the page', 'Panier', '<meta property="og:type" content="product">'],
    ['a price of the head', 'Cart', '<meta property="product:price:amount" content="25.00">'],
    [
      'the state of an app',
      'Basket',
      '<script id="__NEXT_DATA__" type="application/json">{"product":{"name":"Basket","price":25,"currency":"USD"}}</script>',
    ],
  ])('what is called as a cart is, and named as a product by %s, is sold', (_, heading, markup) => {
    expect(page(heading, markup)).toMatchObject({ price: '25.00', currency: 'USD' })
  })

  test.each([
    ['of another product', named('Oak Lamp', cost)],
    [
      'of several products',
      named('Basket', cost)
        .replace(/>(.*)</, '>[$1,{"@type":"Product","name":"Oak","offers":{"price":"2"}}]<')
        .replace('"Basket"', '"Lamp"'),
    ],
    [
      'of what was gathered',
      '<script id="__NEXT_DATA__" type="application/json">{"item":{"name":"Oak Lamp","price":25,"currency":"USD"}}</script>',
    ],
    ['of a site', '<meta property="og:type" content="website"><meta property="og:title" content="Basket">'],
  ])('a cart with markup %s is none', (_, markup) => {
    expect(page('Basket', markup)).toMatchObject({ price: null, doubts: ['the page shows no single product'] })
  })

  test('a basket may be sold too', () => {
    const main = '<h1>Panier en osier</h1><p>24,00 €</p><button>Ajouter au panier</button>'
    expect(read('fr', 'boutique.example.fr', main)).toMatchObject({ price: '24.00', currency: 'EUR' })
  })
})
