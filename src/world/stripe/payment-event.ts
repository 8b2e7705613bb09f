import { createHmac, randomBytes } from 'node:crypto'
import type { PaymentLink } from './state.ts'

/** Who pays, as the address of the page says it. */
export type Payer = { reference: string | null; email: string | null }

/**
 * The event of a payment through a link.
 * @see https://docs.stripe.com/api/checkout/sessions/object
 */
export function writePaymentEvent(link: PaymentLink, { reference, email }: Payer, at: Date): string {
  const created = Math.floor(at.getTime() / 1000)
  const session = {
    id: `cs_test_${randomBytes(12).toString('hex')}`,
    ...{ object: 'checkout.session', mode: 'payment', status: 'complete', payment_status: 'paid', livemode: false },
    ...{ created, currency: link.currency, amount_total: totalOf(link), payment_link: link.id },
    ...{ client_reference_id: reference, metadata: link.metadata, customer_details: { email } },
  }
  return JSON.stringify({
    id: `evt_test_${randomBytes(12).toString('hex')}`,
    ...{ object: 'event', type: 'checkout.session.completed', created, livemode: false, data: { object: session } },
  })
}

export function totalOf({ lines }: PaymentLink): number {
  return lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0)
}

/**
 * Posts an event, signed anew at each try; whether it was taken.
 * @see https://docs.stripe.com/webhooks/signature
 */
export async function postEvent(url: string, body: string, secret: string): Promise<boolean> {
  const at = Math.floor(Date.now() / 1000)
  const signed = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signed}` }
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    // Nobody there is, to Stripe, the same as a bad answer: it comes again later.
    return false
  }
}
