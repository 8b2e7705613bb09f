import { describe, expect, test } from 'vitest'
import { SEVERAL } from '#src/catalog/extract/caption-doubts.ts'
import { readCaption } from '#src/catalog/extract/read-caption.ts'

const read = (caption: string, storeCurrency = 'KES') => readCaption({ caption, storeCurrency })

describe('whether it is gone, of one product and of several', () => {
  test('001-183: of several products one that is gone does not take the others along', () => {
    const listed = read('New in:\n1. Tote KES 900\n2. Belt KES 700 SOLD OUT\n3. Scarf KES 500')
    expect(listed.products.map(({ price }) => price)).toEqual([900, 700, 500])
    expect(listed.isSoldOut).toBe(false)
    expect(listed.products.map(({ isSoldOut }) => isSoldOut)).toEqual([false, true, false])
  })

  test.each<[string, string, boolean[]]>([
    ['before its price', 'New in:\n1. Tote KES 900\n2. Belt - SOLD OUT KES 250', [false, true]],
    ['in front', 'New in:\n1. SOLD OUT: Tote KES 900\n2. Belt KES 250', [true, false]],
    ['on a line of two', 'Tote KES 900, Belt KES 250 SOLD OUT', [false, true]],
    ['above the list', 'ALL SOLD OUT!\n1. Tote KES 900\n2. Belt KES 250', [true, true]],
    ['alone on the line below', 'New in:\n1. Tote KES 900\nSOLD OUT ❌\n2. Belt KES 250', [true, false]],
    ['alone on the line below the last', '1. Tote KES 900\n2. Belt KES 250\nSold out', [false, true]],
    ['below, after its sizes', '1. Tote KES 900\nSizes M, L\n(sold out)\n2. Belt KES 250', [true, false]],
    ['below, after more of it', '1. Tote KES 900\nSoft leather\nSOLD OUT\n2. Belt KES 250', [true, false]],
    ['below the sizes of the last', '1. Tote KES 900\n2. Belt KES 250\nM L\nSOLD OUT', [false, true]],
    ['below the list of all', '1. Tote KES 900\n2. Belt KES 250\nALL SOLD OUT', [true, true]],
    ['below the list, apart, of all', '1. Tote KES 900\n2. Belt KES 250\n\nZote zimeisha!', [true, true]],
    ['below of another thing', '1. Tote KES 900\nthe red mat is sold out\n2. Belt KES 250', [false, false]],
    ['of one size', 'New in:\n1. Tote KES 900, M sold out\n2. Belt KES 250', [false, false]],
    ['of another thing above the list', 'The red mat is sold out.\n1. Tote KES 900\n2. Belt KES 250', [false, false]],
  ])('001-183: of several products those are gone of which it is said %s: %s', (_, caption, gone) => {
    const listed = read(caption)
    expect(listed.products.map(({ name, isSoldOut }) => [name, isSoldOut])).toEqual([
      ['Tote', gone[0]],
      ['Belt', gone[1]],
    ])
    expect(listed.isSoldOut).toBe(gone.every(Boolean))
  })

  test.each([
    '1. Tote KES 900\n\nSOLD OUT\n\n2. Belt KES 250',
    '1. Tote KES 900\nSOLD OUT:\n2. Belt KES 250',
    '1. Tote KES 900\n2. Belt KES 250\n\nSOLD OUT',
    '1. Tote KES 900\n2. Belt KES 250\nDM to order\nSOLD OUT',
  ])('001-183: %j: which of them is gone is asked, and none is taken for it', (caption) => {
    const { products, isSoldOut, notUnderstood } = read(caption)
    expect(products.map((one) => one.isSoldOut)).toEqual([false, false])
    expect(isSoldOut).toBe(false)
    expect(notUnderstood).toContain('which of them is sold out')
  })

  test('001-183: where it is clear nothing is asked', () => {
    expect(read('1. Tote KES 900\nSOLD OUT\n2. Belt KES 250').notUnderstood).toEqual([SEVERAL])
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
})
