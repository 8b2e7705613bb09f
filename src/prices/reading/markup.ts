import { minorUnits, readUnits, writeUnits } from '#src/money.ts'
import { findMoney } from '#src/reading/money/find-money.ts'

/** The decimal string of markup, which is dot-decimal by its standard; commas are read as people mean them. */
export function readMarkup(value: unknown, currency: string | null): string | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? decimal(value) : null
  if (typeof value !== 'string') return null
  const isPlain = /^\d+(?:\.\d{1,6})?$/.test(value.trim()) || (currency && minorUnits(currency) === 3)
  const hint = { currency, decimal: isPlain ? ('.' as const) : undefined }
  const [first, second] = findMoney(value.slice(0, 80), hint).filter(({ spelt }) => !spelt)
  // "R 12 499,00" of a currency nobody names is not twelve.
  return first && !(second && first.by === 'nothing') ? first.amount : null
}

/** `1.5e3` is no price a person wrote; what JSON made of a plain one is. */
function decimal(value: number): string | null {
  const text = value.toFixed(6).replace(/\.?0+$/, '')
  return text.length > 16 ? null : text
}

/** As many digits after the point as the currency has: `18.5` is `18.50` in dollars and `18` yen stay `18`. */
export function withMinorUnits(value: string, currency: string | null): string {
  const digits = currency ? minorUnits(currency) : (value.split('.')[1]?.length ?? 0) > 0 ? 2 : 0
  return writeUnits(readUnits(value, digits), digits)
}
