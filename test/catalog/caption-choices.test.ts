import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'

const read = (caption: string, storeCurrency = 'KES') => readCaption({ caption, storeCurrency })

describe('its name, its tags and its choices', () => {
  test('001-181, 001-184, 001-185: its name, its tags, its sizes and colours', () => {
    const { name, tags, variants } = read('Pleated chiffon skirt KES 1,700. Sizes S, M. Black or plum. #pleats #skirt')
    expect(name).toBe('Pleated chiffon skirt')
    expect(tags).toEqual(['pleats', 'skirt'])
    expect(variants).toEqual(
      expect.arrayContaining([
        { option: 'size', value: 'S' },
        { option: 'size', value: 'M' },
        { option: 'colour', value: 'black' },
      ]),
    )
  })

  test.each([
    ['Satin dress KES 1,700, sizes 8-14', ['8', '10', '12', '14']],
    ['Loafers KES 1,700, sizes 38-40', ['EU 38', 'EU 39', 'EU 40']],
    ['Shorts KES 700, sizes 7-10', ['7', '8', '9', '10']],
  ])('001-185: %s: clothes go by two, shoes by one', (caption, sizes) => {
    expect(read(caption).variants.map(({ value }) => value)).toEqual(sizes)
  })
})

test.each([
  ['USD', 'New print! "Heron at dusk" A4 $18, A3 $30. Signed.', ['size A4', 'size A3']],
  ['KES', 'Shea butter 250ml KES 650, 500ml KES 1,100. Unrefined.', ['volume 250ml', 'volume 500ml']],
  ['KES', 'Duvet set 5x6 2,800 | 6x6 3,200. Comes with bedsheet', ['size 5x6', 'size 6x6']],
  ['USD', 'Sterling hoops, 20mm / 30mm. 42 USD either size', ['size 20mm', 'size 30mm']],
  ['USD', 'Beanie in oat, moss and brick. $28 + $5 shipping', ['colour oat', 'colour moss', 'colour brick']],
  ['USD', 'Napkins, $48. Colors: flax, rust, ink', ['colour flax', 'colour rust', 'colour ink']],
  ['USD', 'Toddler overalls sizes 2T 3T 4T. $36', ['size 2T', 'size 3T', 'size 4T']],
  ['KES', '2,000 for one, 3,500 for two. Satin bonnets', []],
  ['USD', 'Tunic in cotton, linen and silk. $40', []],
  ['KES', 'Quilted vest, olive and rust. 2,900', ['colour olive', 'colour rust']],
])('001-183: a shop in %s, choices of %s', (shop, caption, variants) => {
  expect(read(caption, shop).variants.map(({ option, value }) => `${option} ${value}`)).toEqual(variants)
})

test('001-185: two weights with one price are a choice, whatever stands between them', () => {
  expect(read('Shea butter 250g, 500g KES 1,200').variants.map(({ value }) => value)).toEqual(['250g', '500g'])
})

test.each(['KES', 'USD'])('the price that comes "after that" is not the one of today, in a shop of %s', (home) => {
  expect(read('Ksh 2,000 today, after that 2,500', home)).toMatchObject({ price: 2000, currency: 'KES' })
})
