/** Digits after the point, by ISO 4217 as Intl knows it: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorUnits(currency: string): number {
  const known = digits.get(currency) ?? formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, known)
  return known
}

/** `$36.00`, `KES 2,200.00`, `¥500`: minor units for people to read, with the currency's own digits. */
export function writeMoney(minor: bigint, currency: string): string {
  const decimal = toDecimal(minor, currency) as Intl.StringNumericLiteral
  return formatOf(currency).format(decimal).replaceAll('\u00a0', ' ')
}

/** `36.00`: minor units as the decimal string APIs speak. */
export function toDecimal(minor: bigint, currency: string): string {
  return writeUnits(minor, minorUnits(currency))
}

/** Minor units of a decimal string as APIs and readers write it: `49.00` is 4900 cents, `500` yen are 500. */
export function fromDecimal(decimal: string, currency: string): bigint {
  return readUnits(decimal, minorUnits(currency))
}

/** The last of so many digits is the unit. */
export function writeUnits(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return `${units < 0n ? '-' : ''}${whole}${digits ? `.${text.slice(-digits)}` : ''}`
}

/** Half a unit is a whole one. */
export function readUnits(decimal: string, digits: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  const isHalf = Number(fraction[digits] ?? 0) >= 5
  return BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0')) + (isHalf ? 1n : 0n)
}

/** A thousand million million: sums of a thousand such still fit a column. */
const MOST_MINOR = 10n ** 15n

/**
 * Minor units of an amount a person typed: `12`, `$12.50`, `KES 2,200`, `1.234,50 €`. Null for anything else, for
 * less than nothing, for more than any table holds, and for more digits after the point than the currency has.
 */
export function readMoney(text: string, currency: string): bigint | null {
  const digits = minorUnits(currency)
  const bare = text
    .slice(0, 60)
    .replace(/^[\p{Sc}\p{L}\s]+|[\p{Sc}\p{L}\s]+$/gu, '')
    .replace(/\s+/g, ' ')
  const parts = split(bare, digits)
  if (!parts) return null
  const fraction = parts.fraction.replace(/0+$/, '')
  if (fraction.length > digits) return null
  const minor = BigInt(parts.whole + fraction.padEnd(digits, '0'))
  return minor <= MOST_MINOR ? minor : null
}

/** Before and after the point. `1,234` is grouped; `1.234` only where the currency has no point. */
function split(text: string, digits: number): { whole: string; fraction: string } | null {
  const [, whole, fraction = ''] = /^(\d{1,18})(?:[.,](\d+))?$/.exec(text) ?? []
  const [, groups, mark, rest = ''] = /^(\d{1,3}(?:([ .,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/.exec(text) ?? []
  const isGrouped = groups && !(whole && mark === '.' && digits > 0)
  if (isGrouped) return { whole: groups.replace(/\D/g, ''), fraction: rest }
  return whole ? { whole, fraction } : null
}

const formats = new Map<string, Intl.NumberFormat>()
const digits = new Map<string, number>()

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency) ?? new Intl.NumberFormat('en-US', { style: 'currency', currency })
  formats.set(currency, known)
  return known
}
