import { describe, expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import { page, product, shop } from './jacket.ts'

describe('amounts that are no price', () => {
  test.each([
    ['instalments', '<p>4 interest-free payments of $14.75</p><p class="price">$59.00</p>'],
    ['a price per unit', '<p class="unit">$1.40/100g</p><p class="price">$59.00</p>'],
    ['what one saves', '<p class="badge">Save $20</p><p class="price">$59.00</p>'],
    ['free shipping from', '<p>Free shipping on orders over $75</p><p class="price">$59.00</p>'],
    ['for members', '<p class="member">Members $49.00</p><p class="price">$59.00</p>'],
    ['with a coupon', '<p class="price">$59.00</p><p>with code SPRING $44.00</p>'],
    ['without tax', '<p class="price">$59.00 inc VAT <span>($49.17 ex VAT)</span></p>'],
    ['another product', '<p class="price">$59.00</p><section class="related"><p class="price">$9.00</p></section>'],
    [
      'without tax, in the cell beside its name',
      '<table><tr><td>Price excl. VAT</td><td>$49.17</td></tr><tr><td>Price incl. VAT</td><td>$59.00</td></tr></table>',
    ],
    ['without tax, behind it', '<p class="price">$59.00</p><p class="price">$49.17 excl. VAT</p>'],
    ['the one struck out before', '<p class="price"><s>$80.00</s> <b>$59.00</b> <i class="badge">Save 30%</i></p>'],
    [
      'a filter of the shop below it',
      '<p>$59.00</p><div class="widget_price_filter"><p>Price: <b class="price_label">$3</b> - $120</p></div>',
    ],
    ['what a review says', '<p>$59.00</p><div class="reviews"><p>Bought 2 (came to $41!)</p></div>'],
    ['told in a sentence', '<p>$59.00</p><p>A jacket like this goes for $80 at the big shops, I make it for less.</p>'],
    ['what it costs to send', '<p>$59.00</p><p>Ships from Ohio. Cost to ship: $4.75</p>'],
    ['a fee, in Japanese', '<p class="price">$59.00</p><p>手数料 $3.30</p><p>ギフト包装 +$2.20</p>'],
    ['the old one on the next line', '<p>Price: Now $59.00</p><p><s>$80.00</s></p><p>or $70 elsewhere</p>'],
    ['for members, in French', '<p>59,00 $</p><p>Prix membre : 49,00 $</p>'],
    ['for members, in German', '<p>$59.00</p><p>Mitgliederpreis $49.00</p>'],
    ['the most a shop may ask in India', '<p><span>$59.00</span> <span>MRP $80.00</span></p>'],
    ['what comes of it to those who recycle', '<p>$59.00</p><p>dont $0.42 d’éco-participation</p>'],
    ['parts, in Spanish', '<p>$59.00</p><p>Págalo en 3 plazos de $19.67</p>'],
    ['what each of ten costs', '<p>$59.00</p><p>Buy 10 or more: $51.00 each</p>'],
    ['the first of two, in Danish', '<p>Før $80.00 Nu $59.00</p>'],
    ['a subscription', '<p>Subscribe & save – $53.10 every 2 weeks</p><p>One-time purchase – $59.00</p>'],
  ])('%s', (_, body) => {
    expect(readProductPage(page(body), shop)).toMatchObject({ price: '59.00', currency: 'USD' })
  })

  test.each([
    ['the sign for the point', '<p class="prix">149&euro;90</p><p>ou 3 x 49,97 € sans frais</p>', '149.90'],
    ['a regular price alone', '<p>Regular price <span>$240.00</span></p><p hidden>Sale price $0.00</p>', '240.00'],
    [
      'regular and sale',
      '<p>Regular price <span>$180.00</span> Sale price <span>$126.00</span> Save 30%</p>',
      '126.00',
    ],
    ['a way to pay', '<p>R$ 249,90</p><p>em até 10x de R$ 24,99</p><p>R$ 237,40 no Pix</p>', '249.90'],
    ['a list of two', '<ul><li>Noodle cup <b>$26</b></li><li>Spoon rest <b>$14</b></li></ul>', null],
    ['a list', '<ul><li>Blue <b>$18</b></li><li>Red <b>$20</b></li><li>Tall <b>$24</b></li></ul>', null],
  ])('%s', (_, body, price) => {
    expect(readProductPage(page(body), shop).price).toBe(price)
  })
})

test.each([
  ['a price in instalments', '<p>$69.95</p><p>or 4 x $17.49 with Latepay</p>', '69.95'],
  ['a price for who takes five', '<p>1 for $6.00</p><p>5+ $5.00 each</p><p>10+ $4.25 each</p>', '6.00'],
  [
    'a price in three pieces',
    '<div class="price"><span>$</span><span>12</span><span class="frac">49</span></div>',
    '12.49',
  ],
  [
    'a price in pieces beside the same for those who listen',
    '<p class="price"><span>$18.25</span><span aria-hidden="true"><span>$</span><span>18</span><span>25</span></span> <i>($2.28 / count)</i></p>',
    '18.25',
  ],
])('%s', (_, html, price) => {
  const page = `<html><body><h1>Straw hat</h1>${html}<button>Add to cart</button></body></html>`
  expect(readProductPage(page, 'https://shop.example/p/hat').price).toBe(price)
})

test.each([
  '<h1>What a $240 stool costs us</h1><p>The ash is $60, the glue $4.</p>',
  '<h1>News</h1><p>Last week somebody paid $90 for a single bowl.</p>',
])('an amount told in passing is no price: %s', (body) => {
  expect(readProductPage(`<html lang="en-US"><body>${body}</body></html>`, 'https://blog.example/p').price).toBeNull()
})

test.each(['<h1>Blue stool $240</h1>', '<h1>Stool</h1><p>The price is $240.</p>', '<h1>Stool</h1><p>$240</p>'])(
  'a page without a button sells too: %s',
  (body) => {
    expect(readProductPage(`<html lang="en-US"><body>${body}</body></html>`, 'https://w.example/p').price).toBe(
      '240.00',
    )
  },
)

test('an amount told in a sentence does not stand beside the price, which may stand above the name', () => {
  const told = "<p>I've made them since 2009. A jacket like this goes for $80 at the big shops, I ask less.</p>"
  const html = `<html lang="en-US"><body><p>Price: Now $59.00</p><h1>Jacket</h1><button>Add to cart</button>${told}</body></html>`
  expect(readProductPage(html, shop)).toMatchObject({ price: '59.00' })
})

describe('what stands below the button, under a heading of its own, is not the product’s', () => {
  const button = '<form action="/cart/add"><button>Add to cart</button></form>'

  test.each([
    [
      'other things',
      '<h2>More birds</h2><p>Wren <b class="price">$18.00</b></p><p>Heron <b class="price">$92.00</b></p>',
    ],
    ['what goes with it', '<h2>Wear it with</h2><a>Tee <span class="sale price">$64.50</span> <s>$86.00</s></a>'],
    ['others, in a language we do not list', '<h2>Andere keken naar</h2><p class="price">$12.00</p>'],
  ])('%s', (_, below) => {
    const found = readProductPage(page(`<div><span>$59.00</span></div>${button}${below}`), shop)
    expect(found).toMatchObject({ price: '59.00', currency: 'USD', was: null })
  })

  test('the button of another thing ends no part of this one', () => {
    const card = `<h2>Tin</h2><p class="other">$12.50</p>${button}<h2>Price</h2><p class="price">$59.00</p>`
    expect(readProductPage(page(card), shop).price).toBe('59.00')
  })

  test('a price that only stands there is read all the same', () => {
    const found = readProductPage(page(`${button}<h2>Price</h2><p class="price">$59.00</p>`), shop)
    expect(found.price).toBe('59.00')
  })

  test('what is said of another thing’s stock says nothing of this one', () => {
    const gone = '<button disabled>Add to cart</button><h2>More birds</h2><p>Heron $92.00</p><p>In stock</p>'
    expect(readProductPage(page(`<p>$59.00</p>${gone}`), shop).availability).toBe('unknown')
  })

  test('the tax in its own row is no price', () => {
    const rows = [
      ['Price ex VAT', '£24.00'],
      ['VAT @ 20%', '£4.80'],
      ['To pay', '£28.80'],
    ].map(([name, sum]) => `<div class="row"><span>${name}</span><span>${sum}</span></div>`)
    expect(readProductPage(page(rows.join('') + button), shop)).toMatchObject({ price: '28.80', currency: 'GBP' })
  })
})

test('a sign that names its country is no other currency: C$ beside markup in US dollars', () => {
  const found = readProductPage(page('<p class="price">C$204.00</p>', product({ price: '148.00' })), shop)
  expect(found).toMatchObject({ price: '204.00', currency: 'CAD' })
})

test.each([['De R$ 80,00 por R$ 59,00'], ['Van € 80,- voor € 59,-'], ['Von 80 € auf 59 €']])(
  'of two in "%s" the first is the old one',
  (words) => {
    expect(readProductPage(page(`<p>${words}</p>`), shop)).toMatchObject({ price: '59.00', was: '80.00' })
  },
)
