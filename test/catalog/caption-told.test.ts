import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

const read = (storeCurrency: string, caption: string) => readCaption({ caption, storeCurrency })

describe('001-187: what somebody else paid, or pays elsewhere, is no price', () => {
  const basket = 'Handwoven sisal basket'

  test.each([
    'Sold one for 1500 last week',
    'I sold the last one for 3,000',
    'Sold two of these for 2250 yesterday',
    'Just sold another for 1500',
    'You would pay 3,000 elsewhere',
    'Join 2250 others',
    'Loved by 2250 others',
    'They already sold both for 2250',
  ])('%s', (aside) => {
    expect(read('KES', `${basket}. ${aside}. DM to order`).price).toBeNull()
    expect(read('KES', `${basket}. ${aside}. Now 1,800 KES. DM to order`).price).toBe(1800)
    expect(read('KES', `${basket}\n${aside}\nKES 1,800`).price).toBe(1800)
  })

  test.each([
    'Sold in pairs for 1500',
    'Baskets sold as a set for 1500',
    'One sold. Basket for 1500',
    'Just sold one, now 1500',
    'Sold as it is for 1500',
    'Sold as one lot for 1500',
    'Sold both for 1500',
    'Only KSh 1500 others DM',
    'KSh 1500 others on our page',
    'KSh 1500 elsewhere on our page too',
    'Sold both for 1500 this week',
  ])('%s is one', (said) => {
    expect(read('KES', `${basket}. ${said}`)).toMatchObject({ price: 1500, notUnderstood: [] })
    expect(read('KES', `${basket}. ${said}`).confidence).toBeGreaterThan(SURE_ABOVE)
  })

  test.each([
    ['USD', '$60 elsewhere, $30 here. Brass lamp', 30],
    ['USD', 'Brass lamp $30. Same lamp $60 elsewhere', 30],
    ['USD', 'Brass lamp $30, elsewhere $60', 30],
    ['USD', 'You pay $60 elsewhere for this. Ours: $30. Brass lamp', 30],
    ['USD', 'Sold two for $30. Basket $20', 20],
    ['KES', 'Basket KES 900. 2250 others love it', 900],
  ])('beside a price it is told of others: %s: %s', (shop, caption, price) => {
    expect(read(shop, caption).price).toBe(price)
  })

  test.each(['Brass lamp, $60 elsewhere', 'Just sold both for $60', 'Lamp. We sold one for $60', 'Join $60 others'])(
    'where it is the only sum a person looks: %s',
    (caption) => {
      expect(read('USD', caption)).toMatchObject({ isProduct: true, price: null, notUnderstood: ['what $60 is'] })
      expect(read('USD', caption).confidence).toBeLessThan(0.5)
    },
  )
})
