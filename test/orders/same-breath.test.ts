import { describe, expect, it } from 'vitest'
import { readComment } from '#src/orders/comments/read-comment.ts'
import { paletteOf } from '#src/orders/reading/palette.ts'
import { readSale } from '#src/orders/sales/read-sale.ts'
import { tokenise } from '#src/reading/tokens.ts'

const offer = readSale('NEW DROP Beaded bracelets in black, red, white & gold. $12 each. Max 5 per person')

describe('000-056 what is said in the same breath', () => {
  it.each<[string, string, Record<string, number>]>([
    ['gris', '2 grises, perdón, 3 grises', { gris: 3 }],
    ['gris', 'una gris, no, mejor dos', { gris: 2 }],
    ['noir', '2 noirs non pardon 3 noirs', { noir: 3 }],
    ['schwarz', 'eine schwarze, ach nein, doch lieber zwei', { schwarz: 2 }],
    ['nero', 'una nera, scusa, due nere', { nero: 2 }],
    ['geel', '2 gele, nee wacht, 3 gele', { geel: 3 }],
    ['preta', '2 pretas, não, 3 pretas', { preta: 3 }],
    ['nyeusi', 'nyeusi mbili, hapana, tatu', { nyeusi: 3 }],
    ['indigo', 'one for me and one for my mum so two please', { indigo: 2 }],
    ['indigo', 'two!! one for me one for my mum', { indigo: 2 }],
    ['indigo', 'INDIGO INDIGO INDIGO ok but really just one', { indigo: 1 }],
    ['indigo', '2 indigo, no wait 3 actually', { indigo: 3 }],
    ['indigo', '3 indigo, make it 2 instead, sorry', { indigo: 2 }],
    ['indigo', 'obviously 2 indigo, my mail would be', { indigo: 2 }],
    ['indigo', 'Merry Christmas! will take 2 indigo, bye', { indigo: 2 }],
    ['grau', '2 graue, Mail wäre', { grau: 2 }],
    ['verde', 'una verde per la nonna e', { verde: 1 }],
    ['azul', '2 azuis para a minha avó', { azul: 2 }],
    ['indigo', "I'll take all four", { indigo: 4 }],
    ['indigo', '1 for me, 1 for my mum, and 2 for my kids', { indigo: 4 }],
    ['indigo', '1 for me 1 for mum 2 for work', { indigo: 4 }],
    ['red', "2 red for my sister's 40th", { red: 2 }],
    ['red', 'five red for the yoga studio pls', { red: 5 }],
    ['rouge', '2 rouges pour ma sœur', { rouge: 2 }],
    ['rosa', 'eine rosa für meine Nachbarin', { rosa: 1 }],
    ['azul', '2 azuis para minha avó', { azul: 2 }],
    ['geel', 'doe mij maar 2 gele voor mijn zus', { geel: 2 }],
  ])('of a sale of %s, "%s" is read, and nobody need look', (colour, text, items) => {
    expect(readComment(`${text} kit@example.com`, { ...offer, colours: [colour] })).toMatchObject({
      items,
      needsHuman: false,
    })
  })

  it.each([
    ...['una verde no, dos', '2 red or no wait 3', '2 red, actually nothing', '1 red 1 white actually 1 gold'],
    ...['one red please, one red for my wife, two red for my boys', '2 red, 3 red, 5 red', 'red, 2 red, 3 red'],
    ...['1 red for work, 2 red for home, 3 red for gifts', 'black for me and one for my wife'],
    ...['2 red sorry for my english 1 black', '2 red sorry + 1 black', '2 red, and actually 1 black'],
    ...['2 red, sorry no bag 1 black', '2 red make it quick, 1 black', '2 red hold on 1 black', '2 red pardon 1 black'],
    ...[
      '2 red for a different address',
      '2 red for the sale price',
      '2 red for my last comment',
      '2 red for my new flat',
    ],
    ...[
      '2 red for the one I saw',
      '2 red for the larger size',
      '2 red for the tall version',
      'as per my comment, 2 red',
    ],
    ...['1 red for my son who is 5', '1 red for my sister she loves it', '2 red and one for my mum', 'red red red 2'],
    ...[
      '3 red but only 2',
      '3 red, only if you ship today',
      '2 red, make it 3 instead of 1 white',
      'two: 1 red for me, 2 for mum',
    ],
  ])('"%s" is not', (text) => {
    expect(readComment(`${text} kit@example.com`, offer).needsHuman).toBe(true)
  })

  it.each([
    'mine and 2 for mum',
    '2 sorry for my english 1',
    '1 for me, sorry 1 for mum',
    '2 for my girls: 1 for Ann, 1 for Bea',
    '1 for me, 1 for mum, 2',
    '1 for me, 2 for mum, 4',
  ])('of a sale of one colour "%s" is not', (text) => {
    expect(readComment(`${text} kit@example.com`, { ...offer, colours: ['black'] }).needsHuman).toBe(true)
  })

  it.each<[string, Record<string, number>]>([
    ['one red for me, one red for mum, so two red', { red: 2 }],
    ['2 red, make that 1 black', { black: 1 }],
    ['2 red I mean 2 black', { black: 2 }],
    ['2 red, no, 1 red 1 black', { red: 1, black: 1 }],
  ])('"%s" is clear', (text, items) => {
    expect(readComment(`${text} kit@example.com`, offer)).toMatchObject({ items, needsHuman: false })
  })

  it.each([['adding to my order: 2 more red', { red: 2 }]])(
    '"%s" keeps its amounts for the person who looks',
    (text, items) => {
      expect(readComment(`${text} kit@example.com`, offer)).toMatchObject({ needsHuman: true, items })
    },
  )

  it('"more" is no "mor" in the plural', () => {
    expect(paletteOf(['red']).at(tokenise('more'), 0)).toBeNull()
    expect(paletteOf(['red']).at(tokenise('mor'), 0)?.value.key).toBe('purple')
  })

  it('without an address only what is wanted or counted is an item', () => {
    expect(readComment('omg look at the red one', offer)).toMatchObject({ isOrder: false, items: null })
    expect(readComment('2 red', offer)).toMatchObject({ isOrder: false, items: { red: 2 } })
  })
})
