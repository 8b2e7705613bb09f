import type { Order, OrderState } from '#entities/orders/order.ts'
import type { SaleState } from '#entities/orders/sale.ts'

/** Where an order stands, as people say it. */
export const orderStates: Record<OrderState, string> = {
  scraped: 'Just in',
  'pending-details-validation': 'To approve',
  'not-valid': 'Closed',
  'details-validated': 'Approved',
  'awaiting-address-reply': 'Waiting for address',
  'shopping-cart-link-sent': 'Cart link sent',
}

/** Where a sale stands. */
export const saleStates: Record<SaleState, string> = {
  looking: 'looking it up',
  missing: 'not found',
  proposed: 'to confirm',
  open: 'open',
  closed: 'closed',
  dropped: 'dropped',
}

/** The same of one order: what has been paid, or is on its way, says so. */
export function standingOf({ state, paidAt, shippedAt }: Pick<Order, 'state' | 'paidAt' | 'shippedAt'>): string {
  if (state !== 'shopping-cart-link-sent' || !paidAt) return orderStates[state]
  return shippedAt ? 'Shipped' : 'Paid'
}
