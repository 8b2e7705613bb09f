import { describe, expect, test } from 'vitest'
import { groundClaim } from '#src/catalog/extract/ask-caption-model.ts'
import { CATEGORIES } from '#src/catalog/extract/categories.ts'
import { mergeExtraction, UNTITLED } from '#src/catalog/extract/merge.ts'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'

describe('a model', () => {
  const caption = 'Hand dyed shawl, a warm one for July nights. Ours for two four fifty.'
  const rules = readCaption({ caption, storeCurrency: 'KES' })
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

  test('001-180, 001-182: a name may be tidied and not invented, a choice stands on words of the caption', () => {
    const bare = { ...rules, name: null, variants: [] }
    const text = 'Hand dyed indigo shawl, size M, KES 900'
    const named = (name: string) => groundClaim(bare, { ...claim, name }, text, 'KES').name
    expect([named('Indigo Shawl'), named('Louis Vuitton bag')]).toEqual(['Indigo Shawl', null])
    const sizes = ['size M', 'size XL'].map((from) => ({ option: 'size', value: from.slice(5), from }))
    expect(groundClaim(bare, { ...claim, variants: sizes }, text, 'KES').variants).toEqual([
      { option: 'size', value: 'M' },
    ])
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
    expect(mergeExtraction({ price: null }, null, 'UGX').currency).toBe('UGX')
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
