import { describe, expect, test } from 'vitest'
import { chooseOffer } from '#src/prices/reading/choose-offer.ts'
import { nothing } from '#src/prices/reading/found.ts'
import { isShownPlainly } from '#src/prices/reading/glance.ts'

const offer = (price: string, availability: string, more: object = {}) => ({
  ...{ '@type': 'Offer', price, priceCurrency: 'USD', availability: `https://schema.org/${availability}`, ...more },
})
const chosen = (...offers: object[]) => chooseOffer({ '@type': 'Product', name: 'Jacket', offers }, null)

describe('004-003: of several offers without a variant in the address', () => {
  test('the lowest counts that can be bought', () => {
    const open = [offer('70.00', 'InStock'), offer('40.00', 'OutOfStock'), offer('59.00', 'InStock')]
    expect(chosen(...open)).toMatchObject({ price: '59.00', availability: 'in_stock' })
  })

  test('the lowest of all where none can be bought, and it is sold out', () => {
    const closed = [offer('70.00', 'OutOfStock'), offer('40.00', 'OutOfStock')]
    expect(chosen(...closed)).toMatchObject({ price: '40.00', availability: 'out_of_stock' })
  })

  test('a used one counts only where there is no other', () => {
    const used = offer('20.00', 'InStock', { itemCondition: 'https://schema.org/UsedCondition' })
    expect(chosen(offer('59.00', 'OutOfStock'), used)).toMatchObject({ price: '59.00' })
    expect(chosen(used)).toMatchObject({ price: '20.00' })
  })
})

describe('004-003: a page is read at a glance', () => {
  const page = (price: string) =>
    `<html lang="en"><body><h1>Jacket</h1><p class="price">$${price}</p><button>Add to cart</button></body></html>`
  const known = { name: 'Jacket', price: '59.00', currency: 'USD', availability: 'in_stock' as const }
  const found = { ...nothing, source: 'json-ld' as const, ...known }
  const url = new URL('https://shop.example/p/jacket')

  test('where its markup says all there is to say, and visitors see the same', () => {
    expect(isShownPlainly(page('59.00'), found, url)).toBe(true)
    expect(isShownPlainly(page('69.00'), found, url)).toBe(false)
  })

  test.each([
    ['has no name', { name: null }, url],
    ['names no currency', { currency: null }, url],
    ['does not say whether it can be bought', { availability: 'unknown' as const }, url],
    ['is sold out', { availability: 'out_of_stock' as const }, url],
    ['goes up to another price', { upTo: '79.00' }, url],
    ['says no price', { price: null }, url],
    ['names a variant in its address', {}, new URL('https://shop.example/p/jacket?variant=M')],
    ['has no address', {}, null],
  ])('and closely where it %s', (_, more, address) => {
    expect(isShownPlainly(page('59.00'), { ...found, ...more }, address)).toBe(false)
  })

  test.each([
    ['an old price in words', '<p>Regular price $80.00</p>'],
    ['an old price in letters', '<p>MRP $80.00</p>'],
    ['an old price in one word', '<p>statt $80.00</p>'],
    ['another amount in the same words', '<p>Van $80 voor $59.00</p>'],
  ])('and closely where %s stands beside it', (_, body) => {
    expect(isShownPlainly(page('59.00').replace('<button>', `${body}<button>`), found, url)).toBe(false)
  })

  test('and closely where it costs nothing', () => {
    expect(isShownPlainly(page('0.00'), { ...found, price: '0.00' }, url)).toBe(false)
  })
})
