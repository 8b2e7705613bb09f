import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { createSteps } from '#jobs/index.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { createKey } from '#src/http/api/keys.ts'
import { chartOf } from '#src/prices/history/history.ts'
import { type TrackedView, trackedSubject } from '#src/prices/tracked-subject.ts'
import { openMarket, post } from './market.ts'

const market = await openMarket()
const { app, shop, ann, twilio } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const urlOf = (slug: string) => `${shop.url}/p/${slug}`
let key = ''
beforeAll(async () => {
  key = await inTransaction(app, (tx) => createKey(tx, { name: 'Program', role: 'admin' }))
})

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${app.publicUrl}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : null }
}

const subscribeBy = (slug: string, more: object = {}) =>
  call('POST', '/subscriptions', { url: urlOf(slug), email: `${slug}@example.com`, ...more })

describe('the API', () => {
  test('004-004, 004-005, 004-007, 004-039, 004-040: a product is added by POST and looked at before the answer', async () => {
    const { status, body } = await call('POST', '/tracked-products', { url: urlOf('p-2') })
    expect(status).toBe(201)
    expect(body.product).toMatchObject({
      product_name: expect.any(String),
      price: expect.stringMatching(/^\d+\.\d\d$/),
    })
    const [price] = await rows('select product_id, price, at from prices where product_id = $1', [
      body.product.product_id,
    ])
    expect(price).toMatchObject({ product_id: body.product.product_id })
    const again = await call('POST', '/tracked-products', { url: urlOf('p-2') })
    expect(again.body.product.product_id).toBe(body.product.product_id)
  })

  test('004-008: a subscription is ended by DELETE, and by POST; a page nobody watches is not looked at any more', async () => {
    for (const [slug, end] of [
      ['p-3', (ref: string) => call('DELETE', `/subscriptions/${ref}`)],
      ['p-4', (ref: string) => call('POST', `/subscriptions/${ref}/stop`)],
    ] as const) {
      const { body } = await subscribeBy(slug)
      expect(body.subscription.state).toBe('asked')
      expect((await end(body.subscription.ref)).status).toBeLessThan(300)
      expect((await call('GET', `/subscriptions/${body.subscription.ref}`)).body.subscription.state).toBe('stopped')
      expect((await market.product(slug)).state).toBe('resting')
      const { lookedAt } = await market.product(slug)
      await market.look(600)
      expect((await market.product(slug)).lookedAt).toEqual(lookedAt)
    }
  })

  test('the answer says why a page cannot be read, and null where it is', async () => {
    shop.act.set('p-38', { trouble: 'wall' })
    const walled = await subscribeBy('p-38')
    expect(walled).toMatchObject({ status: 201, body: { subscription: { price: null } } })
    expect(walled.body.subscription.trouble).toMatch(/\w+ \w+/)
    expect((await subscribeBy('p-39')).body.subscription.trouble).toBe(null)
  })

  test('004-006: between two looks at what is watched lies a minute at most', async () => {
    await subscribeBy('p-5')
    const lookedAt = async () => (await market.product('p-5')).lookedAt?.getTime() ?? 0
    // Read for the first time, as it was, with another price, and as it was again.
    for (const price of [null, 4000, null, null]) {
      const before = await lookedAt()
      if (price !== null) shop.act.set('p-5', { price })
      await market.look(60)
      expect((await lookedAt()) - before).toBe(60_000)
    }
    expect(createSteps(app, {}).find(({ name }) => name === 'prices.look')?.every).toBe('1 minute')
    expect(market.app.bells.some(({ step, at }) => step === 'prices.look' && at !== undefined)).toBe(true)
  })

  test('004-044, 004-045, 004-046, 004-047: the shops are listed, each domain once, with their health', async () => {
    const { body } = await call('GET', '/websites')
    expect(body.websites).toHaveLength(1)
    expect(body.websites[0]).toMatchObject({
      id: (await market.product('p-5')).websiteId,
      domain: new URL(shop.url).host,
      supported: true,
      last_ok_at: expect.any(String),
    })
    expect((await runCommand(app, 'sites', ann)).text).toMatch(
      /looked at every minute · answers, but not for 1 of its pages$/,
    )
  })

  test('004-048: a shop that may not be watched, and an address that is none, are refused with the reason', async () => {
    const amazon = await call('POST', '/subscriptions', { url: 'https://www.amazon.de/dp/B0', email: 'a@example.com' })
    expect(amazon).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('Amazon does not let') } },
    })
    const inside = await call('POST', '/tracked-products', { url: 'http://169.254.169.254/latest' })
    expect([inside.status, inside.body.error.code]).toEqual([409, 'refused'])
    shop.act.allow('User-agent: *\nDisallow: /p/p-6')
    await rows('update websites set robots_until = null')
    const { body } = await call('POST', '/tracked-products', { url: urlOf('p-6') })
    expect(body.product.trouble).toContain('robots.txt')
    shop.act.allow(null)
    await rows('update websites set robots_until = null')
  })
})

describe('the tables', () => {
  const columns = async (table: string) =>
    Object.fromEntries(
      (
        await rows<{ name: string; type: string }>(
          'select column_name as name, data_type as type from information_schema.columns where table_name = $1',
          [table],
        )
      ).map(({ name, type }) => [name, type]),
    )

  test('004-022, 004-023, 004-024, 004-025, 004-026, 004-028: users, with what is verified and how they are told', async () => {
    await subscribeBy('p-7', { first_name: 'Ada', last_name: 'Quist' })
    const [user] = await rows(
      'select email, first_name, last_name, phone_number, notify_by, email_verified_at from price_users where email = $1',
      ['p-7@example.com'],
    )
    expect(user).toEqual({
      ...{ email: 'p-7@example.com', first_name: 'Ada', last_name: 'Quist', phone_number: null },
      ...{ notify_by: 'mail', email_verified_at: null },
    })
  })

  test('004-027: an address where mails are wanted, a number where texts are', async () => {
    const mail = await call('POST', '/subscriptions', {
      url: urlOf('p-7'),
      notify_by: 'mail',
      phone_number: '+12125550123',
    })
    expect([mail.status, Object.keys(mail.body.error.fields)]).toEqual([400, ['email']])
    const sms = await call('POST', '/subscriptions', { url: urlOf('p-7'), notify_by: 'sms', email: 'x@example.com' })
    expect([sms.status, Object.keys(sms.body.error.fields)]).toEqual([400, ['phone_number']])
    for (const phone_number of ['+1212555', '12345678901234567', 'call me']) {
      const { status, body } = await call('POST', '/subscriptions', {
        url: urlOf('p-7'),
        notify_by: 'sms',
        phone_number,
      })
      expect([status, body.error.fields], phone_number).toEqual([400, { phone_number: 'is no phone number' }])
    }
  })

  test('004-029, 004-030, 004-031: a person has one preference for a product', async () => {
    const first = await subscribeBy('p-8')
    const again = await subscribeBy('p-8', { rule: '10%' })
    expect(again.body.subscription).toMatchObject({ id: first.body.subscription.id, rule: 'percent', value: '10' })
    const { user_id, product_id } = first.body.subscription
    const insert = `insert into price_subscriptions (id, created_at, state, user_id, product_id, rule)
      values (gen_random_uuid(), now(), 'asked', $1, $2, 'any')`
    await expect(rows(insert, [user_id, product_id])).rejects.toThrow(/unique/)
    await expect(rows(insert, [product_id, product_id])).rejects.toThrow(/user_id_foreign/)
    await expect(rows(insert, [user_id, user_id])).rejects.toThrow(/product_id_foreign/)
  })

  test('004-033, 004-034, 004-035, 004-036, 004-037, 004-038: products by their canonical address, shared, with the latest price', async () => {
    const url = `${shop.url}/p/blue-denim-jacket`
    const addresses = [`${url}?variant=M&utm_source=mail`, `${url}/?fbclid=1&variant=M#top`, `${url}?variant=M`]
    const refs: string[] = []
    for (const [at, address] of addresses.entries()) {
      const { body } = await call('POST', '/subscriptions', { url: address, email: `fan${at}@example.com` })
      refs.push(body.subscription.product_id)
    }
    expect(new Set(refs).size).toBe(1)
    const [product] = await rows('select product_name, url, website_id, price from tracked_products where id = $1', [
      refs[0],
    ])
    expect(product).toMatchObject({
      product_name: 'Blue denim jacket',
      url: `${url}?variant=M`,
      website_id: expect.any(String),
      price: '5900',
    })
    const nowhere = `insert into tracked_products (id, created_at, state, website_id, url, next_look_at, asked_at)
      values (gen_random_uuid(), now(), 'new', $1, 'https://nowhere.example/p', now(), now())`
    await expect(rows(nowhere, [refs[0]])).rejects.toThrow(/website_id_foreign/)
    const other = await call('POST', '/subscriptions', { url: `${url}?variant=L`, email: 'fan9@example.com' })
    expect(other.body.subscription.product_id).not.toBe(refs[0])
  })

  test('004-041, 004-042, 004-043: prices are whole minor units with a currency and a time, and never floats', async () => {
    expect(await columns('prices')).toMatchObject({
      ...{ product_id: 'uuid', price: 'bigint', currency: 'character varying', at: 'timestamp with time zone' },
    })
    const { body } = await call('POST', '/tracked-products', { url: urlOf('p-11') })
    const [{ at = '' } = {}] = await rows<{ at: string }>('select at from prices where product_id = $1', [
      body.product.product_id,
    ])
    expect(new Date(at)).toEqual(app.now)
    await expect(
      rows(`insert into prices (id, product_id, availability, at, source, piece)
      values (gen_random_uuid(), gen_random_uuid(), 'unknown', now(), 'page', '')`),
    ).rejects.toThrow(/foreign key/)
  })

  test('004-009: they stand in any PostgreSQL: their owner may make all they need', async () => {
    expect((await rows<{ version: string }>('select version()'))[0]?.version).toContain('PostgreSQL')
    const others = `select e.extname from pg_extension e where not exists (select 1 from pg_available_extension_versions v
      where v.name = e.extname and v.version = e.extversion and v.trusted)`
    expect(await rows(others)).toEqual([])
  })
})

test('004-013: the archive is a daily matter of the jobs, in one process at a time', () => {
  const step = createSteps(app, {}).find(({ name }) => name === 'prices.archive')
  expect(step).toMatchObject({ every: '1 hour', alone: true })
})

test('004-020: prices in chat and on a page, a card with its chart, the history by the API', async () => {
  const product = await market.product('variant=M')
  const ref = `T-${product.number}`
  expect((await runCommand(app, 'prices denim jacket', ann)).text).toContain(
    'Blue denim jacket, M · $59.00 · fan2@example.com',
  )
  const reply = await runCommand(app, `prices ${ref}`, ann)
  expect(reply.cards?.[0]?.title).toContain(`${ref} Blue denim jacket, M · $59.00`)
  const [view] = (await trackedSubject.load(app.em.fork(), [product.id])) as TrackedView[]
  if (!view) throw new Error('a product')
  expect(cardOf(trackedSubject, view, app).picture?.ref).toMatch(/^prices:chart\//)
  const chart = await chartOf(app.em.fork(), product, app.now, 'UTC')
  expect(chart?.subarray(1, 4).toString()).toBe('PNG')
  const { body } = await call('GET', `/tracked-products/${ref}/prices`)
  expect(body.prices).toEqual([expect.objectContaining({ price: '59.00', currency: 'USD', availability: 'in_stock' })])
})

test('004-049, 004-016: by text, once the code has proved the phone; nothing before it', async () => {
  const phone = '+12125550177'
  const texts = () =>
    twilio
      .view()
      .phones.find(({ number }) => number === phone)
      ?.texts.map(({ text }) => text) ?? []
  const { body } = await call('POST', '/subscriptions', { url: urlOf('p-10'), phone_number: phone })
  await market.send()
  expect(texts()).toHaveLength(1)
  expect(texts()[0]).toMatch(
    /^Bead & Branch price alerts: your code is \d{6} .*Msg & data rates may apply\..*Reply HELP for help, STOP to end\.$/,
  )
  shop.act.set('p-10', { price: 4000 })
  await market.look()
  expect(texts()).toHaveLength(1)
  const code = /\d{6}/.exec(texts()[0] ?? '')?.[0] ?? ''
  const wrong = await post(`${app.publicUrl}/track/code`, {
    watch: body.subscription.id,
    code: code === '000000' ? '000001' : '000000',
  })
  expect(wrong.status).toBe(400)
  expect((await post(`${app.publicUrl}/track/code`, { watch: body.subscription.id, code })).status).toBe(200)
  await market.send()
  expect(texts().at(-1)).toMatch(/^Now \$40\.00 \(was \$55\.00\): Olive wool scarf\. .* Reply STOP to end\.$/)
})

test('004-002, 004-021, 004-052: the architecture, the tables and the files are explained', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
  const page = read('docs/one-price.md')
  for (const table of ['price_users', 'price_subscriptions', 'tracked_products', 'prices', 'websites', 'price_days']) {
    expect(page).toMatch(new RegExp(`^\\| \`${table}\` \\| \\w`, 'm'))
  }
  for (const folder of ['looks', 'reading', 'alerts', 'watches', 'history', 'archive', 'sites']) {
    expect(page).toContain(`src/prices/${folder}`)
  }
  expect(read('README.md')).toContain('docs/one-price.md')
})
