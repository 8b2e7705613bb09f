import { createCourier } from '#src/world/courier.ts'
import type { Fault, StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { createVendor } from '#src/world/vendor/vendor.ts'
import { setupStripe } from './api.ts'
import { type Payer, postEvent, writePaymentEvent } from './payment-event.ts'
import { linkAt, type PaymentLink, type StripeState, seedStripe } from './state.ts'
import { StripeError, writeStripeError } from './stripe-error.ts'

type StripeOptions = StandInOptions & {
  secretKey: string
  /** What signs the events. */
  webhookSecret?: string
  clock?: () => Date
}

export type StripeView = { links: PaymentLink[] }

type StripeAct = {
  /** A customer pays on the page of this address; false where the link is paid, switched off or unknown. */
  pay(address: string): Promise<boolean>
  /** The next new call ends in a 500, and so does every call with its key from then on. */
  failNext(): Promise<void>
}

export type StripeStandIn = StandIn<StripeView, StripeAct> & {
  /** Where payments are told, and where the pages of new links are. */
  connect(at: { webhookUrl: string; pages: string }): void
  /** Until every event is delivered or waits for a later try. */
  settled(): Promise<void>
}

const RETRY_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000]

/** Stripe's Payment Links on loopback, and what it tells of payments. emulate's own Stripe has none. */
export async function createStripeStandIn(options: StripeOptions): Promise<StripeStandIn> {
  const { secretKey, webhookSecret = '', clock = () => new Date() } = options
  let webhookUrl: string | null = null
  let pages = 'https://buy.stripe.com'
  const vendor = await createVendor<StripeState>(
    {
      ...{ name: 'stripe', state: seedStripe, refuse },
      setup: (context) => setupStripe(context, secretKey, (name) => `${pages}/${name}`),
    },
    options,
  )
  const courier = createCourier({
    post: (body) => (webhookUrl ? postEvent(webhookUrl, body, webhookSecret) : null),
    change: (edit) => vendor.change(edit),
    delaysMs: RETRY_MS,
  })
  const { close } = vendor
  return Object.assign(vendor, {
    view: () => ({ links: vendor.state.links }),
    act: {
      async pay(address: string) {
        const told = await vendor.change((state) => pay(state, address, clock()))
        courier.send(told)
        return told.length > 0
      },
      failNext: () =>
        vendor.change((state) => {
          state.failures += 1
        }),
    },
    connect(at: { webhookUrl: string; pages: string }) {
      webhookUrl = at.webhookUrl
      pages = at.pages
      courier.send(vendor.state.events.filter(({ delivered }) => !delivered))
    },
    settled: courier.settled,
    async close() {
      await courier.close()
      await close()
    },
  })
}

/** What is to be told of it; nothing where nothing can be paid. */
function pay({ links, events }: StripeState, address: string, at: Date): StripeState['events'] {
  const link = linkAt(links, address)
  if (!link?.active) return []
  link.paid += 1
  link.active = link.limit === null || link.paid < link.limit
  const event = { body: writePaymentEvent(link, payerOf(address), at), delivered: false, tries: 0 }
  events.push(event)
  return [event]
}

function payerOf(address: string): Payer {
  const { searchParams } = new URL(address)
  return { reference: searchParams.get('client_reference_id'), email: searchParams.get('prefilled_email') }
}

function refuse(fault: Fault): Response {
  if (fault.kind === 'rate-limited') {
    const headers = { 'retry-after': String(fault.retryAfterS) }
    return writeStripeError(new StripeError('Too many requests', 'rate_limit', null, 429), headers)
  }
  const status = fault.kind === 'error' ? fault.status : 500
  return writeStripeError(new StripeError('An unknown error occurred', null, null, status))
}
