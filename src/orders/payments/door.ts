import type { App } from '#src/app.ts'
import { readSignedEventId } from '#src/integrations/stripe.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { STRIPE } from './take-payments.ts'

/**
 * Stripe tells of payments; stored first, read by a step. The same event told twice is stored once.
 * @see https://docs.stripe.com/webhooks
 */
export const paymentDoors: OpenDoor[] = [{ method: 'post', path: '/stripe/webhook', quiet: true, take }]

async function take({ settings, inlet }: App, { headers, raw }: Call): Promise<Answer> {
  const { STRIPE_WEBHOOK_SECRET: secret } = settings
  if (!secret) throw new Problem(503, 'not_configured', 'STRIPE_WEBHOOK_SECRET is not set here.')
  const id = readSignedEventId(secret, headers.get('stripe-signature') ?? '', raw)
  if (!id) throw new Problem(401, 'bad_signature', 'The signature does not fit the body.')
  await inlet(STRIPE, id, raw)
  return { json: { received: true } }
}
