import { describe, expect, test } from 'vitest'
import { checkClaim } from '#src/prices/reading/helped/by-model.ts'

const page = '<html lang="de-DE"><body></body></html>'
const check = (text: string, quote: string | null) =>
  checkClaim({ name: 'Vase', quote, availability: 'in_stock' }, text, page, 'https://shop.example/p')?.price ?? null

describe('004-003: a price a model points to', () => {
  test('counts where the page says it', () => {
    expect(check('Vase\nnur noch 12,99 €\nVersand 4 €', '12,99 €')).toBe('12.99')
  })

  test.each([
    ['cut out of a larger one', 'Vase\n112,99 €', '12,99 €'],
    ['cut out of one with a space for thousands', 'Vase\n1 299 €', '299 €'],
    ['that its line calls the old one', 'Vase\nWas 80,00 €', '80,00 €'],
    ['that its line calls a saving', 'Vase\nYou save 20,00 €', '20,00 €'],
    ['over several lines', 'Vase\n12\n99 €', '12\n99 €'],
    ['that is not there', 'Vase\n12,99 €', '11,99 €'],
    ['without a currency', 'Vase\n49', '49'],
    ['it does not quote', 'Vase\n12,99 €', null],
  ])('is dropped %s', (_, text, quote) => {
    expect(check(text, quote)).toBeNull()
  })
})
