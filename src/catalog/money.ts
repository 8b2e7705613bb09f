import { fromDecimal, toDecimal, writeMoney } from '#src/money.ts'

/** `KES 2,200`, `$9.50`: without cents where there are none. */
export function writePrice(minor: bigint, currency: string): string {
  return writeMoney(minor, currency).replace(/\.0+$/, '')
}

/** `2,200`: where the currency stands beside it already. */
export function writeAmount(minor: bigint, currency: string): string {
  return writePrice(minor, currency).replace(/^[^\d-]+/, '')
}

/** Minor units of what a reader or a model said in whole ones; null for what the currency cannot hold. */
export function toMinor(amount: number | null, currency: string): bigint | null {
  if (amount === null || !Number.isFinite(amount) || amount < 0 || amount > 1e12) return null
  return fromDecimal(amount.toFixed(6), currency)
}

export function writeDecimal(minor: bigint | null, currency: string): string | null {
  return minor === null ? null : toDecimal(minor, currency)
}
