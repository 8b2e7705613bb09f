import { expect, test, vi } from 'vitest'
import { readZone } from '#src/basics/zone.ts'
import { sql } from '#src/database/sql.ts'
import { writeMoney } from '#src/money.ts'
import { readPromise } from '#src/prices/alerts/promise.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { zoneOfPhone } from '#src/prices/watches/zones.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket({ QUIET_HOURS: '21:00-08:00', STORE_TIMEZONE: 'America/New_York' })
const { app, shop, twilio } = market
const by = { personId: null, name: 'Sam', via: 'web' as const }
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const texts = (phone: string) => {
  const all = twilio.view().phones.find(({ number }) => number === phone)?.texts ?? []
  return all.map(({ text }) => text)
}
const at = (time: string) => {
  app.now = new Date(time)
}
/** Somebody in Nairobi, three hours before UTC, who has confirmed by the code of our text. */
async function watchByText(phone: string, slug: string, rule = ''): Promise<string> {
  at('2026-03-02T10:00:00Z')
  const subscriber = { notifyBy: 'sms' as const, phoneNumber: phone, zone: 'Africa/Nairobi' }
  const { watch } = await subscribe(app, { url: `${shop.url}/p/${slug}`, rule, subscriber, by })
  await market.send()
  const code = /\d{6}/.exec(texts(phone)[0] ?? '')?.[0] ?? ''
  await post(`${app.publicUrl}/track/code`, { watch: watch.id, code })
  return watch.id
}
/** What it costs from then on, seen in this minute; texts leave that may. */
async function ask(time: string, slug: string, price: number) {
  at(time)
  shop.act.set(slug, { price })
  await market.look(61)
}
const NIGHT = '2026-03-02T20:00:00Z'
const MORNING = '2026-03-03T05:00:00Z'
const send = async (time: string) => {
  at(time)
  await market.send()
}

test('004-049: a drop at night is told in the morning where the subscriber is, not where the shop is', async () => {
  await watchByText('+254712345601', 'p-2')
  const price = Number((await market.product('p-2')).price)
  await ask(NIGHT, 'p-2', price - 200)
  await send('2026-03-03T04:59:00Z')
  expect(texts('+254712345601')).toHaveLength(1)
  await send(MORNING)
  expect(texts('+254712345601')).toHaveLength(2)
  expect(texts('+254712345601')[1]).toMatch(
    /^Now \S+ \(was \S+\): .* 23:01:01 \(Nairobi time\)\. http\S+ Reply STOP to end\.$/,
  )
})

test('004-018: who sleeps is not told late: no card says so, and the promise counts from the morning', async () => {
  expect(await rows(`select 1 from alerts where key = 'prices:late'`)).toEqual([])
  expect(await readPromise(app.em.fork(), app.now)).toMatch(/^1 alert in 7 days, left less than a second after/)
  expect(await rows(`select attempts, last_error from deliveries where kind = 'prices.alert'`)).toEqual([
    { attempts: 1, last_error: null },
  ])
})

test('004-050: a price that falls twice in one night is one text in the morning, of the whole way', async () => {
  await watchByText('+254712345602', 'p-3')
  const price = Number((await market.product('p-3')).price)
  await ask(NIGHT, 'p-3', price - 200)
  await ask('2026-03-02T22:00:00Z', 'p-3', price - 400)
  await send(MORNING)
  const [, alert, ...more] = texts('+254712345602')
  const euros = (minor: number) => writeMoney(BigInt(minor), 'EUR')
  expect(alert).toContain(`Now ${euros(price - 400)} (was ${euros(price)}): `)
  // The old price was seen when they signed up, at one in the afternoon.
  expect(alert).toContain(`${euros(price)} at Mon 2 Mar, 13:00, ${euros(price - 400)} at 01:01:01`)
  expect(alert).not.toContain(euros(price - 200))
  expect(more).toEqual([])
})

test('004-050: the same for who named the price they wait for', async () => {
  await watchByText('+254712345607', 'p-12', 'under 100000')
  const price = Number((await market.product('p-12')).price)
  await ask(NIGHT, 'p-12', price - 200)
  await ask('2026-03-02T22:00:00Z', 'p-12', price - 400)
  await send(MORNING)
  expect(texts('+254712345607')).toHaveLength(2)
})

test('a sale that was over before the morning is told as over', async () => {
  await watchByText('+254712345603', 'p-6')
  const price = Number((await market.product('p-6')).price)
  await ask(NIGHT, 'p-6', price - 300)
  await ask('2026-03-02T23:00:00Z', 'p-6', price)
  await send(MORNING)
  expect(texts('+254712345603')[1]).toMatch(/^Over already: .* was \S+, is \S+\. /)
  expect(texts('+254712345603')).toHaveLength(2)
})

test('who wants texts at night says so on their page, and has them at once', async () => {
  const phone = '+254712345604'
  await watchByText(phone, 'p-7')
  const price = Number((await market.product('p-7')).price)
  await ask('2026-03-02T11:00:00Z', 'p-7', price - 200)
  const page = /http\S+/.exec(texts(phone)[1] ?? '')?.[0] ?? ''
  const shown = await (await fetch(page)).text()
  expect(shown).toContain('No texts from 21:00 to 08:00 (Nairobi time)')
  expect(shown).not.toContain('One mail a day')
  expect(await (await post(page, { do: 'nights', nights: 'on' })).text()).toContain('We text you at any hour')
  await ask(NIGHT, 'p-7', price - 500)
  expect(texts(phone)).toHaveLength(3)
  await post(page, { do: 'nights', nights: 'off' })
  await ask('2026-03-02T21:00:00Z', 'p-7', price - 700)
  expect(texts(phone)).toHaveLength(3)
})

test('a text whose answer was lost is found by its words, and leaves once', async () => {
  const phone = '+254712345605'
  await watchByText(phone, 'p-8')
  const price = Number((await market.product('p-8')).price)
  twilio.fault = { kind: 'lost-answer' }
  await ask('2026-03-02T11:00:00Z', 'p-8', price - 200)
  twilio.fault = null
  for (let minute = 1; minute < 20; minute += 1) {
    market.pass(60)
    await market.send()
  }
  expect(texts(phone)).toHaveLength(2)
  const [delivery] = await rows<{ state: string }>(
    `select state from deliveries where recipient = $1 and kind = 'prices.alert'`,
    [phone],
  )
  expect(delivery?.state).toBe('sent')
})

test('004-049: a text that could not leave by day does not leave by night either', async () => {
  const phone = '+254712345606'
  await watchByText(phone, 'p-11')
  const price = Number((await market.product('p-11')).price)
  twilio.fault = { kind: 'error', status: 503 }
  await ask('2026-03-02T17:00:00Z', 'p-11', price - 200)
  twilio.fault = null
  await send(NIGHT)
  expect(texts(phone)).toHaveLength(1)
  await send(MORNING)
  expect(texts(phone)).toHaveLength(2)
})

test('mails wait for nobody’s morning', async () => {
  at('2026-03-02T10:00:00Z')
  await market.watch('', 'p-10', 'owl@example.com')
  await post(linkIn(market.mails('owl@example.com')[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  await ask('2026-03-03T03:00:00Z', 'p-10', 4000)
  expect(market.mails('owl@example.com')).toHaveLength(2)
  expect(market.mails('owl@example.com')[1]?.text).toMatch(/mailed 22:0\d:\d\d \(New York time\)/)
})

test('a phone is at home where its country has one time zone; a zone is a name, never an offset', () => {
  expect(['+254712345678', '+420601234567', '+12125550100', 'none'].map(zoneOfPhone)).toEqual([
    'Africa/Nairobi',
    'Europe/Prague',
    null,
    null,
  ])
  expect(['Europe/Prague', 'UTC', '+05:00', 'Mars/Base', ''].map(readZone)).toEqual([
    'Europe/Prague',
    'UTC',
    null,
    null,
    null,
  ])
})

test('of a price they never heard of nobody gets a correction', async () => {
  const [phone, email] = ['+254712345609', 'early@example.com']
  await watchByText(phone, 'p-22')
  const watch = await market.watch('', 'p-22', email)
  await post(linkIn(market.mails(email)[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  const price = Number((await market.product('p-22')).price)
  await ask(NIGHT, 'p-22', price - 200)
  const link = linkIn(market.mails(email).at(-1)?.text ?? '', 'Wrong price')
  // The text of it waits for the morning, and what comes next takes its place.
  await ask('2026-03-02T22:00:00Z', 'p-22', price - 400)
  await rows('delete from price_alerts where subscription_id = $1 and price = $2', [watch.id, price - 400])
  await post(link, { do: 'wrong' })
  await send(MORNING)
  const corrected = texts(phone).filter((text) => text.startsWith('Sorry'))
  expect(corrected).toEqual([])
})
