import { expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'

const sold = (body: string, head = '', around = '') =>
  readProductPage(
    `<html lang="en-US"><head><title>Jacket</title>${head}</head><body><div class="${around}"><h1>Jacket</h1>${body}</div></body></html>`,
    'https://shop.example/p/jacket',
  )

test("004-003: what the page's own styles strike out is the old price", () => {
  const style = '<style>b{color:red}.then,.x{text-decoration:line-through}.now{font-weight:700}</style>'
  const body = '<p><i class="now">$49.00</i> <i class="then">$59.00</i></p>'
  expect(sold(body, style)).toMatchObject({ price: '49.00', was: '59.00' })
  expect(sold(body).was).toBeNull()
})

test.each([
  '.price--on-sale .price-item{text-decoration:line-through}',
  '.on-sale .price{text-decoration:line-through}',
  '.variant.sold-out .price{text-decoration:line-through}',
  '.price:hover{text-decoration:line-through}',
  '@media print{b{content:"}"}.price{text-decoration:line-through}}',
  '.price{--old-text-decoration:line-through}',
  '.price{text-decoration:line-through}.price{text-decoration:none}',
  '/* } */@media print{/* } */.price{text-decoration:line-through}}',
  '</style><style media="print">.price{text-decoration:line-through}',
])('004-003: a style that holds on another page crosses nothing out on this one: %s', (style) => {
  const body = '<p class="price price-item">$49.00</p><p>Pay $12.25 now in 4 parts</p>'
  expect(sold(body, `<style>${style}</style>`)).toMatchObject({ price: '49.00', was: null })
})

test('004-003: styles strike out by a lone class, behind an import, a comment and rules of other kinds', () => {
  const body = '<p><i>$49.00</i> <i class="then">$59.00</i></p>'
  for (const before of ['@import "x.css";', "/* it's { */", '@media print{a{b:c}}', 'a::before{content:"{"}'])
    expect(sold(body, `<style>${before} .then{color:red;text-decoration:line-through}</style>`).was, before).toBe(
      '59.00',
    )
})

test.each([
  ['an input', '<input type="submit" value="Add to cart">', 'in_stock'],
  ['an input that is off', '<input type="submit" value="Add to cart" disabled>', 'unknown'],
  ['a link to the basket in any words', '<a class="btn" href="/kurv?add-to-cart=4">Til mig</a>', 'in_stock'],
  ['a link to somewhere else', '<a class="btn" href="/about">Til mig</a>', 'unknown'],
  ['a search', '<input type="submit" value="Search">', 'unknown'],
])('004-003: %s says whether it can be bought', (_, button, availability) => {
  expect(sold(`<p class="price">$49.00</p>${button}`)).toMatchObject({ price: '49.00', availability })
})

test.each([
  ['product instock', 'in_stock'],
  ['product outofstock', 'out_of_stock'],
  ['product instock-badge-host', 'unknown'],
])('004-003: the element around the heading is of class %s', (around, availability) => {
  const body = '<p class="price">$49.00</p><button class="disabled">Add to cart</button>'
  expect(sold(body, '', around).availability).toBe(availability)
})

test.each([
  ['the amount that is called the price', '<p>$6.20 for the box</p><p>Price: $34.00</p>', '34.00'],
  ['the amount beside the old one', '<p>$6.20</p><p><del>$40.00</del> $34.00</p><p>$7.00</p>', '34.00'],
  ['no label of the next amount', '<p class="price">$34.00 Lowest price of 30 days: $31.00</p>', '34.00'],
])('004-003: of several amounts the price is %s', (_, body, price) => {
  expect(sold(body).price).toBe(price)
})

test('004-003: cards that lead on, each with a button of its own, are other products', () => {
  const card = (name: string, price: string) =>
    `<div class="card"><a href="/p/${name}">${name}</a><span class="price">${price}</span><button>Add to bag</button></div>`
  const cards = ['Arc $120.00', 'Bow $80.00', 'Cone $60.00'].map((one) => card(...(one.split(' ') as [string, string])))
  expect(sold(cards.join('')).price).toBeNull()
  expect(sold(`<p class="price">$49.00</p><button>Add to bag</button>${cards.join('')}`).price).toBe('49.00')
})

const box = (name: string, price: string) => `<div class="box"><span class="box-price">${name} ${price}</span></div>`

test.each([
  [
    'boxes that look alike below it are other products',
    `<p class="price">$9.50</p>${box('Cup', '$39.00')}${box('Nera', '$11.20')}`,
    '9.50',
  ],
  [
    'what is written behind a link to another page is of that page',
    '<p>$28.80</p><ul><li class="price"><a href="/posters">Posters</a> for $18.00</li></ul>',
    '28.80',
  ],
  [
    'an amount before tax is so wherever it is said again',
    '<p>Price ex VAT: $24.00</p><table><tr><td>$24.00</td><td>$28.80</td></tr></table>',
    '28.80',
  ],
])('004-003: %s', (_, body, price) => {
  expect(sold(body).price).toBe(price)
})
