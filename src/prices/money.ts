import { minorUnits } from '#src/money.ts'
import { withMinorUnits } from './reading/markup.ts'

/** Minor units of a decimal string as readers write it: `49.00` is 4900 cents, `500` yen are 500. */
export function toMinor(decimal: string, currency: string): bigint {
  return BigInt(withMinorUnits(decimal, currency).replace('.', ''))
}

/** True for a code that Intl knows as a currency. */
export function isCurrency(code: string | null): code is string {
  try {
    return code !== null && minorUnits(code) >= 0
  } catch {
    return false
  }
}
