import type { CheckedAddress } from '#entities/orders/order.ts'
import { addressLines } from './given-address.ts'

/** In one line: as Google has it where it was checked, else as it was written. */
export function writeAddress({ formatted, given, validatedAt }: CheckedAddress): string {
  return validatedAt && formatted ? formatted : addressLines(given).join(', ')
}
