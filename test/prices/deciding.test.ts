import { describe, expect, test } from 'vitest'
import { decideAlert, decideMissed, decideStock } from '#src/prices/alerts/decide.ts'
import { type Known, type Read, type Thing, weigh } from '#src/prices/looks/weigh.ts'

const START = new Date('2026-03-02T12:00:00Z')
const at = (minute: number) => new Date(START.getTime() + minute * 60_000)
type Watch = Parameters<typeof decideAlert>[0]
const asked: Watch = {
  ...{ rule: 'any', value: null, currency: 'USD', baseline: 5900n },
  ...{ isArmed: true, toldPrice: null, toldAt: null },
}

/** What a subscriber who signed up at $59.00 hears while the price goes this way: `minute: cents`. */
function heard(rule: Partial<Watch>, ...way: [number, bigint][]): string[] {
  const watch: Watch = { ...asked, ...rule }
  let before = 5900n
  return way.flatMap(([minute, price]) => {
    const { tell, set } = decideAlert(watch, { price, before, currency: 'USD', at: at(minute) })
    Object.assign(watch, set)
    before = price
    return tell ? `${minute}: ${tell} ${price}` : []
  })
}

describe('004-032, 004-050: what is told while a price moves', () => {
  test.each<[string, Partial<Watch>, [number, bigint][], string[]]>([
    ['any drop is one of 1 % at least', {}, [[1, 5841n]], ['1: drop 5841']],
    ['less than that is none', {}, [[1, 5842n]], []],
    [
      'a drop is told once, and the same price no more',
      {},
      [
        [1, 4900n],
        [2, 4900n],
        [200, 4900n],
      ],
      ['1: drop 4900'],
    ],
    [
      'a further drop is told again, of 1 % at least',
      {},
      [
        [1, 4900n],
        [2, 4852n],
        [3, 4851n],
      ],
      ['1: drop 4900', '3: drop 4851'],
    ],
    [
      'a flap within the hour is not told',
      {},
      [
        [1, 4900n],
        [10, 5900n],
        [60, 4900n],
      ],
      ['1: drop 4900'],
    ],
    [
      'a crumb less after such a flap',
      {},
      [
        [1, 4900n],
        [10, 5900n],
        [60, 4900n],
        [62, 4899n],
      ],
      ['1: drop 4900'],
    ],
    [
      'after an hour it is',
      {},
      [
        [1, 4900n],
        [10, 5900n],
        [61, 4900n],
      ],
      ['1: drop 4900', '61: drop 4900'],
    ],
    [
      'a rise of less than 1 % re-arms nothing',
      {},
      [
        [1, 4900n],
        [70, 4949n],
        [140, 4900n],
      ],
      ['1: drop 4900'],
    ],
    [
      'a rise of 1 % does',
      {},
      [
        [1, 4900n],
        [70, 4950n],
        [140, 4900n],
      ],
      ['1: drop 4900', '140: drop 4900'],
    ],
    [
      '10 %',
      { rule: 'percent', value: 1000n },
      [
        [1, 5311n],
        [2, 5310n],
      ],
      ['2: drop 5310'],
    ],
    [
      '5 off',
      { rule: 'amount', value: 500n },
      [
        [1, 5401n],
        [2, 5400n],
      ],
      ['2: drop 5400'],
    ],
    [
      'under 50',
      { rule: 'target', value: 5000n },
      [
        [1, 5001n],
        [2, 5000n],
      ],
      ['2: target 5000'],
    ],
    [
      'under 50, and the price rises below it',
      { rule: 'target', value: 5000n },
      [
        [1, 4000n],
        [200, 4500n],
      ],
      ['1: target 4000'],
    ],
    [
      'up',
      { rule: 'up' },
      [
        [1, 5959n],
        [2, 5960n],
      ],
      ['2: up 5960'],
    ],
    [
      'up, and further',
      { rule: 'up' },
      [
        [1, 6000n],
        [2, 6060n],
        [3, 6061n],
      ],
      ['1: up 6000', '3: up 6061'],
    ],
    [
      'up, and back, and up again after an hour',
      { rule: 'up' },
      [
        [1, 6000n],
        [9, 5900n],
        [62, 6000n],
      ],
      ['1: up 6000', '62: up 6000'],
    ],
    [
      'up, and back, and up again within the hour',
      { rule: 'up' },
      [
        [1, 6000n],
        [9, 5900n],
        [60, 6000n],
      ],
      ['1: up 6000'],
    ],
    [
      'up, and a fall that is still above the first price',
      { rule: 'up' },
      [
        [1, 6500n],
        [99, 6200n],
      ],
      ['1: up 6500'],
    ],
    ['a drop is none of who waits for a rise', { rule: 'up' }, [[1, 4000n]], []],
    ['no first price yet', { baseline: null }, [[1, 4000n]], []],
    ['another currency than at the sign-up', { currency: 'EUR' }, [[1, 4000n]], []],
    ['the currency was not known at the sign-up', { currency: null }, [[1, 4900n]], ['1: drop 4900']],
  ])('%s', (_, rule, way, told) => {
    expect(heard(rule, ...way)).toEqual(told)
  })

  test('who confirms hears of the drop in between, also who heard of one before they stopped and came back', () => {
    const now = { price: 4900n, currency: 'USD', at: at(90) }
    const told = { isArmed: false, toldPrice: 4900n, toldAt: at(80) }
    expect(decideMissed({ ...asked, ...told }, now)).toMatchObject({ tell: 'drop', set: { toldPrice: 4900n } })
    expect(decideMissed(asked, { ...now, price: 5900n }).tell).toBe(null)
    expect(decideMissed({ ...asked, baseline: null }, now)).toEqual({ tell: null, set: {} })
  })
})

test.each([
  ['it comes back', 'out_of_stock', null, 'in_stock', 'stock'],
  ['it comes back once more within the hour', 'out_of_stock', 1, 'in_stock', null],
  ['it comes back once more after an hour', 'out_of_stock', 0, 'in_stock', 'stock'],
  ['it is still gone', 'out_of_stock', null, 'out_of_stock', null],
  ['it is gone', 'in_stock', null, 'out_of_stock', null],
  ['it is there for the first time we can tell', 'unknown', null, 'in_stock', null],
  ['the page says nothing of its stock', 'out_of_stock', null, 'unknown', null],
  ['few are left', 'in_stock', null, 'limited', 'low'],
  ['few are left, the first thing the page says', 'unknown', null, 'limited', 'low'],
  ['few are left still', 'limited', null, 'limited', null],
  ['few are left once more within the hour', 'in_stock', 1, 'limited', null],
  ['few are left once more after an hour', 'in_stock', 0, 'limited', 'low'],
  ['few come back', 'out_of_stock', null, 'limited', 'stock'],
  ['there are more again', 'limited', null, 'in_stock', null],
  ['the last one is gone', 'limited', null, 'out_of_stock', null],
] as const)('004-001, 004-050: stock: %s', (_, toldStock, minute, now, tells) => {
  const told = { toldStock, stockToldAt: minute === null ? null : at(minute) } as Parameters<typeof decideStock>[0]
  const { tell, set } = decideStock(told, now, at(60))
  expect(tell).toBe(tells)
  expect(set.toldStock ?? toldStock).toBe(now === 'unknown' ? toldStock : now)
})

const claim = (price: bigint, source = 'json-ld', currency = 'USD') =>
  ({ source, price: String(price), currency, piece: '' }) as Read['claims'][number]
const read = (price: bigint, claims = [claim(price)], currency = 'USD'): Read => ({
  ...{ price, currency, claims },
  source: claims[0]?.source ?? 'page',
})
const jacket: Thing = { productName: 'Blue denim jacket', variant: 'M' }
const known = { price: 5900n, currency: 'USD', source: 'json-ld', doubt: null, rejected: null, ...jacket } as Known
const doubting = (price: bigint, currency = 'USD') =>
  ({ ...known, doubt: { claims: [claim(price, 'json-ld', currency)] } }) as Known
const both = (price: bigint, currency = 'USD') => [claim(price, 'json-ld', currency), claim(price, 'page', currency)]

describe('004-051: a reading is weighed before it counts', () => {
  test.each<[string, Known, Read, object]>([
    [
      'the first price of a page',
      { ...known, price: null, currency: null, source: null },
      read(100n),
      { what: 'believe' },
    ],
    ['the same price', known, read(5900n), { what: 'same' }],
    ['a drop of 60 %', known, read(2360n), { what: 'believe' }],
    ['a rise', known, read(99_900n), { what: 'believe' }],
    ['a steeper drop', known, read(2301n), { what: 'again', why: 'the price fell by 61 %' }],
    ['nothing to pay', known, read(0n), { what: 'again', why: 'the page says that it costs nothing' }],
    [
      'the same figure in another currency',
      known,
      read(5900n, undefined, 'EUR'),
      { what: 'again', why: 'the page now says EUR, before it was USD' },
    ],
    ['another part of the page', known, read(4900n, [claim(4900n, 'page')]), { what: 'again' }],
    ['it for the second time', doubting(4900n), read(4900n, [claim(4900n, 'page')]), { what: 'believe' }],
    ['a price of before we kept where it stood', { ...known, source: null }, read(4900n), { what: 'believe' }],
    ['what a person called wrong', { ...known, rejected: claim(4900n) }, read(4900n), { what: 'ignore' }],
    [
      'the figure a person called wrong, in another currency',
      { ...known, rejected: claim(4900n) },
      read(4900n, undefined, 'EUR'),
      { what: 'again', why: 'the page now says EUR, before it was USD' },
    ],
    [
      'a steep drop that was doubted in another currency',
      doubting(2000n, 'EUR'),
      read(2000n, both(2000n)),
      { what: 'again' },
    ],
    ['another price than that', { ...known, rejected: claim(4900n) }, read(4800n), { what: 'believe' }],
    ['a steep drop that two extractors bear out', doubting(2000n), read(2000n, both(2000n)), { what: 'believe' }],
    ['a steep drop that one extractor says twice', doubting(2000n), read(2000n), { what: 'ask' }],
    [
      'a steep drop that another contradicts',
      doubting(2000n),
      read(2000n, [...both(2000n), claim(5900n, 'meta')]),
      { what: 'ask' },
    ],
    ['one steep drop after another', doubting(2000n), read(1900n, both(1900n)), { what: 'again' }],
    ['a drop of 85 %', doubting(885n), read(885n, both(885n)), { what: 'believe' }],
    ['a drop beyond belief', doubting(826n), read(826n, both(826n)), { what: 'ask', why: 'the price fell by 86 %' }],
    ['a slipped point', doubting(590n), read(590n, both(590n)), { what: 'ask' }],
    ['nothing to pay, twice', doubting(0n), read(0n, both(0n)), { what: 'ask' }],
    ['another currency, twice', doubting(5000n, 'EUR'), read(5000n, both(5000n, 'EUR'), 'EUR'), { what: 'ask' }],
    ['a price after it was free', { ...known, price: 0n }, read(100n), { what: 'believe' }],
  ])('%s', (_, before, now, verdict) => {
    expect(weigh(before, now, jacket)).toMatchObject(verdict)
  })

  test.each<[string, Partial<Thing>, Known, object]>([
    [
      'of another product, where the address leads to what came after it',
      { productName: 'Red straw hat' },
      known,
      { what: 'again', why: 'the page is of "Red straw hat" now' },
    ],
    ['of another product, twice', { productName: 'Red straw hat' }, doubting(4900n), { what: 'ask' }],
    [
      'of a page that names no variant any more',
      { variant: null },
      known,
      { what: 'again', why: 'the page does not name M any more' },
    ],
    ['of such a page, twice', { variant: null }, doubting(4900n), { what: 'ask' }],
    ['of the same thing in more words', { productName: 'SALE: Blue denim jacket for men' }, known, { what: 'believe' }],
    ['of a page that names nothing', { productName: null }, known, { what: 'believe' }],
    ['of a thing that had no variant', {}, { ...known, variant: null }, { what: 'believe' }],
  ])('a lower price %s', (_, thing, before, verdict) => {
    expect(weigh(before, read(4900n), { ...jacket, ...thing })).toMatchObject(verdict)
  })

  test('a steep drop is of another product, however many extractors agree on its price', () => {
    const hat = { productName: 'Red straw hat', variant: null }
    expect(weigh(doubting(1900n), read(1900n, both(1900n)), hat)).toMatchObject({ what: 'ask' })
  })
})
