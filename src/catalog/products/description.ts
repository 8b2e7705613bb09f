import type { Product } from '#entities/catalog/product.ts'
import { toDecimal } from '#src/money.ts'
import { leaveOutOtherPrices } from '../reading/other-prices.ts'

type Described = Pick<Product, 'description' | 'synced' | 'price' | 'currency'>

/**
 * What its post says of it, as buyers read it: nothing there names another price than the shop asks. What a person
 * wrote is theirs.
 */
export function descriptionNow({ description, synced, price, currency }: Described): string {
  const said = synced?.price ?? null
  if (description !== synced?.description || said === null || BigInt(said) === price) return description
  return leaveOutOtherPrices(description, currency, Number(toDecimal(price, currency)))
}
