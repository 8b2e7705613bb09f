import type { Needs } from '#src/app.ts'
import { off, ok, wrong } from './finding.ts'

const TIMEOUT_MS = 15_000

/** Only where Stripe makes the cart links. */
export async function checkStripe({ settings }: Needs<'settings'>) {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL, CART_LINK_PROVIDER } = settings
  if (!key) {
    return CART_LINK_PROVIDER === 'stripe'
      ? wrong('CART_LINK_PROVIDER is stripe, but STRIPE_SECRET_KEY is missing.')
      : off(`cart links lead to ${CART_LINK_PROVIDER === 'checkout' ? 'our own page' : 'your Shopify cart'}`)
  }
  const url = `${STRIPE_API_URL.replace(/\/$/, '')}/v1/payment_links?limit=1`
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  await response.body?.cancel()
  if (response.status === 401) return wrong('Stripe refused our key. Make a new one in its dashboard.')
  if (response.status === 403) return wrong('the key may not read payment links: give it that permission.')
  if (!response.ok) return wrong(`Stripe answered ${response.status}.`)
  return ok(key.includes('_test_') ? 'a test key: nobody is charged' : 'payment links can be made')
}
