import { randomUUID } from 'node:crypto'
import StripeSdk from 'stripe'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { Order } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { deliveryKinds } from '#src/desk/press/deliveries.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { settleAccount } from '#src/instagram/account.ts'
import { orderSubject } from '#src/orders/card/order-subject.ts'
import { sendLinks } from '#src/orders/link/link.ts'
import { createUnlinking } from '#src/orders/link/unlink.ts'
import { paymentDoors } from '#src/orders/payments/door.ts'
import { takePayments } from '#src/orders/payments/take-payments.ts'
import { LINK } from '#src/orders/steps.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createStripeStandIn } from '#src/world/stripe/stripe.ts'
import { type TestApp, testApp } from '#test/app.ts'

const secretKey = 'sk_test_deskhand'
const stand = await createStripeStandIn({ secretKey })
afterAll(() => stand.close())

const ann: Visitor = { via: 'slack', userId: 'T1:UANN', name: 'ann' }
const atShopify = await open({ CART_LINK_PROVIDER: 'shopify', SHOPIFY_SHOP: 'bead.myshopify.com' })
const stripe = {
  CART_LINK_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: secretKey,
  STRIPE_API_URL: stand.url,
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
}
const atStripe = await open(stripe)

async function open(environment: Record<string, string>): Promise<TestApp> {
  const app = await testApp({}, { INSTAGRAM_USER_ID: '17841', INSTAGRAM_ACCESS_TOKEN: 'EAA', ...environment })
  await settleAccount(app)
  const identities = [ann as never]
  await inTransaction(app, (tx) =>
    addPerson(tx, { state: 'member', name: 'Ann', role: 'admin', zone: 'UTC', identities }),
  )
  return app
}

const given = {
  recipient: 'Tilly van Fern',
  line1: '12 Rose St',
  line2: null,
  city: 'Portland',
  region: 'OR',
  postcode: '97201',
  country: 'US',
}
const address = { raw: '', given, formatted: '12 Rose St, Portland, OR 97201', suggestion: null, location: null }
const checked = { ...address, verdict: 'accepted', notes: [], responseId: null, validatedAt: '2026-03-02T14:00:00Z' }

type Given = { variants?: Record<string, string>; price?: bigint | null; items?: Record<string, number> }

/** An order whose address was found right, on an open sale. */
async function addOrder(app: TestApp, { variants = {}, price = 1200n, items = { black: 2, red: 1 } }: Given = {}) {
  const em = app.em.fork()
  const sale = randomUUID()
  const order = randomUUID()
  await sql(
    em,
    `insert into sales (id, created_at, state, store_id, ig_account_id, ig_media_id, ig_media_short_code, colours, price, currency, variants)
     select $1, $2, 'open', store_id, id, $5, $5, '{black,red,gold}', $3, 'USD', $4 from instagram_accounts`,
    [sale, app.now, price === null ? null : String(price), JSON.stringify(variants), sale],
  )
  await sql(
    em,
    `insert into orders (id, created_at, last_modified_date, state, ig_media_id, comment_id, source_comment, username, email, items, address, message_ids)
     values ($1, $2, $2, 'awaiting-address-reply', $3, $3, '{"text":"2 black 1 red"}', 'tilly.f', 'tilly@example.com', $4, $5, '{}')`,
    [order, app.now, sale, JSON.stringify(items), JSON.stringify(checked)],
  )
  return { sale: () => app.em.fork().findOneOrFail(Sale, sale), order: () => app.em.fork().findOneOrFail(Order, order) }
}

const pressOn = (app: TestApp, subject: string, verb: string, { id, moves }: Order | Sale, answers = {}) =>
  press(app, writeToken({ subject, verb, id, moves }), ann, answers)

const mailOf = async (app: TestApp, { id }: Order) =>
  (await app.em.fork().findOneOrFail(Delivery, { subjectId: id, kind: 'orders.send-link' })).payload as { text: string }

beforeEach(async () => {
  stand.fault = null
  await stand.reset()
  for (const app of [atShopify, atStripe]) {
    await sql(app.em.fork(), 'delete from orders')
    app.settings.STRIPE_SECRET_KEY = secretKey
    app.bells.length = 0
  }
})

async function footer(app: TestApp): Promise<string | undefined> {
  const [{ id = '' } = {}] = await sql<{ id: string }>(app.em.fork(), 'select id from orders')
  const [view] = await orderSubject.load(app.em.fork(), [id])
  return view && cardOf(orderSubject, view, app).footer
}

describe('a cart at Shopify', () => {
  test('000-073 000-074 is filled with the variants of the colours, and its link is mailed', async () => {
    const { order, sale } = await addOrder(atShopify, { variants: { black: '4455', red: '4456' } })
    await sendLinks(atShopify)
    const { cartLink, number } = await order()
    const page = new URL(cartLink ?? '')
    expect(page.origin + page.pathname).toBe('https://bead.myshopify.com/cart/4456:1,4455:2')
    expect(Object.fromEntries(page.searchParams)).toEqual({
      'checkout[email]': 'tilly@example.com',
      'checkout[shipping_address][first_name]': 'Tilly van',
      'checkout[shipping_address][last_name]': 'Fern',
      'checkout[shipping_address][address1]': '12 Rose St',
      'checkout[shipping_address][city]': 'Portland',
      'checkout[shipping_address][province]': 'OR',
      'checkout[shipping_address][zip]': '97201',
      'checkout[shipping_address][country]': 'US',
      'attributes[order]': `O-${number}`,
    })
    expect((await mailOf(atShopify, await order())).text).toContain(cartLink)
    expect((await sale()).variants).toEqual({ black: '4455', red: '4456' })
  })

  test('an order that our own code cannot work on holds up no other; after three tries a person sees it', async () => {
    const bad = await addOrder(atShopify, { variants: { black: '4455', red: '4456' } })
    const { id, number, address } = await bad.order()
    const setAddress = (given: unknown) =>
      sql(atShopify.em.fork(), 'update orders set address = $2 where id = $1', [id, JSON.stringify(given)])
    await setAddress({ validatedAt: address?.validatedAt })
    const good = await addOrder(atShopify, { variants: { black: '4455', red: '4456' } })
    await sendLinks(atShopify)
    expect((await good.order()).cartLink).toContain('/cart/')
    const alert = () => atShopify.em.fork().findOne(Alert, { key: `item:orders:${id}` })
    expect(await alert()).toBeNull()
    const from = atShopify.now
    for (let tried = 1; tried < 3; tried += 1) {
      atShopify.now = new Date(atShopify.now.getTime() + 3_600_000)
      await sendLinks(atShopify)
    }
    expect(await alert()).toMatchObject({ state: 'open', title: `O-${number} could not be worked on.` })
    await setAddress(address)
    atShopify.now = new Date(atShopify.now.getTime() + 3_600_000)
    await sendLinks(atShopify)
    expect((await bad.order()).cartLink).toContain('/cart/')
    expect(await alert()).toMatchObject({ state: 'closed' })
    atShopify.now = from
  })

  test('that lacks a variant calls a person, and is tried again when they say so', async () => {
    const { order, sale } = await addOrder(atShopify, { variants: { black: '4455' } })
    await sendLinks(atShopify)
    const flagged = await order()
    const note = `No Shopify variant for 'red' in S-${(await sale()).number}`
    expect(flagged).toMatchObject({
      state: 'awaiting-address-reply',
      attention: 'link',
      attentionNote: note,
      cartLink: null,
    })
    expect(await sendLinks(atShopify)).toBe(0)
    const [view] = await orderSubject.load(atShopify.em.fork(), [flagged.id])
    const title = orderSubject.card(view as Order, atShopify).title
    expect(title).toBe(`O-${flagged.number} No cart link for @tilly.f: ${note}`)
    expect(orderSubject.offers(view as Order).filter(({ quiet }) => !quiet)).toEqual([
      { verb: 'seen', label: 'Try again', first: true },
      { verb: 'close' },
    ])

    await sql(atShopify.em.fork(), `update sales set variants = '{"black":"4455","red":"4456"}' where id = $1`, [
      (await sale()).id,
    ])
    expect(await pressOn(atShopify, 'order', 'seen', flagged)).toBe('I try again.')
    expect(atShopify.bells).toContainEqual({ step: LINK, at: undefined })
    await sendLinks(atShopify)
    expect(await order()).toMatchObject({ attention: null, cartLink: expect.stringContaining('/cart/4456:1,4455:2?') })
  })

  test('gets its variants from the form of the sale, and every order that waited for them goes on', async () => {
    const { order, sale } = await addOrder(atShopify)
    await sendLinks(atShopify)
    const before = await sale()
    const form = await formFor(atShopify, writeToken({ subject: 'sale', verb: 'edit', id: before.id }), ann)
    expect(form?.fields.at(-1)).toMatchObject({ name: 'variants', label: 'Shopify variants', optional: true })

    const rest = { colours: 'black, red', price: '12.00 USD' }
    const edit = (variants: string) => pressOn(atShopify, 'sale', 'edit', before, { ...rest, variants })
    await expect(edit('black 4455')).rejects.toThrow("'black 4455' cannot be read. Write it like: black=4455, red=4456")
    await edit('Black = 4455, red=gid://shopify/ProductVariant/4456')
    expect((await sale()).variants).toEqual({ black: '4455', red: '4456' })
    expect(atShopify.bells).toContainEqual({ step: LINK, at: undefined })
    await sendLinks(atShopify)
    expect(await order()).toMatchObject({ attention: null, cartLink: expect.stringContaining('/cart/4456:1,4455:2?') })
  })

  test('does not talk over what the customer asked', async () => {
    const { order } = await addOrder(atShopify)
    const asked = { attention: 'question', attentionNote: 'When does it come?' }
    await sql(atShopify.em.fork(), 'update orders set attention = $1, attention_note = $2', Object.values(asked))
    await sendLinks(atShopify)
    expect(await order()).toMatchObject({
      ...asked,
      lastError: expect.stringContaining("No Shopify variant for 'red'"),
    })
  })
})

describe('a cart at Stripe', () => {
  test('000-073 is a payment link over what the order costs', async () => {
    const { order } = await addOrder(atStripe)
    await sendLinks(atStripe)
    const { cartLink, number } = await order()
    const page = new URL(cartLink ?? '')
    expect(page.searchParams.get('client_reference_id')).toBe(`O-${number}`)
    expect(page.searchParams.get('prefilled_email')).toBe('tilly@example.com')
    const [link] = stand.view().links
    expect(cartLink).toContain(link?.url)
    expect(link?.lines).toEqual([
      { name: 'black', unitAmount: 1200, quantity: 2 },
      { name: 'red', unitAmount: 1200, quantity: 1 },
    ])
    expect(link?.metadata).toMatchObject({ order: `O-${number}`, instagram: 'tilly.f' })
    const form = await formFor(atStripe, writeToken({ subject: 'sale', verb: 'edit', id: await saleId(atStripe) }), ann)
    expect(form?.fields.map(({ name }) => name)).not.toContain('variants')
  })

  test('is made once although the answer was lost, and made anew when the cart has changed', async () => {
    const { order } = await addOrder(atStripe)
    stand.fault = { kind: 'lost-answer' }
    await sendLinks(atStripe)
    expect(await order()).toMatchObject({
      cartLink: null,
      attention: null,
      lastError: expect.stringContaining('no answer'),
    })
    expect(await footer(atStripe)).toContain('Address is right · the cart link comes next')
    stand.fault = null
    await again(atStripe)
    expect((await order()).cartLink).toContain(stand.view().links[0]?.url)
    expect(stand.view().links).toHaveLength(1)

    await sql(atStripe.em.fork(), `update orders set cart_link = null, items = '{"black":1}'`)
    await again(atStripe)
    expect(stand.view().links).toHaveLength(2)
  })

  test.each([[null], [atStripe.now]])('is switched off when the order is closed, paid at %s', async (paidAt) => {
    const { order } = await addOrder(atStripe)
    await sendLinks(atStripe)
    const { id } = await order()
    await sql(atStripe.em.fork(), `update orders set state = 'shopping-cart-link-sent', paid_at = $2 where id = $1`, [
      id,
      paidAt,
    ])
    const active = () => stand.view().links.at(-1)?.active
    expect(active()).toBe(true)
    await press(atStripe, writeToken({ subject: 'order', verb: 'close', id }), ann)
    await sendDue(atStripe, createUnlinking(atStripe.settings), deliveryKinds())
    expect(active()).toBe(false)
  })

  test('is switched off when an admin changes the items, and a new one is mailed; paid, it stays as it is', async () => {
    const { order } = await addOrder(atStripe)
    await sendLinks(atStripe)
    const before = await order()
    await sql(atStripe.em.fork(), `update orders set state = 'shopping-cart-link-sent' where id = $1`, [before.id])
    await sql(atStripe.em.fork(), `update deliveries set state = 'sent' where subject_id = $1`, [before.id])
    expect(await pressOn(atStripe, 'order', 'edit', before, { items: '1 red, 2 black' })).toBe('Saved.')
    expect((await order()).cartLink).toBe(before.cartLink)

    expect(await pressOn(atStripe, 'order', 'edit', await order(), { items: '3 red' })).toBe(
      'Saved. A new cart link goes out.',
    )
    await sendDue(atStripe, createUnlinking(atStripe.settings), deliveryKinds())
    await sendLinks(atStripe)
    const [first, second] = stand.view().links
    expect([first?.active, second?.active]).toEqual([false, true])
    expect(second?.lines).toEqual([{ name: 'red', unitAmount: 1200, quantity: 3 }])
    const mails = await atStripe.em
      .fork()
      .find(Delivery, { subjectId: before.id, kind: 'orders.send-link', state: 'waiting' })
    expect(mails.map(({ payload }) => payload.text)).toEqual([expect.stringContaining(second?.url ?? 'no link')])

    await sql(atStripe.em.fork(), 'update orders set paid_at = $2 where id = $1', [before.id, atStripe.now])
    expect(await pressOn(atStripe, 'order', 'edit', await order(), { items: '1 red' })).toBe('Saved.')
    expect(await sendLinks(atStripe)).toBe(0)
    expect(stand.view().links).toHaveLength(2)
  })

  test('that is paid marks its order paid, once, told by the webhook and signed by Stripe', async () => {
    const { order } = await addOrder(atStripe)
    await sendLinks(atStripe)
    const { id, number } = await order()
    await sql(atStripe.em.fork(), `update orders set state = 'shopping-cart-link-sent' where id = $1`, [id])
    const session = { payment_status: 'paid', client_reference_id: `O-${number}`, metadata: { order: `O-${number}` } }
    const raw = JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'checkout.session.completed',
      data: { object: session },
    })
    const told = async (secret: string) => {
      const header = StripeSdk.webhooks.generateTestHeaderString({ payload: raw, secret })
      const call = { headers: new Headers({ 'stripe-signature': header }), raw: Buffer.from(raw) }
      return paymentDoors[0]?.take(atStripe, call as never)
    }
    await expect(told('whsec_wrong')).rejects.toThrow('The signature does not fit the body.')
    for (let times = 0; times < 2; times += 1) expect(await told('whsec_test')).toEqual({ json: { received: true } })
    expect(await takePayments(atStripe)).toBe(1)
    expect(await order()).toMatchObject({ paidAt: expect.any(Date) })
    const [view] = await orderSubject.load(atStripe.em.fork(), [id])
    expect(orderSubject.offers(view as Order).map(({ verb }) => verb)).not.toContain('paid')
  })

  test('without a price calls a person', async () => {
    const { order, sale } = await addOrder(atStripe, { price: null })
    await sendLinks(atStripe)
    const attentionNote = `S-${(await sale()).number} has no price`
    expect(await order()).toMatchObject({ attention: 'link', attentionNote })
  })

  test('that Stripe does not take calls a person with its words', async () => {
    const items = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`colour ${index}`, 1]))
    const { order } = await addOrder(atStripe, { items })
    await sendLinks(atStripe)
    expect(await order()).toMatchObject({
      attention: 'link',
      attentionNote: expect.stringContaining('up to 20 line items'),
    })
  })

  test('that a refused key holds back is told once for all orders, and goes out when the key is right', async () => {
    const orders = [await addOrder(atStripe), await addOrder(atStripe)]
    atStripe.settings.STRIPE_SECRET_KEY = 'sk_test_wrong'
    await sendLinks(atStripe)
    const alerts = () => atStripe.em.fork().find(Alert, { state: 'open' })
    expect(await alerts()).toMatchObject([
      { title: 'Cart links cannot be made.', detail: 'stripe: Stripe refused our secret key' },
    ])
    for (const { order } of orders) expect(await order()).toMatchObject({ attention: null, cartLink: null })
    atStripe.settings.STRIPE_SECRET_KEY = secretKey
    await again(atStripe)
    for (const { order } of orders) expect((await order()).cartLink).toContain('https://buy.stripe.com/')
    expect(await alerts()).toEqual([])
  })
})

async function saleId(app: TestApp): Promise<string> {
  return (await app.em.fork().findOneOrFail(Sale, { state: 'open' }, { orderBy: { number: 'desc' } })).id
}

async function again(app: TestApp): Promise<void> {
  app.now = new Date(app.now.getTime() + 3_600_000)
  await sendLinks(app)
}
