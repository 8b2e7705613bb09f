import { randomUUID } from 'node:crypto'
import type StripeSdk from 'stripe'
import { OutsideError } from '#src/errors.ts'
import { readRetryAfter } from './retry-after.ts'
import { sdk } from './sdk.ts'

type StripeConfig = {
  secretKey: string
  /** Another address for the API: protocol, host and port. */
  apiUrl?: string
}

/** What one customer is to pay for. */
export type Cart = {
  /** ISO 4217, as `USD`. */
  currency: string
  /** `unitPrice` is a decimal string such as `12.00`. Stripe takes at most 20 lines. */
  lines: { name: string; unitPrice: string; quantity: number }[]
  /** Filled in on the payment page; the customer may change it. */
  email: string
  /** Our name for the order, told with the payment: letters, digits, `-` and `_`, at most 200. */
  reference: string
  /** At most 50 keys of 40 characters, values of 500. */
  metadata: Record<string, string>
}

type Stripe = {
  /**
   * Makes a page on which this cart can be paid, once; returns its address. The same key and cart give the same page,
   * for at least 24 hours; the same key with another cart is an error.
   */
  createPaymentLink(cart: Cart, key: string): Promise<{ url: string; id: string }>
  /** The page of a link says from now on that it is not active; again changes nothing. */
  switchOff(id: string): Promise<void>
}

const TIMEOUT_MS = 20_000

/**
 * Payments through Stripe. A Payment Link and not a Checkout Session: a session is gone after 24 hours at most, a link
 * stays until it is paid or switched off, and our customers have 60 days. Calls fail with an OutsideError('stripe'),
 * its `code` Stripe's own: `rate_limit`, `parameter_invalid_integer`, `amount_too_small` ... Status 401 and 403: our
 * key.
 *
 * @see https://docs.stripe.com/api/payment-link/create
 * @see https://docs.stripe.com/payment-links/url-parameters
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export function createStripe({ secretKey, apiUrl }: StripeConfig): Stripe {
  // The SDK sends once more all the same when a connection is closed on it: the key makes that harmless.
  const client = new (sdk.stripe())(secretKey, {
    ...addressOf(apiUrl),
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
  })
  return {
    async createPaymentLink(cart, key) {
      const params = writeCart(cart)
      const create = (idempotencyKey: string) => client.paymentLinks.create(params, { idempotencyKey })
      const link = await create(key)
        // A 5xx is kept under its key and answered again for a day: only a new key gets a new try. Should the first
        // have made a link after all, nobody knows its address.
        .catch((error: unknown) => (isKeptFailure(error) ? create(randomUUID()) : Promise.reject(error)))
        .catch((error: unknown) => Promise.reject(readError(error)))
      return { url: addressPage(link.url, cart), id: link.id }
    },
    async switchOff(id) {
      await client.paymentLinks
        .update(id, { active: false })
        .catch((error: unknown) => Promise.reject(readError(error)))
    },
  }
}

/**
 * The id of an event that Stripe signed with this secret within five minutes; null where it did not.
 * @see https://docs.stripe.com/webhooks/signature
 */
export function readSignedEventId(secret: string, signature: string, raw: Buffer): string | null {
  try {
    return sdk.stripe().webhooks.constructEvent(raw, signature, secret).id
  } catch {
    return null
  }
}

type LinkParams = StripeSdk.PaymentLinkCreateParams

function writeCart({ currency, lines, reference, metadata }: Cart): LinkParams {
  return {
    line_items: lines.map(({ name, unitPrice, quantity }) => ({
      quantity,
      price_data: {
        currency: currency.toLowerCase(),
        unit_amount: writeAmount(unitPrice, currency),
        product_data: { name },
      },
    })),
    metadata,
    payment_intent_data: { description: reference, metadata },
    restrictions: { completed_sessions: { limit: 1 } },
  }
}

/** Who pays for which order can be told to a link only in its address. */
function addressPage(url: string, { email, reference }: Cart): string {
  const page = new URL(url)
  page.searchParams.set('client_reference_id', reference)
  page.searchParams.set('prefilled_email', email)
  return page.href
}

const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
/** Have no fractions, yet are counted in hundredths. */
const WHOLE_IN_HUNDREDTHS = new Set(['ISK', 'UGX'])
/** Counted in thousandths, of which only whole tens can be charged. */
const THOUSANDTHS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])

/**
 * `12.5` USD -> 1250, `500` JPY -> 500, `500` UGX -> 50000: a decimal string in the units Stripe counts in, which are
 * not always ISO 4217's. What cannot be charged exactly is refused.
 *
 * @see https://docs.stripe.com/currencies#special-cases
 */
export function writeAmount(decimal: string, currency: string): number {
  const digits = WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2
  const finest = WHOLE_IN_HUNDREDTHS.has(currency) ? 0 : Math.min(digits, 2)
  const [whole = '', zeros = ''] = decimal.split('.')
  const fraction = zeros.replace(/0+$/, '')
  if (fraction.length > finest) {
    throw new OutsideError('stripe', `${decimal} ${currency} cannot be charged to the last digit`, { retry: 'never' })
  }
  return Number(whole + fraction.padEnd(digits, '0'))
}

function addressOf(apiUrl: string | undefined): Pick<StripeSdk.StripeConfig, 'host' | 'port' | 'protocol'> {
  if (!apiUrl) return {}
  const { hostname, port, protocol } = new URL(apiUrl)
  const isPlain = protocol === 'http:'
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? 'http' : 'https' }
}

function isKeptFailure(error: unknown): boolean {
  const { statusCode = 0, headers } = error as StripeSdk.errors.StripeError
  return statusCode >= 500 && headers?.['idempotent-replayed'] === 'true'
}

/** Without a status nobody knows whether Stripe took the call: the same key settles it. */
function readError(error: unknown): OutsideError {
  const { message, statusCode, code, headers, detail } = error as StripeSdk.errors.StripeError
  if (!statusCode) {
    const reason = detail instanceof Error ? detail.message : message
    return new OutsideError('stripe', `no answer (${reason})`, { retry: 'later', cause: detail })
  }
  return new OutsideError('stripe', SENTENCES[statusCode] ?? message, {
    // 409: the first call with this key is still under way.
    retry: statusCode === 409 || statusCode === 429 || statusCode >= 500 ? 'later' : 'never',
    status: statusCode,
    ...(code ? { code } : {}),
    retryAfterS: readRetryAfter(headers?.['retry-after']),
  })
}

/** Stripe's own words on a key repeat a part of it. */
const SENTENCES: Record<number, string> = {
  401: 'Stripe refused our secret key',
  403: 'our Stripe key may not make payment links',
  429: 'too many calls, Stripe asks us to wait',
}
