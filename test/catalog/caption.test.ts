import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { groundClaim } from '#src/catalog/extract/ask-caption-model.ts'
import { CATEGORIES } from '#src/catalog/extract/categories.ts'
import { mergeExtraction, UNTITLED } from '#src/catalog/extract/merge.ts'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

const read = (caption: string, storeCurrency: 'KES' | 'UGX' | 'USD' = 'KES') => readCaption({ caption, storeCurrency })

describe('the caption', () => {
  test.each([
    ['001-183', 'Ribbed midi skirt KSh 2,500/=. M to XL', 2500, 'KES'],
    ['001-183', 'Beaded clutch, only 2.5k', 2500, 'KES'],
    ['001-183', 'Rattan tray USD 18.50', 18.5, 'USD'],
    ['001-183, 001-186', 'Busuuti for introductions UGX 150,000', 150_000, 'UGX'],
    ['001-183', 'Poncho, was 3000 now 2200', 2200, 'KES'],
    ['001-351', 'Kikapu cha sisal, elfu mbili tu', 2000, 'KES'],
    ['001-351', 'Viatu vya ngozi bei mia tisa', 900, 'KES'],
  ])('%s: %s costs %d %s', (_, caption, price, currency) => {
    expect(read(caption)).toMatchObject({ isProduct: true, price, currency })
  })

  test('001-183: a range keeps both ends, a sold one its price, and a price in DM is none', () => {
    expect(read('Thrifted kimonos KES 800 to 1,400 depending on length')).toMatchObject({ price: 800, high: 1400 })
    expect(read('SOLD OUT. Corduroy dungarees KES 1,900')).toMatchObject({ price: 1900, isSoldOut: true })
    expect(read('Beaded waist chains. Price in DM')).toMatchObject({ isProduct: true, price: null })
  })

  test.each([
    'SOLD OUT. Corduroy dungarees KES 1,900',
    'SOLD 💔 Wool shirt jacket. KES 900. Size L',
    'Korean tote, cream. KES 2,000 SOLD OUT 😭 restock on 15/3',
    'Imeisha! Vitambaa vya kitenge @1,100. Zitarudi wiki ijayo.',
    'Blue denim jacket (SOLD) KES 2,500',
    'Bucket hat KES 700. This one is sold, thank you!',
  ])('001-183: %s: it is gone', (caption) => {
    expect(read(caption)).toMatchObject({ isProduct: true, isSoldOut: true })
  })

  test.each([
    'Kitenge napkins KES 350, sold in sets of four',
    'Dress KES 1,200. Bag sold separately',
    'Screen printed tee KES 900, S-XL. Comment SOLD + size to claim',
    'Steel boxes KES 2,200. We have sold these since 2011',
    'Linen shirt KES 1,500. M is sold out, L and XL are here',
    'Linen shirt KES 1,500 in white or navy. Navy SOLD OUT',
    'Sisal basket KES 1,800. Back in stock! They sold out last week',
    'Almost sold out: bucket hat KES 700',
  ])('001-183: %s: it is there', (caption) => {
    expect(read(caption)).toMatchObject({ isProduct: true, isSoldOut: false })
  })

  test.each<[string, number | null, 'KES' | 'USD']>([
    ['Tulle skirt @1,200/- only. Till 556 677', 1200, 'KES'],
    ['New phone, deposit 3,999 then 85/day x 365. Cash 21,500', 21_500, 'KES'],
    ['Bridal sash 40k. Hire 20k per day', 40_000, 'KES'],
    ['The Wren necklace. 14k gold fill. $64 plus shipping', 64, 'USD'],
    ['Waxed apron, $78 retail, $39 wholesale for stockists', 78, 'USD'],
    ['Till number: 889 210 is the new one', null, 'KES'],
    ['Kikoi throw. Small 1,200 Large 1,900. Till no. 612 4410', 1200, 'KES'],
    ['2027 collection! Wool coat 6,500/=', 6500, 'KES'],
    ['Plain caps 150 each from 40 pcs, retail 300', 300, 'KES'],
    ['Silver brooch, starting bid $20, bid in $5 steps', null, 'USD'],
    ['Kaftan 6,500, now 5,000 for Eid', 5000, 'KES'],
    ['Earrings $45 → $30 → last chance $22', 22, 'USD'],
    ['Cardigan, oatmeal. Retail 128. Mine 40.', 40, 'USD'],
    ['King size mosquito net, free delivery CBD, 1,350 bob', 1350, 'KES'],
    ['Dress ya harusi, kodi 8,000, kununua 35,000', 35_000, 'KES'],
  ])('001-183: %s costs %s', (caption, price, currency) => {
    expect(read(caption, currency).price).toBe(price)
  })

  test.each(['Smart watch from ksh 3,900 to ksh 2,850', 'Smart watch ksh 2,850 from ksh 3,900'])(
    '001-183: %s: what it cost before is no end of a range',
    (caption) => {
      expect(read(caption)).toMatchObject({ price: 2850, was: 3900, high: null, notUnderstood: [] })
    },
  )

  test.each([
    'Call 0722 123 456 for this tulle skirt',
    'Tulle skirt, till number 552211',
    'Woven basket, buy goods 998877',
    'Woven basket, lipa na mpesa 55667',
    'Woven basket. Order on 0712 345 678 or 998877',
    'Tulle skirt EU 38-42 in stock',
  ])('001-183: %s: phone numbers, tills and sizes are no prices', (caption) => {
    expect(read(caption).price).toBeNull()
  })

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

  test('001-187: how sure it is lies between 0 and 1, and falls with what was not understood', () => {
    const plain = read('Pleated chiffon skirt KES 1,700')
    const odd = read('Pleated chiffon skirt KES 1,700 or 1,900 or 950 ask Wanjiru about hemming')
    expect(plain.confidence).toBeLessThanOrEqual(1)
    expect(odd.confidence).toBeLessThan(plain.confidence)
    expect(odd.confidence).toBeGreaterThanOrEqual(0)
  })

  test.each([
    'Pay 3 x $33 with Klarna. Rug runner $99',
    'Rug runner $99 or 4 x $24.75',
    'Rug runner. 2x $49.50 or $99 now',
  ])('001-182: a part of the price is not the price: %j', (text) => {
    expect(readCaption({ caption: text, storeCurrency: 'USD' })).toMatchObject({ price: 99, high: null })
  })

  test('every value carries its piece of the caption', () => {
    const caption = 'Pleated chiffon skirt, was 2,300 now KES 1,700. Sizes S, M.'
    for (const piece of Object.values(read(caption).evidence)) expect(caption).toContain(piece)
  })
})

describe('a model', () => {
  const caption = 'Hand dyed shawl, a warm one for July nights. Ours for two four fifty.'
  const rules = read(caption)
  const claim = {
    ...{ isProduct: true, name: 'Hand dyed shawl', description: '', confidence: 0.95, tags: ['shawl', 'luxury'] },
    price: { amount: 2450, currency: 'KES' as const, from: 'two four fifty' },
    variants: [
      { option: 'colour', value: 'indigo', from: 'hand dyed' },
      { option: 'use', value: 'warm', from: 'a warm one' },
    ],
  }

  test('001-180, 001-182, 001-188: what the caption does not bear out is dropped, price first', () => {
    const grounded = groundClaim(rules, claim, caption, 'KES')
    expect(grounded.price).toBeNull()
    expect(grounded.tags).not.toContain('luxury')
    expect(grounded.variants).not.toContainEqual({ option: 'colour', value: 'indigo' })
  })

  test('001-180: a price whose figures stand in its piece is taken where the rules had none', () => {
    const bare = { ...rules, isProduct: true, price: null }
    const priced = { ...claim, price: { amount: 2450, currency: 'KES' as const, from: 'goes for 2450 these days' } }
    expect(groundClaim(bare, priced, 'Hand dyed shawl, goes for 2450 these days', 'KES').price).toBe(2450)
    expect(groundClaim(bare, priced, 'Hand dyed shawl', 'KES').price).toBeNull()
  })

  test.each([
    ['cut out of a longer number', 500, 'KES', '500', 'Hand dyed shawl, ours for KES 1,500'],
    ['cut out of a number with a space', 500, 'KES', '500', 'Hand dyed shawl, ours for KES 3 500'],
    ['in another currency than its piece', 45, 'USD', 'KES 45', 'Hand dyed shawl, ours for KES 45'],
    ['in a currency nobody named', 450, 'USD', '450', 'Hand dyed shawl, ours for 450'],
    ['that the rules know for a deposit', 500, 'KES', 'Deposit 500', 'Hand dyed shawl. Deposit 500 holds it.'],
    ['that the rules know for an old one', 900, 'KES', '900', 'Hand dyed shawl, was KES 900, ask for the price now'],
    ['of nothing', 0, 'KES', '0', 'Hand dyed shawl, 0 left'],
  ] as const)('001-180: a price %s is dropped', (_, amount, currency, from, text) => {
    const bare = { ...rules, isProduct: true, price: null }
    expect(groundClaim(bare, { ...claim, price: { amount, currency, from } }, text, 'KES').price).toBeNull()
  })

  test('001-180: what it read never counts as sure, however sure it says it is', () => {
    const sure = { ...rules, confidence: 0.6 }
    expect(groundClaim(sure, { ...claim, confidence: 1 }, caption, 'KES').confidence).toBeLessThanOrEqual(SURE_ABOVE)
  })
})

describe('caption and picture together', () => {
  const caption = { name: 'Shawl', price: '100.00', confidence: 0.9, description: 'Warm' }

  test('001-201, 001-205, 001-294: the lower confidence counts', () => {
    expect(mergeExtraction(caption, { category: 'Other', confidence: 0.7 }, 'KES').confidence).toBe(0.7)
    expect(mergeExtraction(caption, { category: 'Other', confidence: 0.95 }, 'KES').confidence).toBe(0.9)
    expect(mergeExtraction({ ...caption, confidence: 0 }, { category: null, confidence: 0.8 }, 'KES').confidence).toBe(
      0.5,
    )
  })

  test('001-202, 001-203, 001-204: without a name, a description or a currency', () => {
    expect(mergeExtraction({ price: null }, null, 'KES')).toMatchObject({
      ...{ name: UNTITLED, description: '', currency: 'KES', price: null, tags: [], variants: [] },
    })
    expect(UNTITLED).toBe('Untitled Product')
  })

  test('001-179: the eight keys, no more', () => {
    expect(Object.keys(mergeExtraction(caption, null, 'KES')).toSorted()).toEqual(
      'category confidence currency description name price tags variants'.split(' '),
    )
  })

  test.each([
    ['001-191', 'Fashion & Apparel'],
    ['001-192', 'Electronics & Gadgets'],
    ['001-193', 'Home & Living'],
    ['001-194', 'Beauty & Personal Care'],
    ['001-195', 'Food & Beverages'],
    ['001-196', 'Sports & Fitness'],
    ['001-197', 'Books & Media'],
    ['001-198', 'Toys & Games'],
    ['001-199', 'Other'],
  ])('%s: %s is a category', (_, category) => {
    expect(CATEGORIES).toContain(category)
    expect(CATEGORIES).toHaveLength(9)
  })
})

type Fresh = {
  caption: string
  label: { isProduct: boolean; price: number | null; currency: 'KES' | 'UGX' | 'USD' | null }
}

test('001-296: on captions it was not made by nine in ten prices are right, and none in twenty is a wrong one', () => {
  const file = new URL('../corpora/fresh-captions.json', import.meta.url)
  const fresh: Fresh[] = JSON.parse(readFileSync(file, 'utf8'))
  const marks = fresh.map(({ caption, label: { isProduct, price, currency } }) => {
    const got = read(caption)
    if (got.isProduct !== isProduct) return 'kind'
    if (!isProduct || got.price === price)
      return !isProduct || price === null || got.currency === currency ? 'right' : 'wrong'
    return got.price === null ? 'none' : 'wrong'
  })
  const share = (mark: string) => marks.filter((one) => one === mark).length / marks.length
  expect(share('right')).toBeGreaterThanOrEqual(0.9)
  expect(share('wrong')).toBeLessThan(0.05)
})
