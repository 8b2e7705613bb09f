import { expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import pages from '../corpora/shop-systems.json' with { type: 'json' }

/** Pages as the shop systems draw them, with what leads a reader astray on each. */
const cases = pages as { system: string; url: string; html: string; label: Record<string, string | null> }[]

test.each(cases.map((one) => [one.system, one] as const))(
  '004-003: a page of the shop system %s is read right, at a glance and thoroughly',
  (_, { html, url, label }) => {
    expect(readProductPage(html, url)).toMatchObject(label)
    expect(readProductPage(html, url, { isThorough: true })).toMatchObject(label)
  },
)

const page = (name: string, body: string, head = '', lang = 'en') =>
  `<html lang="${lang}"><head><title>${name}</title>${head}</head><body><main><h1>${name}</h1>${body}</main></body></html>`
const item = (name: string, price: string) =>
  `<li itemscope itemtype="https://schema.org/Product"><h3 itemprop="name">${name}</h3><span itemprop="offers"
itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="USD">
<span itemprop="price" content="${price}">$${price}</span></span><button>Add to cart</button></li>`
const jacket = { '@type': 'Product', name: 'Jacket', offers: { price: '59.00', priceCurrency: 'USD' } }
const marked = `<script type="application/ld+json">${JSON.stringify(jacket)}</script>`
const spare = `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', name: 'Care kit' })}</script>`

test.each([
  [
    'a list whose entries are marked up and can be bought',
    page('Scarves', `<ul>${item('Red', '18.00')}${item('Blue', '20.00')}${item('Grey', '24.00')}</ul>`),
    null,
  ],
  [
    'a list whose entries can be bought',
    page(
      'Scarves',
      ['18', '20', '24']
        .map(
          (one) =>
            `<article class="card"><h3>No ${one}</h3><p class="price">$${one}.00</p><button>Add to cart</button></article>`,
        )
        .join(''),
    ),
    null,
  ],
  [
    'a cheaper thing beside it',
    page('Jacket', '<p>$59.00</p><p>Patches $9.00</p><button>Add to cart</button>', marked),
    '59.00',
  ],
  [
    'the price of the markup far below, beside a cheaper thing',
    page(
      'Jacket',
      `<p class="price">$49.00</p>${'<p>Cut from one piece.</p>'.repeat(100)}<p>Lot A $59.00</p><p>Lot B $9.00</p>`,
      marked,
    ),
    '49.00',
  ],
  [
    'what is asked instead of an old price, behind the carriage and a set',
    page('Jacket', '<p><s>$59.00</s></p><p>Shipping $4.00</p><p>Gift set $80.00</p><p>$49.00</p>', marked),
    '49.00',
  ],
  [
    'an old price, and something cheaper far below',
    page('Jacket', `<p><s>$59.00</s></p>${'<p>Cut from one piece.</p>'.repeat(100)}<p>Lot B $9.00</p>`, marked),
    '59.00',
  ],
  ['a thing beside it that is not sold', page('Jacket', '', marked + spare), '59.00'],
  ['markup that speaks of another thing alone', page('Coat', '', marked + spare), null],
  [
    'one card',
    page(
      'Jacket',
      '<article class="card"><h2>Jacket</h2><p class="price">$59.00</p><button>Add to cart</button></article>',
    ),
    '59.00',
  ],
  [
    'a sign set high in the name, and two figures side by side',
    page('Kettle<sup>®</sup>', '<p class="price"><span>$12</span><span>49 sold</span></p>'),
    '12.00',
  ],
  ['what one must spend', page('Jacket', '<p class="price">$35.00 gets you free delivery</p><p>$59.00</p>'), '59.00'],
  ['free delivery said behind it', page('Jacket', '<p class="price">$59.00 free delivery</p>'), '59.00'],
  [
    'an old price by its class alone',
    page('Jacket', '<p><span class="regular-price">$79.00</span></p><p><span class="price">$59.00</span></p>'),
    '59.00',
  ],
  [
    'a price for the kilo',
    page(
      'Sencha',
      '<p class="price">49,75 €* / 1 Kilogramm</p><p>9,95 €*</p><button>In den Warenkorb</button>',
      '',
      'de',
    ),
    '9.95',
  ],
])('004-003: %s', (_, html, price) => {
  expect(readProductPage(html, 'https://shop.example/p/one').price).toBe(price)
})
