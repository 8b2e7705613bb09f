import type { Product } from '#entities/catalog/product.ts'
import { toDecimal } from '#src/money.ts'
import { leaveOutGone } from '../reading/told/gone-words.ts'
import { leaveOutOtherPrices } from '../reading/told/other-prices.ts'
import { isOutOfStock } from './stock.ts'

type Described = Parameters<typeof isOutOfStock>[0] & Pick<Product, 'description' | 'synced' | 'price' | 'currency'>

/**
 * What its post says of it, as buyers read it: nothing there names another price than the shop asks, or says that it is
 * gone while some are left. What a person wrote is theirs.
 */
export function descriptionNow(product: Described): string {
  const { description, synced, price, currency } = product
  if (description !== synced?.description) return description
  const told = isOutOfStock(product) ? description : leaveOutGone(description)
  const isPriced = synced.price === null || BigInt(synced.price) === price
  return isPriced ? told : leaveOutOtherPrices(told, currency, Number(toDecimal(price, currency)))
}
