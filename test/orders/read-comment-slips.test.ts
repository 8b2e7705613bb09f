import { expect, test } from 'vitest'
import { readComment } from '#src/orders/comments/read-comment.ts'
import type { Offer } from '#src/orders/sales/read-sale.ts'

const offerOf = (...colours: string[]): Offer => {
  return { colours, price: null, maxPerPerson: null, maxPerColour: null, unit: 'each' }
}
const read = (text: string, ...colours: string[]) => readComment(`${text} ada@example.com`, offerOf(...colours))

test.each([
  ['2 blank please', 'black'],
  ['2 block please', 'black'],
  ['2 while they last', 'white'],
  ['2 write to me at', 'white'],
  ['2 dream ones', 'cream'],
  ['2 custard ones', 'mustard'],
  ['2 greet ones', 'green'],
  ['2 for the crown', 'brown'],
])('000-053 a word a letter from a colour is no sure colour: %j', (text, colour) => {
  expect(read(text, colour, 'turquoise').needsHuman).toBe(true)
})

test.each([
  ['2 blakc please', 'black'],
  ['2 blackk please', 'black'],
  ['2 whte please', 'white'],
  ['2 lavander please', 'lavender'],
  ['2 greens please', 'green'],
])('000-053 a slip of the finger is: %j', (text, colour) => {
  expect(read(text, colour, 'turquoise')).toMatchObject({ items: { [colour]: 2 }, needsHuman: false })
})

test.each([
  ['2 oliver please', 'olive'],
  ['2 blake please', 'black'],
])('000-053 a name with the ending of another language is no sure colour: %j', (text, colour) => {
  expect(read(text, colour, 'turquoise').needsHuman).toBe(true)
})

test('000-053 where the writer speaks that language it is', () => {
  expect(read('Hallo, ich hätte gern zwei schwarze bitte', 'black', 'turquoise')).toMatchObject({
    items: { black: 2 },
    needsHuman: false,
  })
})

test('000-053 a colour taken back by a wider word takes none away for sure', () => {
  expect(read('1 dusty rose 1 white, no pink', 'gold', 'white', 'dusty rose').needsHuman).toBe(true)
  expect(read('1 gold 1 white, no gold', 'gold', 'white', 'dusty rose')).toMatchObject({
    items: { white: 1 },
    needsHuman: false,
  })
})
