import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

const read = (caption: string) => readCaption({ caption, storeCurrency: 'KES' })

describe('001-181, 001-187: a price on a line of its own is that of the line above', () => {
  test.each<[string, [string, number][]]>([
    [
      'Blue jacket\nKES 2,500\nRed dress\nKES 1,800',
      [
        ['Blue jacket', 2500],
        ['Red dress', 1800],
      ],
    ],
    [
      'Blue jacket\nKES 2,500\n\nRed dress\nKES 1,800\n\nGreen skirt\nKES 900',
      [
        ['Blue jacket', 2500],
        ['Red dress', 1800],
        ['Green skirt', 900],
      ],
    ],
    [
      'Just in!\n🔥 Handbag 🔥\n💰 Sh 1500\n\n🔥 Sandals 🔥\n💰 Sh 2000',
      [
        ['Handbag', 1500],
        ['Sandals', 2000],
      ],
    ],
    [
      'Kikapu.\n1,200/=\nKiondo.\n2,200/=',
      [
        ['Kikapu', 1200],
        ['Kiondo', 2200],
      ],
    ],
  ])('%j is of several', (caption, products) => {
    const said = read(caption)
    expect(said.products.map(({ name, price }) => [name, price])).toEqual(products)
    expect(said.price).toBeNull()
    expect(said.confidence).toBeLessThanOrEqual(SURE_ABOVE)
  })

  test.each<[string, number]>([
    ['Ankara dress\nKES 2,500', 2500],
    ['Ankara dress\nKES 2,500\nWas KES 3,000', 2500],
    ['Ankara dress\n\nPrice: 2,500/=\nDelivery in town 200', 2500],
    ['Leather tote\nBlack, brown and tan\nKES 4,200\nDM to order', 4200],
  ])('%j is of one, and sure', (caption, price) => {
    const { products, confidence, ...said } = read(caption)
    expect(said.price).toBe(price)
    expect(products).toEqual([])
    expect(confidence).toBeGreaterThan(SURE_ABOVE)
  })

  test.each(['Look-alike bags 🔥 2500/= 1800/=', 'Leather bags\n\n🔥 KES 2,500 🔥\n🔥 KES 1,800 🔥'])(
    '%j: of two prices nothing names it is not sure',
    (caption) => {
      const { confidence, notUnderstood } = read(caption)
      expect(notUnderstood).toContain('more than one price')
      expect(confidence).toBeLessThanOrEqual(SURE_ABOVE)
    },
  )

  test('sizes below each other are choices of one', () => {
    expect(read('Office chair\nSmall\nKES 1,500\nLarge\nKES 1,800')).toMatchObject({
      price: 1500,
      high: 1800,
      products: [],
    })
  })
})
