import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

const read = (storeCurrency: string, caption: string) => readCaption({ caption, storeCurrency })
const HIDDEN = 'whether the price is told in a message'

describe('001-187: a sum beside a greeting may be of a story: a person looks', () => {
  test.each<[string, number]>([
    ['Merry Christmas to all! We closed the year with Ksh 20,000 for orphans', 20_000],
    ['Happy birthday to our boss! 500 bob airtime to the first 5 comments', 500],
    ['Happy birthday Mama! She started this shop with 500 bob', 500],
    ['Happy birthday mum, who sold her first basket for 300 bob', 300],
    ['Happy Eid! Kaftan KES 6,500', 6500],
    ['Merry Christmas! Gift hampers at 2,500/=', 2500],
    ['Happy New Year! We opened with 700 bob', 700],
  ])('%s', (caption, price) => {
    const { confidence, notUnderstood, ...said } = read('KES', caption)
    expect(said.price).toBe(price)
    expect(notUnderstood).toContain('whether anything is sold')
    expect(confidence).toBeLessThanOrEqual(SURE_ABOVE)
  })

  test.each([
    'Repost @kamau: sold my bike at 12,000',
    'Reposted from @wanja, she paid KES 3,000 for hers',
    'Happy Eid to all our clients!',
    'Merry Christmas from all of us, we are closed until Monday',
  ])('%s: nothing is offered', (caption) => {
    expect(read('KES', caption)).toMatchObject({ isProduct: false, price: null })
  })

  test('a greeting for someone is a present, and no greeting', () => {
    expect(read('KES', 'Birthday cake topper KES 450').notUnderstood).toEqual([])
  })
})

describe('001-187: two things are not one at the lower price', () => {
  test.each<[string, number, number]>([
    ['Black tea 200, green coffee 450', 200, 450],
    ['Kids bike 9,000, adult bike 15,000', 9000, 15_000],
    ['Rose soap 300, mint soap 350', 300, 350],
    ['Men shoes 1500, ladies shoes 1200', 1200, 1500],
    ['Lemon tea 250, mint tea 300', 250, 300],
    ['Baby blanket 900, big blanket 2,400', 900, 2400],
    ['Red scarf 500, blue scarf 800', 500, 800],
  ])('%s', (caption, price, high) => {
    const { confidence, ...said } = read('KES', caption)
    expect(said).toMatchObject({ price, high, notUnderstood: ['more than one price'] })
    expect(confidence).toBeLessThanOrEqual(SURE_ABOVE)
  })

  test.each(['Loaf: small 150, large 250', 'Sofa: single 12,000, double 20,000', 'Candle. Vanilla 300, mint 350'])(
    'kinds of one thing are not in doubt: %s',
    (caption) => {
      expect(read('KES', caption).notUnderstood).toEqual([])
    },
  )
})

describe('001-183: what is a price, and what is counted', () => {
  test.each<[string, string, number | null, string[]]>([
    ['KES', 'Kanga 1500+', 1500, ['what 1500 is']],
    ['KES', 'Boots 4,500+ only', 4500, ['what 4500 is']],
    ['KES', 'Sofa covers 3500+. DM to order', 3500, ['what 3500 is']],
    ['KES', 'Kikapu cha ukindu, shanga 2,200+ zimeshonwa', null, []],
    ['KES', 'We have made 1500+ baskets', null, []],
    ['KES', 'Bei ya wateja 900, kikoi', 900, []],
    ['KES', 'Kikoi, price for members 900', 900, []],
    ['KES', 'Kikoi, bei ya wateja 900/=', 900, []],
    ['KES', 'Tuna wateja 900 sasa, asanteni', null, []],
    ['KES', 'Wafuasi 10k! Asanteni', null, []],
    ['KES', 'Kanga 2030', 2030, ['what 2030 is']],
    ['KES', 'Kanga price 2030', 2030, []],
    ['KES', 'Harvest 2025, honey 900', 900, []],
    ['KES', '2030 we will be in every town', null, []],
    ['USD', 'Mug 12 dollars, only left 6', 12, ['what 6 is']],
    ['USD', 'Tee $20, in stock: small 4, medium 6, large 8', 20, ['what 4 is', 'what 6 is']],
    ['USD', 'Vase 14 dollars, remaining 5', 14, ['what 5 is']],
  ])('%s: %s', (shop, caption, price, doubts) => {
    expect(read(shop, caption)).toMatchObject({ price, notUnderstood: doubts })
  })

  test.each(['Rent or buy: 5,000 and 15,000 gown', 'Gown, hire or purchase 5,000 or 15,000'])(
    'what it costs to rent or to buy waits for a person: %s',
    (caption) => {
      const { confidence, notUnderstood } = read('KES', caption)
      expect(notUnderstood).not.toEqual([])
      expect(confidence).toBeLessThanOrEqual(SURE_ABOVE)
    },
  )

  test('what it costs to rent is no price', () => {
    expect(read('KES', 'Gown for rent at the studio 5,000').price).toBeNull()
    expect(read('KES', 'Gown 15,000. Rent 5,000').price).toBe(15_000)
  })
})

describe('001-187: a price that is written out is not told in a message', () => {
  test.each<[string, number]>([
    ['Ankara tote. Inbox to order, price 1,800', 1800],
    ['Ankara tote. DM to order - price 2500', 2500],
    ['Ankara tote. DM us! Price 3500', 3500],
    ['Ankara tote. Price fixed, inbox to buy. 3500/=', 3500],
    ['Sac wax. DM prix: 3500', 3500],
    ['Ankara tote. DM bei ni 1,200', 1200],
    ['Ankara tote. Inbox price is KES 1,800', 1800],
    ['Ankara tote. Price negotiable - DM. 1,800/=', 1800],
  ])('%s', (caption, price) => {
    expect(read('KES', caption)).toMatchObject({ price, notUnderstood: [] })
  })

  test.each([
    'Kikapu, shanga 900 bob. Bei ni DM',
    'Kikapu, shanga 900 bob. Price - DM',
    'Kikapu, shanga 900 bob. DM for the price',
    'Kikapu, shanga 900 bob. Inbox us for price',
    'Price in DM. Tote strap 900 bob',
  ])('%s', (caption) => {
    expect(read('KES', caption).notUnderstood).toContain(HIDDEN)
  })
})

test('001-183: a thing of a list keeps how much of it there is', () => {
  const names = (caption: string) => read('UGX', caption).products.map(({ name }) => name)
  expect(names('Matooke 25k, posho 10kg 32k, rice 5kg 24k')).toEqual(['Matooke', 'posho 10kg', 'rice 5kg'])
  expect(names('Sugar 2 kg 9k, oil 1.5 litres 14k, soap 3k')).toEqual(['Sugar 2 kg', 'oil 1.5 litres', 'soap'])
})
