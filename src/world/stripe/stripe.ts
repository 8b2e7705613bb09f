import { createVendor } from '#src/world/meta/vendor.ts'
import type { Fault, StandIn, StandInOptions } from '#src/world/stand-in.ts'
import { setupStripe } from './api.ts'
import { type PaymentLink, type StripeState, seedStripe } from './state.ts'
import { StripeError, writeStripeError } from './stripe-error.ts'

type StripeOptions = StandInOptions & { secretKey: string }

type StripeView = { links: PaymentLink[] }

type StripeAct = {
  /** A customer pays on the page of this address; false where the link is paid or unknown. */
  pay(address: string): Promise<boolean>
  /** The next new call ends in a 500, and so does every call with its key from then on. */
  failNext(): Promise<void>
}

export type StripeStandIn = StandIn<StripeView, StripeAct>

/** Stripe's Payment Links on loopback. emulate's own Stripe has none. */
export async function createStripeStandIn({ secretKey, ...options }: StripeOptions): Promise<StripeStandIn> {
  const vendor = await createVendor<StripeState>(
    { name: 'stripe', state: seedStripe, setup: (context) => setupStripe(context, secretKey), refuse },
    options,
  )
  return Object.assign(vendor, {
    view: () => ({ links: vendor.state.links }),
    act: {
      pay: (address: string) => vendor.change((state) => pay(state, address)),
      failNext: () =>
        vendor.change((state) => {
          state.failures += 1
        }),
    },
  })
}

function pay({ links }: StripeState, address: string): boolean {
  const link = links.find(({ url }) => url === address.split('?')[0])
  if (!link?.active) return false
  link.paid += 1
  link.active = link.limit === null || link.paid < link.limit
  return true
}

function refuse(fault: Fault): Response {
  if (fault.kind === 'rate-limited') {
    const headers = { 'retry-after': String(fault.retryAfterS) }
    return writeStripeError(new StripeError('Too many requests', 'rate_limit', null, 429), headers)
  }
  const status = fault.kind === 'error' ? fault.status : 500
  return writeStripeError(new StripeError('An unknown error occurred', null, null, status))
}
