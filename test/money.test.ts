import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromDecimal, minorUnits, readMoney, toDecimal, writeMoney } from '#src/money.ts'

test('an amount is written with its currency and that currency has its own digits', () => {
  expect(writeMoney(3600n, 'USD')).toBe('$36.00')
  expect(writeMoney(220_000n, 'KES')).toBe('KES 2,200.00')
  expect(writeMoney(500n, 'JPY')).toBe('¥500')
  expect(writeMoney(1234n, 'KWD')).toBe('KWD 1.234')
  expect(writeMoney(9_007_199_254_740_993n, 'USD')).toBe('$90,071,992,547,409.93')
  expect(['USD', 'JPY', 'KWD'].map(minorUnits)).toEqual([2, 0, 3])
})

test('programs get decimal strings', () => {
  expect(toDecimal(5n, 'USD')).toBe('0.05')
  expect(toDecimal(-1250n, 'USD')).toBe('-12.50')
  expect(toDecimal(500n, 'JPY')).toBe('500')
})

test.each([
  ['49.00', 'USD', 4900n],
  ['49', 'USD', 4900n],
  ['18.5', 'USD', 1850n],
  ['18.505', 'USD', 1851n],
  ['18.504', 'USD', 1850n],
  ['500', 'JPY', 500n],
  ['499.5', 'JPY', 500n],
  ['1.234', 'KWD', 1234n],
])('%s in %s, as readers and programs write it, has so many minor units', (decimal, currency, minor) => {
  expect(fromDecimal(decimal, currency)).toBe(minor)
})

test.each([
  ['12', 'USD', 1200n],
  ['$12.50', 'USD', 1250n],
  ['12.5', 'USD', 1250n],
  ['KES 2,200', 'KES', 220_000n],
  ['1.234,50 €', 'EUR', 123_450n],
  ['1 234,50 Kč', 'CZK', 123_450n],
  ['1,234', 'USD', 123_400n],
  ['0.125', 'KWD', 125n],
  ['1200.00', 'JPY', 1200n],
])('%s in %s is read as people mean it', (text, currency, minor) => {
  expect(readMoney(text, currency)).toBe(minor)
})

test.each(['', 'free', '-5', '12.345', '1,2,3', '12,34,567', '1e5', '12.50.1', '999999999999999999'])(
  '%s is no amount',
  (text) => {
    expect(readMoney(text, 'USD')).toBeNull()
  },
)

test('whatever is written can be read back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 14n }),
      fc.constantFrom('USD', 'JPY', 'KWD', 'KES'),
      (minor, currency) => {
        expect(readMoney(writeMoney(minor, currency), currency)).toBe(minor)
        expect(readMoney(toDecimal(minor, currency), currency)).toBe(minor)
      },
    ),
  )
})
