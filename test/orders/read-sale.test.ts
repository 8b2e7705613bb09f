import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Offer, readSale } from '#src/orders/sales/read-sale.ts'

type Case = { sale: string; saleId: string; offer: Omit<Offer, 'price'> }

const cases: Case[] = JSON.parse(readFileSync(new URL('../corpora/comments.json', import.meta.url), 'utf8'))
const sales = [...new Map(cases.map((one) => [one.saleId, one])).values()]

describe('the caption of a sale post', () => {
  it.each(sales.map((one) => [one.saleId, one] as const))(
    'of the corpus, %s: colours, limits and unit as labelled',
    (_, one) => {
      const { colours, maxPerPerson, maxPerColour, unit } = readSale(one.sale)
      expect({ colours, maxPerPerson, maxPerColour, unit }).toEqual(one.offer)
    },
  )

  it.each<[string, Partial<Offer>]>([
    [
      'Mugs in speckled white, cobalt, moss and charcoal, $32 each',
      { colours: ['speckled white', 'cobalt', 'moss', 'charcoal'], price: { amount: '32', currency: 'USD' } },
    ],
    [
      'Candles 🕯 Colours: lavender, ivory, emerald. €14 each, limit 3 per person',
      {
        colours: ['lavender', 'ivory', 'emerald'],
        price: { amount: '14', currency: 'EUR' },
        maxPerPerson: 3,
      },
    ],
    [
      'Earrings, $10 a pair. Coral, peach, jet black. One pair per colour please!',
      {
        colours: ['coral', 'peach', 'jet black'],
        unit: 'pair',
        maxPerColour: 1,
      },
    ],
    [
      'Gorras: rojo, azul marino, beige. $180 MXN c/u, máximo 2 por persona',
      {
        colours: ['rojo', 'azul marino', 'beige'],
        maxPerPerson: 2,
      },
    ],
    [
      'Vikapu: nyeusi, nyekundu, kijani. KSh 1,500 kila moja',
      {
        colours: ['nyeusi', 'nyekundu', 'kijani'],
        price: { amount: '1500', currency: 'KES' },
      },
    ],
    ['Pulseras: negro (black), rojo (red)', { colours: ['black', 'red'] }],
    [
      'Hats in lilac / butter yellow / moss green. 28 USD. Limit 4 per customer',
      {
        colours: ['lilac', 'butter yellow', 'moss green'],
        price: { amount: '28', currency: 'USD' },
        maxPerPerson: 4,
      },
    ],
    [
      'Mugs, was $30, now $22.50 each. Navy and cream. Shipping $5',
      {
        colours: ['navy', 'cream'],
        price: { amount: '22.50', currency: 'USD' },
      },
    ],
    ['Tees: black, white (sold out), grey. Black Friday price $9!', { colours: ['black', 'grey'] }],
    ['Good morning everyone', { colours: [], price: null, maxPerPerson: null, maxPerColour: null, unit: 'each' }],
  ])('"%s"', (caption, wanted) => {
    expect(readSale(caption)).toMatchObject(wanted)
  })
})

it.each([
  ['Orecchini: rosso, oro, nero. 12 € al paio, massimo 3 paia a testa', { unit: 'pair', maxPerPerson: 3 }],
  ['Sokken: groen, zwart. €12 per paar', { unit: 'pair' }],
  ['Bolsas: mostaza, rosa. $350 MXN, máximo 2 de cada color', { maxPerColour: 2, maxPerPerson: null }],
  ['Borse: verde, blu. 20 €, massimo 2 di ogni colore', { maxPerColour: 2, maxPerPerson: null }],
  ['Tassen: rot, blau. 20 €, maximal 2 von jeder Farbe', { maxPerColour: 2, maxPerPerson: null }],
])('000-056 pairs and limits are known in the language of the caption: %s', (caption, offer) => {
  expect(readSale(caption)).toMatchObject(offer)
})
