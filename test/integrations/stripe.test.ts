import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OutsideError } from '#src/errors.ts'
import { type Cart, createStripe } from '#src/integrations/stripe.ts'
import { createStripeStandIn, type StripeStandIn } from '#src/world/stripe/stripe.ts'

const secretKey = 'sk_test_deskhand'
let stand: StripeStandIn
const stripe = (key = secretKey) => createStripe({ secretKey: key, apiUrl: stand.url })

beforeAll(async () => {
  stand = await createStripeStandIn({ secretKey })
})
afterAll(() => stand.close())
beforeEach(async () => {
  stand.fault = null
  await stand.reset()
})

const cart = (changes: Partial<Cart> = {}): Cart => ({
  currency: 'USD',
  lines: [
    { name: 'black', unitPrice: '12.50', quantity: 2 },
    { name: 'red', unitPrice: '12.50', quantity: 1 },
  ],
  email: 'tilly+shop@example.com',
  reference: 'O-142',
  metadata: { order: 'O-142', sale: 'S-3' },
  ...changes,
})

const priced = (unitPrice: string, currency: string) =>
  cart({ currency, lines: [{ name: 'black', unitPrice, quantity: 1 }] })

const failure = async (call: Promise<unknown>): Promise<OutsideError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}

describe('a payment link', () => {
  test('holds the colours, and tells who pays for which order', async () => {
    const page = new URL((await stripe().createPaymentLink(cart(), 'o142')).url)
    expect(page.host).toBe('buy.stripe.com')
    expect(Object.fromEntries(page.searchParams)).toEqual({
      client_reference_id: 'O-142',
      prefilled_email: 'tilly+shop@example.com',
    })
    expect(stand.view().links).toMatchObject([
      {
        currency: 'usd',
        lines: [
          { name: 'black', unitAmount: 1250, quantity: 2 },
          { name: 'red', unitAmount: 1250, quantity: 1 },
        ],
        metadata: { order: 'O-142', sale: 'S-3' },
        payment: { description: 'O-142', metadata: { order: 'O-142', sale: 'S-3' } },
      },
    ])
  })

  test('can be paid once and no more', async () => {
    const { url: page } = await stripe().createPaymentLink(cart(), 'o142')
    expect(await stand.act.pay(page)).toBe(true)
    expect(await stand.act.pay(page)).toBe(false)
  })

  test('is not paid any more once it is switched off, and switching it off again changes nothing', async () => {
    const { url, id } = await stripe().createPaymentLink(cart(), 'o142')
    await stripe().switchOff(id)
    await stripe().switchOff(id)
    expect(await stand.act.pay(url)).toBe(false)
    expect(await failure(stripe().switchOff('plink_none'))).toMatchObject({ status: 404, retry: 'never' })
  })

  test('is not made a second time when the answer was lost', async () => {
    stand.fault = { kind: 'lost-answer' }
    expect(await failure(stripe().createPaymentLink(cart(), 'o142'))).toMatchObject({ status: null, retry: 'later' })
    stand.fault = null
    const { url: page } = await stripe().createPaymentLink(cart(), 'o142')
    expect(stand.view().links).toHaveLength(1)
    expect(page).toContain(stand.view().links[0]?.url)
  })

  test('comes in the end although Stripe repeats a failure under its key', async () => {
    await stand.act.failNext()
    expect(await failure(stripe().createPaymentLink(cart(), 'o142'))).toMatchObject({ status: 500, retry: 'later' })
    expect((await stripe().createPaymentLink(cart(), 'o142')).url).toContain('https://buy.stripe.com/')
  })
})

describe('an amount', () => {
  test.each([
    ['12.00', 'USD', 1200],
    ['0.05', 'EUR', 5],
    ['500', 'JPY', 500],
    ['2000', 'HUF', 200_000],
    ['5', 'ISK', 500],
    ['5000', 'UGX', 500_000],
    ['5.120', 'KWD', 5120],
    ['100.00', 'MGA', 100],
  ])('of %s %s is counted as Stripe counts it', async (price, currency, amount) => {
    await stripe().createPaymentLink(priced(price, currency), `${price}${currency}`)
    expect(stand.view().links[0]?.lines[0]?.unitAmount).toBe(amount)
  })

  test.each([
    ['5.124', 'KWD'],
    ['5.50', 'ISK'],
    ['5.50', 'JPY'],
  ])('of %s %s cannot be charged and is not rounded', async (price, currency) => {
    const error = await failure(stripe().createPaymentLink(priced(price, currency), 'o142'))
    expect(error).toMatchObject({ retry: 'never', message: expect.stringContaining(`${price} ${currency}`) })
    expect(stand.view().links).toEqual([])
  })
})

describe('a call that fails', () => {
  test('for a wrong key says so and never shows the key', async () => {
    const error = await failure(stripe('sk_test_wrong').createPaymentLink(cart(), 'o142'))
    expect(error).toMatchObject({ vendor: 'stripe', status: 401, retry: 'never' })
    expect(error.message).toContain('refused our secret key')
    expect(JSON.stringify([error.message, error.cause])).not.toContain('sk_test')
  })

  test('for what Stripe does not take is not tried again', async () => {
    const error = await failure(stripe().createPaymentLink(priced('1.00', 'XTS'), 'o142'))
    expect(error).toMatchObject({ status: 400, retry: 'never', message: 'stripe: Invalid currency: xts.' })
  })

  test('for a key that was used for another cart is not tried again', async () => {
    await stripe().createPaymentLink(cart(), 'o142')
    const error = await failure(stripe().createPaymentLink(priced('9.00', 'USD'), 'o142'))
    expect(error).toMatchObject({ code: 'idempotency_key_reused', retry: 'never' })
  })

  test('for haste or a fault at Stripe is worth another try', async () => {
    stand.fault = { kind: 'rate-limited', retryAfterS: 7 }
    const limited = await failure(stripe().createPaymentLink(cart(), 'o142'))
    expect(limited).toMatchObject({ status: 429, code: 'rate_limit', retry: 'later', retryAfterS: 7 })
    stand.fault = { kind: 'error', status: 503 }
    expect(await failure(stripe().createPaymentLink(cart(), 'o142'))).toMatchObject({ status: 503, retry: 'later' })
    stand.fault = { kind: 'down' }
    expect(await failure(stripe().createPaymentLink(cart(), 'o142'))).toMatchObject({ status: null, retry: 'later' })
  })
})
