import type { OrderState } from '#entities/orders/order.ts'

/** Where an order stands, as people say it. */
export const orderStates: Record<OrderState, string> = {
  scraped: 'Just in',
  'pending-details-validation': 'To approve',
  'not-valid': 'Not an order',
  'details-validated': 'Approved',
  'awaiting-address-reply': 'Waiting for address',
  'shopping-cart-link-sent': 'Cart link sent',
}
