import type { NewDelivery } from '#entities/outbox/delivery.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { createStripe } from '#src/integrations/stripe.ts'
import type { Sender, Senders } from '#src/outbox/senders.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'

/** A closed order is not paid for any more: its link is switched off where it was made. */
export function unlinkDelivery(view: OrderView, cartLinkRef: string): NewDelivery {
  return {
    key: `order:${writeRef(orderKind, view)}:unlink:${cartLinkRef}`,
    kind: 'orders.unlink',
    channel: 'stripe',
    recipient: 'Stripe',
    zone: 'UTC',
    payload: { link: cartLinkRef },
    subject: 'order',
    subjectId: view.id,
  }
}

/** Switched off twice is switched off: nothing of it is ever in doubt. */
export function createUnlinking({ STRIPE_SECRET_KEY, STRIPE_API_URL }: Settings): Senders {
  if (!STRIPE_SECRET_KEY) return {}
  const stripe = createStripe({ secretKey: STRIPE_SECRET_KEY, apiUrl: STRIPE_API_URL })
  const sender: Sender = {
    vendor: 'stripe',
    name: 'Stripe',
    noun: 'link to switch off',
    async send({ payload }) {
      await stripe.switchOff(String(payload.link))
      return {}
    },
    settle: async () => null,
    mayHaveLeft: () => false,
  }
  return { stripe: sender }
}
