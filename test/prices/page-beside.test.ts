import { describe, expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'

const read = (body: string, classes = '') =>
  readProductPage(
    `<html lang="en-US"><head><title>Mug</title></head><body class="${classes}">${body}</body></html>`,
    'https://shop.example/p/mug',
  )
const BUY = '<button>Add to cart</button>'

test.each([
  ['twice as many', '<p class=price>£24.00 <small>£20.00 ex VAT</small></p><p>Set of two: £44.00</p>', '24.00'],
  ['two and more', '<p class=price>£6.00 inc VAT, £5.00 ex VAT, 2+ £11.00</p>', '6.00'],
  ['a gift box', '<p class=price>€12.00, €10.00 excl. VAT, with gift box €22.00</p>', '12.00'],
  ['a bundle', '<p class=price>$20 ($16.67 ex VAT), bundle $36.67</p>', '20.00'],
  ['a pair, in German', '<p class=price>6,00 €, 5,00 € zzgl. MwSt.</p><p>im Doppelpack 11,00 €</p>', '6.00'],
  ['less than a tax', '<p class=price>£2.00</p><p>Case £20.00 ex VAT</p><p>Case and one mug: £22.00</p>', '2.00'],
  ['called VAT included', '<p class=price>£12.00 (VAT included)</p><p>£10.00 ex VAT</p><p>Two: £22.00</p>', '12.00'],
])('004-003: a price is no tax because something else costs so much more: %s', (_, body, price) => {
  expect(read(`<h1>Mug</h1>${body}${BUY}`).price).toBe(price)
})

test.each([
  ['VAT on a line of its own', '<p>Price ex VAT £24.00</p><p>VAT £4.80</p><p>£28.80</p>'],
  ['so many per cent of it', '<p>£24.00 excl. VAT</p><p>20% VAT: £4.80</p><p>£28.80</p>'],
  [
    'in a cell',
    '<table><tr><td>Ex VAT</td><td>£24.00</td></tr><tr><td>VAT</td><td>£4.80</td></tr></table><p>£28.80</p>',
  ],
  ['named behind it', '<p>£24.00 ex VAT</p><p>£4.80 VAT</p><p>£28.80</p>'],
])('004-003: the tax of a sum is no price: %s', (_, body) => {
  expect(read(`<h1>Mug</h1>${body}${BUY}`).price).toBe('28.80')
})

describe('004-003: a product that has reviews is none', () => {
  const sold = '<h1>Mug</h1><p class="price">$24.00</p>'
  test.each([
    [`<div class="product has-reviews">${sold}</div>`, ''],
    [`<div class="product product--reviews">${sold}</div>`, ''],
    [sold, 'single-product reviews-enabled'],
    [sold, 'reviews'],
    ['<p class="price">$24.00</p><h1>Mug</h1>', 'reviews'],
    [`<main class="reviews">${sold}</main>`, ''],
    [`<section class="testimonials-hero">${sold}</section>`, ''],
    [`<div class="product-reviews">${sold}</div>`, ''],
    ['<h1>Mug</h1><div class="price-and-reviews"><p class="price">$24.00</p></div><p>Refill $9.00</p>', ''],
    ['<h1>Mug</h1><div class="no-reviews"><p class="price">$24.00</p></div><p>Refill $9.00</p>', ''],
  ])('%s %s', (body, classes) => {
    expect(read(body, classes).price).toBe('24.00')
  })

  test.each(['reviews', 'product-reviews', 'box customer_reviews', 'testimonials', 'commentlist'])(
    'what is told in %s is',
    (reviews) => {
      const told = `<div class="${reviews}"><p class="price">$9.00</p></div>`
      expect(read(`<h1>Mug</h1><p>$24.00</p>${told}`).price).toBe('24.00')
      expect(read(`<h1>Mug</h1>${told}`).price).toBeNull()
    },
  )
})

describe('004-003: what is in stock may have a heading', () => {
  const off = '<h1>Mug</h1><p class="price">$24.00</p><button disabled>Add to cart</button>'
  test.each([
    ['Availability', 'Sold out', 'out_of_stock'],
    ['Stock', 'Sold out', 'out_of_stock'],
    ['Stock status:', 'Out of stock', 'out_of_stock'],
    ['Verfügbarkeit', 'Ausverkauft', 'out_of_stock'],
    ['Availability', 'In stock', 'in_stock'],
    ['You may also like', 'Sold out', 'unknown'],
    ['Stockists', 'Sold out', 'unknown'],
    ['Stock pot', 'Sold out', 'unknown'],
  ])('%s: %s', (heading, text, availability) => {
    expect(read(`${off}<h3>${heading}</h3><p>${text}</p>`)).toMatchObject({ price: '24.00', availability })
  })

  test('and ends at the next one', () => {
    expect(read(`${off}<h3>Availability</h3><p>Ask us</p><h3>Bowl</h3><p>Sold out</p>`).availability).toBe('unknown')
  })
})

test.each([
  ['Get our big blue stoneware mug for $24.00 while stocks last', '24.00'],
  ['Our big blue stoneware mug is yours for $24.00 while supplies last.', '24.00'],
  ['Hol dir den großen blauen Becher für 24,00 € solange der Vorrat reicht', '24.00'],
  ['A big blue mug like this goes for $24.00 at the big shops', null],
  ['My aunt sold one of these for $24.00 while living in Ohio', null],
  ['You will not find another for $24.00 anywhere in the town', null],
])('004-003: an amount in a sentence is the price where it is offered so: %s', (text, price) => {
  expect(read(`<h1>Mug</h1><p>${text}</p>${BUY}`).price).toBe(price)
})
