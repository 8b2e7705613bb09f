import type { Sale } from '#entities/orders/sale.ts'
import { toDecimal } from '#src/money.ts'
import type { Offer } from './read-sale.ts'

/** What is on offer, as an admin confirmed it: the reader goes by this, not by the caption. */
export function offerOf({ colours, price, currency, maxPerPerson, maxPerColour, unit }: Sale): Offer {
  return {
    colours,
    price: price !== null && currency ? { amount: toDecimal(price, currency), currency } : null,
    maxPerPerson,
    maxPerColour,
    unit,
  }
}
