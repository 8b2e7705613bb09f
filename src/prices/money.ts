import { minorUnits } from '#src/money.ts'

/** True for a code that Intl knows as a currency. */
export function isCurrency(code: string | null): code is string {
  try {
    return code !== null && minorUnits(code) >= 0
  } catch {
    return false
  }
}
