import { expect, test } from 'vitest'
import { conditionOf } from '#src/catalog/products/condition.ts'

test.each([
  'Blue denim jacket, thrift grade A. Was 3000 now 2200!!',
  'Thrifted Levi’s 501. Size 32',
  'Blazers KES 800-1500 #thrift',
  'Nguo za mitumba, bei poa',
  'SECOND-HAND tote, KES 900',
  '2nd hand boots',
  'Preloved bag',
  'pre-owned watch, 12k',
  'Gently used pram',
  'Robe d’occasion, 15 €',
  'Not new: thrifted in Gikomba',
])('%s: used', (caption) => expect(conditionOf([null, 'A thing', caption])).toBe('used'))

test.each([
  'Wrap dress, KES 2500',
  'Brand new, not thrift',
  'Brand new bags. No mitumba here',
  'Si mitumba, ni mpya kabisa',
  'This is not a second-hand one',
  'Better than thrift, KES 700',
  'Never used, still in its box',
  'Robe neuve, pas d’occasion',
  'Perfect for every occasion',
])('%s: new', (caption) => expect(conditionOf(['A thing', caption])).toBe('new'))
