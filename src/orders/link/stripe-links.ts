import { createHash } from 'node:crypto'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { Refusal } from '#src/errors.ts'
import { type Cart, createStripe } from '#src/integrations/stripe.ts'
import { toDecimal } from '#src/money.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind, saleKind } from '../kinds.ts'
import { inOrder } from '../write-items.ts'
import type { CartLinks } from './cart-link-provider.ts'

/** At Stripe: a Payment Link of the order's colours, which can be paid once and does not expire. */
export function createStripeLinks({ STRIPE_SECRET_KEY, STRIPE_API_URL }: Settings): CartLinks {
  if (!STRIPE_SECRET_KEY) throw new Refusal('CART_LINK_PROVIDER=stripe needs STRIPE_SECRET_KEY.')
  const stripe = createStripe({ secretKey: STRIPE_SECRET_KEY, apiUrl: STRIPE_API_URL })
  return {
    async fetch(view) {
      const cart = cartOf(view)
      return stripe.createPaymentLink(cart, keyOf(view, cart))
    },
    async keep(_tx, view, fetched) {
      if (!fetched) throw new Error(`${writeRef(orderKind, view)} has no link from Stripe`)
      return fetched.url
    },
  }
}

function cartOf(view: OrderView): Cart {
  const { sale, items, email, username } = view
  const { price, currency } = sale
  if (price === null || !currency) throw new Refusal(`${writeRef(saleKind, sale)} has no price`)
  const reference = writeRef(orderKind, view)
  return {
    currency,
    lines: inOrder(items, sale.colours).map(([name, quantity]) => ({
      name,
      unitPrice: toDecimal(price, currency),
      quantity,
    })),
    email: email ?? '',
    reference,
    metadata: { order: reference, sale: writeRef(saleKind, sale), instagram: username },
  }
}

/** The order and what its cart holds: a retry after a lost answer finds its link, a changed cart gets another. */
function keyOf({ id }: OrderView, cart: Cart): string {
  return `${id}:${createHash('sha256').update(JSON.stringify(cart)).digest('base64url')}`
}
