import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'

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
  ])('%s is one', (said) => expect(read('KES', `${basket}. ${said}`).price).toBe(1500))
})
