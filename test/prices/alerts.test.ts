import { describe, expect, test } from 'vitest'
import { decideAlert, decideMissed, decideStock } from '#src/prices/alerts/decide.ts'
import { type Known, type Read, weigh } from '#src/prices/looks/weigh.ts'
import { readRule } from '#src/prices/watches/write-rule.ts'

type Watch = Parameters<typeof decideAlert>[0]

const start = new Date('2026-03-02T12:00:00Z')
const fresh: Watch = {
  rule: 'any',
  value: null,
  currency: 'USD',
  baseline: 5900n,
  isArmed: true,
  toldPrice: null,
  toldAt: null,
}

/** Runs prices through a watch, a minute apart; the prices that were told come back. */
function run(watch: Watch, prices: number[], minutes = 1): number[] {
  let now = { ...watch }
  const told: number[] = []
  let before = Number(watch.baseline)
  for (const [at, price] of prices.entries()) {
    const time = new Date(start.getTime() + (at + 1) * minutes * 60_000)
    const change = { price: BigInt(price), before: BigInt(before), currency: 'USD', at: time }
    const { tell, set } = price === before ? { tell: null, set: {} } : decideAlert(now, change)
    now = { ...now, ...set }
    if (tell) told.push(price)
    before = price
  }
  return told
}

describe('004-032: the rule a subscriber chose', () => {
  test.each([
    ['any drop of 1 %', { rule: 'any' }, [5850, 5841], [5841]],
    ['ten percent', { rule: 'percent', value: 1000n }, [5400, 5310], [5310]],
    ['five dollars off', { rule: 'amount', value: 500n }, [5450, 5400], [5400]],
    ['under twenty', { rule: 'target', value: 2000n }, [2100, 2000], [2000]],
    ['a rise', { rule: 'up' }, [5800, 5930, 6000], [6000]],
  ] as const)('%s', (_, rule, prices, told) => {
    expect(run({ ...fresh, ...rule }, [...prices])).toEqual(told)
  })

  test.each([
    ['10%', { rule: 'percent', value: 1000n }],
    ['2,5 %', { rule: 'percent', value: 250n }],
    ['5 off', { rule: 'amount', value: 500n }],
    ['under 20', { rule: 'target', value: 2000n }],
    ['UP', { rule: 'up', value: null }],
    [' any ', { rule: 'any', value: null }],
  ])('%j is understood', (typed, rule) => {
    expect(readRule(typed, 'USD')).toEqual(rule)
  })

  test.each(['0%', '0.00%', '0 off', 'under 0', '100%', 'cheap', '-5 off'])('%j is none', (typed) => {
    expect(() => readRule(typed, 'USD')).toThrow('under 20')
  })

  test('the same figure in another currency is no drop', () => {
    const change = { price: 4900n, before: 5900n, currency: 'EUR', at: start }
    expect(decideAlert(fresh, change).tell).toBe(null)
  })
})

describe('004-050: once per drop', () => {
  test('a drop is told once, a further drop again', () => {
    expect(run(fresh, [4900, 4900, 4500, 4490])).toEqual([4900, 4500])
  })

  test('a price that flaps 59/49 within the hour is told once', () => {
    expect(run(fresh, [4900, 5900, 4900, 5900, 4900, 5900, 4900])).toEqual([4900])
  })

  test('an hour later the same drop is news again, after a rise', () => {
    expect(run(fresh, [4900, 5900, 4900], 61)).toEqual([4900, 4900])
  })

  test('a price that only climbs back is no drop, though it is still below the first', () => {
    expect(run(fresh, [4000, 4500, 5000])).toEqual([4000])
  })

  test('a rise before the drop moves no baseline', () => {
    expect(run(fresh, [7900, 6500, 5800])).toEqual([5800])
  })

  test('a drop before the address was confirmed is told right after it', () => {
    expect(decideMissed(fresh, { price: 4900n, currency: 'USD', at: start })).toMatchObject({ tell: 'drop' })
    expect(decideMissed(fresh, { price: 5900n, currency: 'USD', at: start })).toMatchObject({ tell: null })
  })

  test('back in stock is told once an hour at most', () => {
    const out = { toldStock: 'out_of_stock', stockToldAt: null }
    const first = decideStock(out, 'in_stock', start)
    expect(first).toEqual({ tell: 'stock', set: { toldStock: 'in_stock', stockToldAt: start } })
    const flap = { toldStock: 'out_of_stock', stockToldAt: start }
    expect(decideStock(flap, 'in_stock', new Date(start.getTime() + 60_000)).tell).toBe(null)
    expect(decideStock({ toldStock: 'in_stock', stockToldAt: null }, 'out_of_stock', start).tell).toBe(null)
    expect(decideStock(out, 'unknown', start)).toEqual({ tell: null, set: {} })
  })
})

describe('004-051: a suspicious price is looked at twice', () => {
  const thing = { productName: 'Blue denim jacket', variant: 'M' }
  const known = { price: 5900n, currency: 'USD', source: 'json-ld', doubt: null, rejected: null, ...thing }
  const read = (price: bigint, ...others: [string, string][]) => ({
    price,
    currency: 'USD',
    source: 'json-ld',
    claims: [['json-ld', String(price)], ...others].map(([source = '', amount = '']) => ({
      source,
      price: amount,
      currency: 'USD',
      piece: amount,
    })),
  })
  const doubted = (price: bigint) => ({
    ...known,
    doubt: {
      why: '',
      seenAt: '',
      availability: 'unknown' as const,
      was: null,
      isAsked: false,
      claims: read(price).claims,
    },
  })

  const weighed = (before: Known, now: Read) => weigh(before, now, before)

  test('an ordinary drop is believed at once', () => {
    expect(weighed(known, read(4900n))).toEqual({ what: 'believe' })
  })

  test('a drop by 70 % counts when a second look and a second extractor say the same', () => {
    expect(weighed(known, read(1770n))).toMatchObject({ what: 'again' })
    expect(weighed(doubted(1770n), read(1770n, ['page', '1770']))).toEqual({ what: 'believe' })
    expect(weighed(doubted(1770n), read(1770n, ['page', '5900']))).toMatchObject({ what: 'ask' })
    expect(weighed(doubted(1770n), read(1770n))).toMatchObject({ what: 'ask' })
  })

  test('$5.90 instead of $59.00 is for a person, however many extractors agree', () => {
    expect(weighed(doubted(590n), read(590n, ['page', '590']))).toMatchObject({ what: 'ask' })
  })

  test('a drop by more than 85 % is for a person, whoever agrees and whatever the figure looks like', () => {
    expect(weighed(doubted(886n), read(886n, ['page', '886']))).toEqual({ what: 'believe' })
    expect(weighed(doubted(767n), read(767n, ['page', '767']))).toMatchObject({ what: 'ask' })
  })

  test('zero and another currency are for a person', () => {
    expect(weighed(doubted(0n), read(0n, ['page', '0']))).toMatchObject({ what: 'ask' })
    const euros = { ...read(5900n), currency: 'EUR' }
    expect(weighed(known, euros)).toMatchObject({ what: 'again' })
  })

  test('what a person called wrong is not believed while the page says the same', () => {
    const rejected = { source: 'json-ld', price: '590', currency: 'USD', piece: '' }
    expect(weighed({ ...known, rejected }, read(590n))).toEqual({ what: 'ignore' })
    expect(weighed({ ...known, rejected }, read(4900n))).toEqual({ what: 'believe' })
  })

  test('another part of the page is not believed at its first word', () => {
    const other = { ...read(4900n), source: 'page' }
    expect(weighed(known, other)).toMatchObject({ what: 'again' })
    expect(weighed({ ...doubted(4900n) }, other)).toEqual({ what: 'believe' })
  })
})
