import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

const read = (storeCurrency: string, caption: string) => readCaption({ caption, storeCurrency })

describe('001-183: behind what it costs to send', () => {
  test.each<[string, string, number]>([
    ['USD', 'Handmade soap 🧼\nShipping $5, soap $12', 12],
    ['USD', 'Handmade soap bar. Shipping is $5, the bar is $12.', 12],
    ['KES', 'Leather bag. Delivery to CBD 200, bag 500', 500],
    ['KES', 'Leather bags. Delivery to CBD 200, bag 500', 500],
    ['KES', 'Basket. Delivery to Nairobi 200, price 550', 550],
    ['USD', 'Soap. Shipping $5, $12 each', 12],
    ['USD', 'Handmade soap. Shipping is $5, the slab is $12', 12],
    ['USD', 'New arrivals! Shipping $5, sandals $52', 52],
  ])('stands the price of the thing: %s: %s', (shop, caption, price) => {
    expect(read(shop, caption)).toMatchObject({ price, notUnderstood: [], products: [] })
    expect(read(shop, caption).confidence).toBeGreaterThan(SURE_ABOVE)
  })

  test.each<[string, string, number]>([
    ['KES', 'Mug 700. Delivery CBD 150, Thika 300', 700],
    ['KES', 'mug 700. delivery 150 in cbd, 300 to thika', 700],
    ['KES', 'Mug 700. Delivery CBD 150, Mombasa 600', 700],
    ['KES', 'Bag 2,500. Delivery to Nairobi 200, the rest of the country 450', 2500],
    ['UGX', 'Dress 60k. Delivery Kampala 5k, Entebbe 15k, Mukono 12k', 60_000],
    ['USD', 'Mug $20. Shipping in town $5, Canada $9, rest of the world $15', 20],
  ])('stands another place: %s: %s', (shop, caption, price) => {
    expect(read(shop, caption)).toMatchObject({ price, notUnderstood: [], products: [], high: null })
    expect(read(shop, caption).confidence).toBeGreaterThan(SURE_ABOVE)
  })

  test.each<[string, string, number | null, string[]]>([
    ['USD', 'Mug $20. Shipping $5, bowl $15', 20, ['what $15 is']],
    ['USD', 'Mug $20. Shipping $5 to town, $15 for bowl', 20, ['what $15 is']],
    ['KES', 'Sandals. Delivery to Nairobi 200, leather belts 550', 550, ['what 550 is']],
    ['UGX', 'Delivery to Entebbe 15k, Mukono 12k, Jinja via bus 10k. Ask before you order', null, ['what 12k is']],
    ['KES', 'Kikapu. Delivery to Nairobi 200, Thika 300', null, ['what 300 is']],
    ['USD', 'Mug $20. Shipping $5, two mugs $15 each', null, ['several products in one post']],
  ])('stands what may be either, and a person looks: %s: %s', (shop, caption, price, doubts) => {
    expect(read(shop, caption)).toMatchObject({ isProduct: true, price, notUnderstood: doubts })
    expect(read(shop, caption).confidence).toBeLessThanOrEqual(SURE_ABOVE)
  })
})
