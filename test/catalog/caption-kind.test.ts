import { describe, expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'

const read = (caption: string, storeCurrency = 'KES') => readCaption({ caption, storeCurrency })

describe('whether a caption sells anything', () => {
  test('what a customer says it cost sells nothing', () => {
    expect(read('Review from our client Achieng: "I paid 3,000 and it came the same day!"').isProduct).toBe(false)
    expect(read('The "three thousand smiles" mug KES 900').price).toBe(900)
  })

  test.each([
    'Dispatch day 📦 47 parcels off to Kisumu, Nakuru and Eldoret',
    '⭐⭐⭐⭐⭐ "the 2,500 shoes look like 10k shoes" asante sana Carol! 😭',
    'Spots left in the Sunday wheel class, 2 hrs, KES 850 incl. clay',
  ])('001-183: %s: nothing is for sale', (caption) => {
    expect(read(caption)).toMatchObject({ isProduct: false, price: null })
  })

  test.each([
    ['KES', 'Feedback from Njeri 💕 "Nililipa 2,500 na ikafika kesho yake" Karibuni'],
    ['USD', 'Kind words from Dana: "worth every cent of the $48, I wear it daily" 🥹'],
    ['GBP', 'Craft fair this Sunday 10-4, Hebden Bridge. Entry £3, kids free. Stall 9'],
    ['EUR', 'Weihnachtsmarkt Samstag 10-18 Uhr, Stand 7, 3 € Eintritt'],
    ['KES', 'House cleaning from 1,500 per room, call 0720 000 444'],
    ['KES', 'Delivery rates: CBD 100, Westlands 200, Rongai 350'],
    ['KES', 'Our till has changed. The till is 88990, the old one is closed'],
    ['GBP', 'We raised £640 for the hospice, thank you all!'],
    ['USD', 'Donated $1,200 to the food bank because of you'],
    ['KES', 'Knotless braids 3,500, book your slot on WhatsApp'],
  ])('001-183: what a customer said and what a visitor pays is no price: %s: %s', (shop, caption) => {
    expect(read(caption, shop)).toMatchObject({ isProduct: false, price: null })
  })
})
