import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

const read = (storeCurrency: string, caption: string) => readCaption({ caption, storeCurrency })

describe('001-187: a price is sure only where every figure beside it is told what it is', () => {
  test.each<[string, string, number, string]>([
    ['USD', 'Bracelet 45, gift wrap $5', 5, 'what 45 is'],
    ['USD', 'Bracelet 45. The box is $5', 5, 'what 45 is'],
    ['USD', 'Leather clutch, 35. Others ask $80', 80, 'what 35 is'],
    ['KES', 'Tote 2,500 (big 2,800)', 2500, 'what 2,800 is'],
    ['KES', 'Paid 4,500 for the stall today. Tote 900 bob', 900, 'what 4,500 is'],
    ['USD', 'Would you buy this tote at $45? Be honest', 45, 'whether the price is asked or offered'],
    ['KES', 'Kikapu, shanga 900 bob. Bei ni DM', 900, 'whether the price is told in a message'],
    ['KES', 'Laptop repair from 1,500. Same day', 1500, 'whether it is a service'],
    ['KES', 'Kikapu, shanga 2,200 zimeshonwa. Bei: DM', 2200, 'whether the price is told in a message'],
  ])('%s: %s', (shop, caption, price, doubt) => {
    const { confidence, notUnderstood, ...said } = read(shop, caption)
    expect(said.price).toBe(price)
    expect(notUnderstood).toContain(doubt)
    expect(confidence).toBeLessThanOrEqual(SURE_ABOVE)
  })

  test.each<[string, string, number]>([
    ['USD', 'Enamel mug set of 4, $38', 38],
    ['USD', 'Linen dress $90. Would you wear it?', 90],
    ['USD', 'What a find: linen dress $90.', 90],
    ['USD', 'Which colour? Linen dress $90', 90],
    ['KES', 'Dress 1,500/=, DM to order', 1500],
    ['USD', 'Wool dryer balls, pack of 6, $19', 19],
    ['USD', 'Sneakers size 9, $45, worn twice', 45],
    ['USD', 'Candle, burns 45 hours, $22', 22],
    ['USD', 'Tags, 12 colours, $9 each', 9],
    ['USD', 'Jersey, number 10, home kit, $25', 25],
    ['USD', 'Wool socks. $16, 3 for $42', 16],
    ['USD', 'Batch 014 is here. Shea jar $13', 13],
    ['KES', 'Vitabu vya watoto, kurasa 48. Kimoja 350/=', 350],
    ['KES', 'Simu, 1000mAh, masaa 72. SH 1,350', 1350],
    ['KES', 'Airfryer. Jumia wanauza 9,999, sisi 7,499', 7499],
    ['USD', 'Smart TV 43 inch, 4K UHD, $299', 299],
    ['KES', 'Boots 36-40 tu 2,800/=', 2800],
    ['KES', 'Heels. Sizes 38, 39, 40 only. 2,200/=', 2200],
    ['KES', '300+ sold already. Airfryer 6,500/=', 6500],
    ['KES', 'Over 300 sold, KES 2,500 for the airfryer', 2500],
    ['KES', 'Sneaker cleaning kit KES 1,200', 1200],
    ['USD', 'How cute is this tote? $45', 45],
    ['KES', 'Bei 900 bob, DM kuorder. Kikapu', 900],
    ['UGX', 'Rwenzori coffee, 2,100m, harvest 2025. 500g bag 32k', 32_000],
    ['UGX', 'Goat, half, cleaned, UGX 210,000 within Kampala, 10,000 more outside', 210_000],
    ['USD', '10% off the $54 linen apron, ends Sunday', 54],
    ['KES', 'Block heels, sizes 37-41 @ KES 2500', 2500],
  ])('%s: %s', (shop, caption, price) => {
    expect(read(shop, caption)).toMatchObject({ price, notUnderstood: [], products: [], high: null })
    expect(read(shop, caption).confidence).toBeGreaterThan(SURE_ABOVE)
  })
})

test('001-187: where only some together are priced, one of them is not, and a person looks', () => {
  expect(read('GBP', '50p each or 3 for £1. Badges')).toMatchObject({ price: 1, confidence: SURE_ABOVE })
  expect(read('USD', 'Someone offered me $500 for this quilt and I said no').price).toBeNull()
})

describe('001-183: what is no price of the thing', () => {
  test.each<[string, string, number | null]>([
    ['USD', 'Shipping\n$6.50 flat\nLinen apron, message for the price', null],
    ['USD', 'Linen apron $48\nShipping\n$6.50 flat', 48],
    ['USD', 'Linen apron $48\nShipping 📦\n$6.50 flat', 48],
    ['KES', 'Free delivery\nKES 2,500 for this tote', 2500],
    ['KES', 'Ceramic mug 700 each. Delivery CBD 150, rest of Nairobi 300', 700],
    ['KES', 'Wall clock 1,200\nDelivery within town 200, outside 350', 1200],
    ['KES', 'New shoes! Delivery 200, shoes 2,500', 2500],
    ['EUR', 'Robe 49 €, livraison offerte dès 60 €', 49],
    ['KES', 'Tumefikisha followers 10K, asanteni sana', null],
    ['KES', 'Special price for followers: 1,500. Handbag', 1500],
    ['KES', 'Kikapu cha ukindu, shanga 2,200+ zimeshonwa kwa mkono', null],
    ['KES', 'Rent ya duka imepanda hadi 35,000, tutahama', null],
    ['KES', 'Duvet 6x6. Bei ilikua 4,200', null],
    ['USD', 'Every mug sold gives $2 to the shelter', null],
    ['USD', 'We took $1,000 in sales this week, thank you', null],
    ['USD', '$5 off our $35 puzzle with the code FIVE', 35],
    ['USD', 'The Margot bag. $128 or 4 payments of $32', 128],
    ['GBP', 'Wool coat £45, compare at £60', 45],
    ['KES', 'Maize flour 2kg 165 bob, down from 190', 165],
    ['USD', 'This coat started at $210, went to $150, and today it is $95', 95],
    ['KES', 'Book now for braiding from 1500', null],
    ['KES', 'Car wash 500. Book today', null],
  ])('%s: %s', (shop, caption, price) => {
    expect(read(shop, caption).price).toBe(price)
  })

  test.each<[string, string, [string, number][]]>([
    [
      'USD',
      'Bread: country 9, seeded 10, rye 11 dollars',
      [
        ['country', 9],
        ['seeded', 10],
        ['rye', 11],
      ],
    ],
    [
      'UGX',
      '85k for the coffee table, 240k for the bookshelf',
      [
        ['coffee table', 85_000],
        ['bookshelf', 240_000],
      ],
    ],
    ['USD', 'Scones: cheddar $4, apple 5 and fig 6', []],
    [
      'UGX',
      'Matooke 25k, posho 10kg 32k, rice 5kg 24k',
      [
        ['Matooke', 25_000],
        ['posho 10kg', 32_000],
        ['rice 5kg', 24_000],
      ],
    ],
  ])('a list of several things is several, with one currency for all: %s: %s', (shop, caption, listed) => {
    const { price, products } = read(shop, caption)
    expect(price).toBeNull()
    if (listed.length > 0) expect(products.map((one) => [one.name, one.price])).toEqual(listed)
    else expect(products.length).toBeGreaterThan(1)
  })

  test.each<[string, string, number, number]>([
    ['USD', 'Sourdough: big loaf 9 dollars, small loaf 5', 5, 9],
    ['USD', 'Red scarf $20, blue scarf $24', 20, 24],
    ['UGX', 'Kitenge 6 yards 45k, 4 yards 30k', 30_000, 45_000],
  ])('one thing in several sizes costs the lowest, and a person looks: %s: %s', (shop, caption, price, high) => {
    expect(read(shop, caption)).toMatchObject({ price, high, products: [] })
  })
})
