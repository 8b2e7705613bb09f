import type { Sale } from '#entities/orders/sale.ts'
import { toDecimal } from '#src/money.ts'
import type { Offer } from './read-sale.ts'

/** What is on offer, as an admin confirmed it: the reader goes by this, not by the caption. */
export function offerOf(sale: Sale): Offer {
  const { colours, price, currency, maxPerPerson, maxPerColour, unit, caption } = sale
  return {
    colours,
    price: price !== null && currency ? { amount: toDecimal(price, currency), currency } : null,
    maxPerPerson,
    maxPerColour,
    unit,
    ...(caption && { caption }),
  }
}
