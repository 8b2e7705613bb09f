import { describe, expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'

const HERE = 'https://shop.example/p/jacket'
const OWN = '<h1>Blue denim jacket</h1><p class="price">$59.00</p><button>Add to cart</button>'
const RELATED = '<h2>You may also like</h2><div class="card"><h3>Red hat</h3><span class="price">$19.00</span></div>'
const offer = (price: string, more = {}) => ({
  ...{ '@type': 'Offer', price, priceCurrency: 'USD', availability: 'https://schema.org/InStock' },
  ...more,
})
const product = (name: string, offers: unknown, more = {}) => ({ '@type': 'Product', name, offers, ...more })
const page = (body: string, ...markup: object[]) =>
  `<html lang="en"><head><title>Blue denim jacket - Shop</title>${markup
    .map((one) => `<script type="application/ld+json">${JSON.stringify(one)}</script>`)
    .join('')}</head><body>${body}</body></html>`
/** At a glance and by every means: one page has one price. */
const read = (html: string, address = HERE) => {
  const both = [false, true].map((isThorough) => readProductPage(html, address, { isThorough }))
  const [glance, thorough] = both.map(({ name, price, variant, availability }) => ({
    name,
    price,
    variant,
    availability,
  }))
  expect(glance).toEqual(thorough)
  return both[0] as (typeof both)[number]
}

describe('another product is not the one of the page', () => {
  test('though only it has markup, and its price stands on the page plainly', () => {
    const html = page(OWN + RELATED, product('Red hat', offer('19.00')))
    expect(read(html)).toMatchObject({ name: 'Blue denim jacket', price: '59.00' })
  })

  test('though its markup comes first', () => {
    const html = page(OWN + RELATED, product('Red hat', offer('19.00')), product('Blue denim jacket', offer('59.00')))
    expect(read(html)).toMatchObject({ name: 'Blue denim jacket', price: '59.00', source: 'json-ld' })
  })
})

describe('the price of another variant is none', () => {
  const sizes = (...prices: [string, string][]) => ({
    ...{ '@type': 'ProductGroup', name: 'Blue denim jacket' },
    hasVariant: prices.map(([size, price]) =>
      product(`Blue denim jacket ${size}`, offer(price), { size, sku: `BDJ-${size}` }),
    ),
  })
  const links = (...prices: [string, string][]) =>
    product(
      'Blue denim jacket',
      prices.map(([id, price]) => offer(price, { url: `${HERE}?v=${id}` })),
    )
  const shows = (price: string) => `<h1>Blue denim jacket</h1><p class="price">${price}</p><button>Add to cart</button>`

  test.each([
    ['?size=M', sizes(['S', '39.00'], ['M', '59.00'], ['L', '69.00'])],
    ['?v=2', links(['1', '39.00'], ['2', '59.00'])],
  ])('%s is read where it is there', (query, markup) => {
    expect(read(page(OWN, markup), HERE + query).price).toBe('59.00')
  })

  test.each([
    ['?size=M', sizes(['S', '39.00'], ['L', '69.00'])],
    ['?v=2', links(['1', '39.00'], ['3', '69.00'])],
    ['?size=L', sizes(['S', '39.00'], ['M', '39.00'])],
  ])('%s that is taken out is said to be, whatever the page shows instead', (query, markup) => {
    const { price, doubts } = read(page(shows('$39.00'), markup), HERE + query)
    expect({ price, doubts }).toEqual({
      price: null,
      doubts: ['the page does not have the variant of this link any more'],
    })
  })

  test('what is no variant in an address takes none out', () => {
    const markup = sizes(['S', '59.00'], ['L', '59.00'])
    expect(read(page(OWN, markup), `${HERE}?lang=en&page=2`).price).toBe('59.00')
  })

  test('in a table without markup the row counts whose label stands in the address', () => {
    const row = (size: string, price: string) => `<tr><td>${size}</td><td class="price">${price}</td></tr>`
    const table = `<table>${row('S', '$39.00')}${row('M', '$59.00')}${row('L', '$69.00')}</table>`
    const html = page(`<h1>Blue denim jacket</h1>${table}<button>Add to cart</button>`)
    expect(read(html, `${HERE}?size=M`).price).toBe('59.00')
    expect(read(html).price).toBe('39.00')
  })
})

test('what a used one costs is not the price of the new one beside it', () => {
  const offers = [offer('19.00', { itemCondition: 'https://schema.org/UsedCondition' }), offer('59.00')]
  const body = OWN.replace('<button>', '<p>Used, like new: $19.00</p><button>')
  expect(read(page(body, product('Blue denim jacket', offers))).price).toBe('59.00')
  expect(read(page('<h1>Blue denim jacket</h1>', product('Blue denim jacket', offers))).price).toBe('59.00')
})

test('markup that says 0 where the shop names no price makes nothing free', () => {
  const body = '<h1>Blue denim jacket</h1><p>Free of charge</p><p>Price on request</p>'
  const { price, doubts } = read(page(body, product('Blue denim jacket', [offer('0')])))
  expect({ price, doubts }).toEqual({ price: null, doubts: ['the shop names no price'] })
})

test('a button that is switched off because it is sold out beats markup that says in stock, also at a glance', () => {
  const far = `<p>${'Cut wide, from heavy cloth. '.repeat(40)}</p>`
  const body = OWN.replace('<button>Add to cart', `${far}<button class="buy" disabled>Sold out`)
  expect(read(page(body, product('Blue denim jacket', offer('59.00'))))).toMatchObject({
    ...{ price: '59.00', availability: 'out_of_stock' },
  })
})

describe('the lowest of several prices is the price only where the page asks it', () => {
  const range = product('Blue denim jacket', {
    ...{ '@type': 'AggregateOffer', lowPrice: '3.00', highPrice: '5.00', priceCurrency: 'USD' },
    availability: 'https://schema.org/InStock',
  })
  const lots = '<table><tr><td>10+</td><td>$4.00</td></tr><tr><td>100+</td><td>$3.00</td></tr></table>'

  test('graduated: one costs what one costs, not what each of a hundred does', () => {
    const body = `<h1>Blue denim jacket</h1><p class="price">$5.00</p>${lots}<button>Add to cart</button>`
    expect(read(page(body, range)).price).toBe('5.00')
  })

  test.each(['', `<p class="price">$5.00</p>${lots}`])('graduated in markup, and %j shown: what one costs', (shown) => {
    const step = (price: string, minValue: number) => ({ ...offer(price), eligibleQuantity: { minValue } })
    const steps = [step('3.00', 100), step('4.00', 10), step('5.00', 1)]
    const body = `<h1>Blue denim jacket</h1>${shown}<button>Add to cart</button>`
    const aggregate = { '@type': 'AggregateOffer', lowPrice: '3.00', highPrice: '5.00', priceCurrency: 'USD' }
    expect(read(page(body, product('Blue denim jacket', { ...aggregate, offers: steps }))).price).toBe('5.00')
    const { availability } = offer('5.00')
    const specified = { '@type': 'Offer', availability, priceSpecification: steps }
    expect(read(page(body, product('Blue denim jacket', specified))).price).toBe('5.00')
  })

  const rows = (...cells: [string, string][]) =>
    `<table>${cells.map(([lot, price]) => `<tr><td>${lot}</td><td>${price}</td></tr>`).join('')}</table>`
  const columns = (...cells: [string, string][]) =>
    `<table><tr><th>Qty</th>${cells.map(([lot]) => `<th>${lot}</th>`).join('')}</tr>
     <tr><th>Price</th>${cells.map(([, price]) => `<td>${price}</td>`).join('')}</tr></table>`
  const sized = (shown: string, table: string, ...head: object[]) =>
    read(page(`<h1>Blue denim jacket</h1><p class="price">${shown}</p>${table}<button>Add to cart</button>`, ...head))

  test.each([
    ['From $3.00', rows(['1-9', '$4.00'], ['10+', '$3.00'])],
    ['From $3.00', rows(['1 – 9 pcs', '$4.00'], ['10 – 49 pcs', '$3.50'], ['50 or more', '$3.00'])],
    ['From $3.00', rows(['Quantity', 'Each'], ['1', '$4.00'], ['10', '$3.50'], ['100', '$3.00'])],
    ['From $3.00', columns(['1-9', '$4.00'], ['10+', '$3.00'])],
    ['From $3.00', '<p>1-9 $4.00, 10+ $3.00</p>'],
    ['As low as $3.00', '<ul><li>Up to 9: $4.00</li><li>10+: $3.00</li></ul>'],
    ['From $3.00', '<div>1-9 <b class="price">$4.00</b></div><div>10+ <b class="price">$3.00</b></div>'],
    ['$3.00 - $4.00', rows(['1-9', '$4.00'], ['10+', '$3.00'])],
    ['From $3.00', rows(['bis 9 Stück', '$4.00'], ['ab 10 Stück', '$3.00'])],
    ['From $3.00', rows(['1 à 9', '$4.00'], ['10 et plus', '$3.00'])],
  ])('graduated beside %j: what one costs, whatever the markup calls the price: %s', (shown, table) => {
    const named = [range, offer('3.00'), offer('4.00')].map((one, at) => (at ? product('Blue denim jacket', one) : one))
    const heads = [[], ...named.map((one) => [one])]
    for (const head of heads)
      expect(sized(shown, table, ...head), JSON.stringify(head)).toMatchObject({ price: '4.00', doubts: [] })
  })

  test('what is sold in lots only costs what the smallest does, and that is said', () => {
    const lots = rows(['5-9', '$4.00'], ['10+', '$3.00'])
    expect(sized('From $3.00', lots)).toMatchObject({ price: '4.00', doubts: ['the least that is sold is 5'] })
  })

  test.each([
    rows(['Small', '$3.00'], ['Large', '$4.00']),
    rows(['1 kg', '$3.00'], ['5 kg', '$4.00']),
    rows(['38', '$4.00'], ['40', '$3.00']),
    rows(['1-9', '$4.00'], ['10+', '$3.00']) + rows(['1-9', '$5.00'], ['10+', '$3.00']),
  ])('sizes, packs and the lots of two variants are no lots of one: %s', (table) => {
    expect(sized('From $3.00', table).price).toBe('3.00')
  })

  test('"from" is the price where nothing else stands there', () => {
    const body = '<h1>Blue denim jacket</h1><p class="price">From $3.00</p><button>Add to cart</button>'
    expect(read(page(body, range)).price).toBe('3.00')
  })
})

describe('the markup’s price is struck out: what stands beside it is asked', () => {
  const sale = (old: string, ...others: string[]) =>
    `<h1>Blue denim jacket</h1><div><s>${old}</s></div>${others.join('')}<button>Add to cart</button>`
  const markup = product('Blue denim jacket', offer('59.00'))

  test('and not a louder amount further down', () => {
    const far = `${'<p>Soft and warm.</p>'.repeat(6)}<p class="price sale now">$29.00</p>`
    expect(read(page(sale('$59.00', '<div>$49.00</div>', far), markup)).price).toBe('49.00')
  })

  test('not a higher one, nor one in another currency', () => {
    const others = ['<div>$79.00</div>', '<div>€44.00</div>', '<div>$49.00</div>']
    expect(read(page(sale('$59.00', ...others), markup))).toMatchObject({ price: '49.00', currency: 'USD' })
  })
})

test.each([
  ['in its title', '<title>Just a moment...</title>', '<h1>Checking your browser</h1>'],
  ['in its text', '<title>shop.example</title>', '<p>Please verify you are a human</p><p>Gift cards from $10.00</p>'],
])('a bot wall with status 200 that says so %s has no price', (_, head, body) => {
  const { price, doubts } = read(`<html><head>${head}</head><body>${body}</body></html>`)
  expect({ price, doubts }).toEqual({ price: null, doubts: ['the shop asks whether we are a robot'] })
})

test('a page that sells, and has a captcha below its reviews, is no wall', () => {
  const html = page(`${OWN}<p>I am not a robot</p>`, product('Blue denim jacket', offer('59.00')))
  expect(read(html).price).toBe('59.00')
})

test('a price for members, in markup or shown, is not everybody’s', () => {
  const gold = { price: '39.00', priceCurrency: 'USD', validForMemberTier: { name: 'Gold' } }
  const markup = product('Blue denim jacket', { '@type': 'Offer', priceSpecification: [gold, offer('59.00')] })
  const shown = OWN.replace('<p class="price">', '<p class="price member">Member price $39.00</p><p class="price">')
  expect(read(page(shown, markup)).price).toBe('59.00')
  expect(read(page(shown)).price).toBe('59.00')
})
