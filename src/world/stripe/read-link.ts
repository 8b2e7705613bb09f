import type { Line, PaymentLink } from './state.ts'
import { StripeError } from './stripe-error.ts'

const CURRENCIES = new Set(
  'aud bhd cad chf czk eur gbp huf isk jpy jod kes krw kwd mga omr tnd twd ugx usd xof'.split(' '),
)
const THOUSANDTHS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
const WHOLE_IN_HUNDREDTHS = new Set(['isk', 'ugx'])
const MOST_LINES = 20

const KNOWN = [
  /^line_items\[\d+\]\[quantity\]$/,
  /^line_items\[\d+\]\[price_data\]\[(?:currency|unit_amount|product_data\]\[name)\]$/,
  /^(?:payment_intent_data\[)?metadata\]?\[[^[\]]{1,40}\]$/,
  /^payment_intent_data\[description\]$/,
  /^restrictions\[completed_sessions\]\[limit\]$/,
]

/** The parameters of a new Payment Link, refused where Stripe refuses them. */
export function readLink(params: URLSearchParams): Omit<PaymentLink, 'id' | 'url' | 'active' | 'paid'> {
  for (const name of params.keys()) {
    if (!KNOWN.some((known) => known.test(name))) {
      throw new StripeError(`Received unknown parameter: ${name}`, 'parameter_unknown', name)
    }
  }
  const currency = need(params, 'line_items[0][price_data][currency]')
  const limit = params.get('restrictions[completed_sessions][limit]')
  return {
    currency,
    lines: readLines(params, currency),
    metadata: readMetadata(params, 'metadata'),
    payment: {
      description: params.get('payment_intent_data[description]'),
      metadata: readMetadata(params, 'payment_intent_data[metadata]'),
    },
    limit: limit === null ? null : readInteger(params, 'restrictions[completed_sessions][limit]'),
  }
}

function readLines(params: URLSearchParams, currency: string): Line[] {
  if (!CURRENCIES.has(currency)) {
    throw new StripeError(`Invalid currency: ${currency}.`, null, 'line_items[0][price_data][currency]')
  }
  const indexes = new Set([...params.keys()].flatMap((name) => /^line_items\[(\d+)\]/.exec(name)?.[1] ?? []))
  if (indexes.size > MOST_LINES) throw new StripeError('You may only specify up to 20 line items.', null, 'line_items')
  return [...indexes].map((index) => {
    const line = `line_items[${index}]`
    if (need(params, `${line}[price_data][currency]`) !== currency) {
      throw new StripeError('All line items must have the same currency.', null, 'line_items')
    }
    return {
      name: need(params, `${line}[price_data][product_data][name]`),
      unitAmount: readAmount(params, `${line}[price_data][unit_amount]`, currency),
      quantity: readInteger(params, `${line}[quantity]`),
    }
  })
}

function readAmount(params: URLSearchParams, name: string, currency: string): number {
  const amount = readInteger(params, name)
  const step = WHOLE_IN_HUNDREDTHS.has(currency) ? 100 : THOUSANDTHS.has(currency) ? 10 : 1
  if (amount % step === 0) return amount
  const message = `Invalid amount. ${currency.toUpperCase()} amounts must be evenly divisible by ${step}.`
  throw new StripeError(message, 'invalid_charge_amount_no_decimal_compatible', name)
}

function readInteger(params: URLSearchParams, name: string): number {
  const text = need(params, name)
  if (/^\d{1,12}$/.test(text)) return Number(text)
  throw new StripeError(`Invalid integer: ${text}`, 'parameter_invalid_integer', name)
}

function readMetadata(params: URLSearchParams, name: string): Record<string, string> {
  const pairs = [...params].filter(([key]) => key.startsWith(`${name}[`))
  const long = pairs.find(([, value]) => value.length > 500)
  if (long) throw new StripeError('Metadata values can have up to 500 characters.', 'parameter_invalid', long[0])
  return Object.fromEntries(pairs.map(([key, value]) => [key.slice(name.length + 1, -1), value]))
}

function need(params: URLSearchParams, name: string): string {
  const value = params.get(name)
  if (value) return value
  throw new StripeError(`Missing required param: ${name}.`, 'parameter_missing', name)
}
