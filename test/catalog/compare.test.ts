import { expect, test } from 'vitest'
import { compareSides, type Facts } from '#src/catalog/drafts/compare.ts'

const facts = (more: Partial<Facts> = {}): Facts => ({ name: 'Clogs', description: 'Suede.', price: '220000', ...more })

test.each<[string, Facts, Facts, Partial<ReturnType<typeof compareSides>>]>([
  ['nothing changed', facts(), facts(), { follow: {}, differ: {} }],
  ['only Instagram changed', facts({ price: '200000' }), facts(), { follow: { price: '200000' }, differ: {} }],
  ['only the shop changed', facts(), facts({ price: '210000' }), { follow: {}, differ: {} }],
  [
    'both changed to the same',
    facts({ price: '200000' }),
    facts({ price: '200000' }),
    { follow: {}, agreed: { price: '200000' }, differ: {} },
  ],
  [
    'both changed',
    facts({ price: '200000', name: 'Red clogs' }),
    facts({ price: '210000', name: 'Clogs, red' }),
    { follow: {}, differ: { price: ['210000', '200000'], name: ['Clogs, red', 'Red clogs'] } },
  ],
  ['Instagram names no price any more', facts({ price: null }), facts(), { follow: {}, differ: {} }],
  ['and the shop has another', facts({ price: null }), facts({ price: '210000' }), { follow: {}, differ: {} }],
  ['Instagram says no word any more', facts({ name: '', description: '' }), facts(), { follow: {}, differ: {} }],
  [
    'a text that was written anew stays theirs',
    facts({ description: 'Suede, new.' }),
    facts({ description: 'The best suede.' }),
    { follow: {}, differ: {} },
  ],
  [
    'a text that was left alone follows',
    facts({ description: 'Suede, new.' }),
    facts(),
    { follow: { description: 'Suede, new.' }, differ: {} },
  ],
  [
    'the shop has no price, and Instagram names another',
    facts({ price: '200000' }),
    facts({ price: null }),
    { follow: {}, differ: { price: ['', '200000'] } },
  ],
])('001-312, 001-313, 001-314, 001-315: compared in three ways: %s', (_, instagram, shop, compared) => {
  expect(compareSides(facts(), instagram, shop)).toEqual({ agreed: {}, ...compared })
})
