import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { mailDaily } from '#src/prices/alerts/mail-daily.ts'
import { remindWatchers } from '#src/prices/watches/remind-watchers.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app, shop, pass } = market
const HOUR = 3_600
const DAY = 24 * HOUR
const subjects = (to?: string) => market.mails(to).map(({ subject }) => subject)
const lastLink = (to: string, label: string) => linkIn(market.mails(to).at(-1)?.text ?? '', label)
const confirmed = async (email: string, slug: string, rule = '') => {
  const watch = await market.watch(rule, slug, email)
  await post(lastLink(email, 'Confirm'), { do: 'confirm' })
  await market.send()
  return watch
}

test('004-015, 004-019: who does not confirm is reminded once, and after a week watched for no longer', async () => {
  const watch = await market.watch()
  pass(23 * HOUR)
  await remindWatchers(app)
  pass(2 * HOUR)
  for (let time = 0; time < 3; time += 1) await remindWatchers(app)
  await market.send()
  expect(subjects()).toEqual([
    'Confirm: Blue denim jacket, M · $59.00',
    'Still want it? Confirm: Blue denim jacket, M · $59.00',
  ])
  pass(3 * DAY)
  await remindWatchers(app)
  expect((await market.load(watch.id)).state).toBe('asked')
  pass(4 * DAY - 60)
  await remindWatchers(app)
  expect((await market.load(watch.id)).state).toBe('asked')
  pass(60)
  await remindWatchers(app)
  await market.send()
  expect((await market.load(watch.id)).state).toBe('stopped')
  expect((await market.product()).state).toBe('resting')
  expect(market.mails()).toHaveLength(2)
  const over = await fetch(linkIn(market.mails()[0]?.text ?? '', 'Confirm'))
  expect(await over.text()).toContain('Sign up again, and we send you a new one.')
})

test('004-015: the same wish again sends the question again, ten times a day at most', async () => {
  const again = await market.watch()
  expect(again.state).toBe('asked')
  expect(subjects().at(-1)).toBe('Confirm: Blue denim jacket, M · $59.00')
  await expect(
    (async () => {
      for (let time = 0; time < 12; time += 1) await market.watch()
    })(),
  ).rejects.toThrow('often enough today')
  expect(market.mails().length).toBeLessThan(14)
})

test('004-016: whatever stands in the outbox, nothing but the question leaves for an address nobody confirmed', async () => {
  const watch = await market.watch('', 'p-2', 'eve@example.com')
  await sql(
    app.em.fork(),
    `insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, subject, subject_id, not_before, created_at)
     values (gen_random_uuid(), 'waiting', 'forged', 'prices.alert', 'price-mail', 'eve@example.com', 'UTC',
       '{"subject": "Now!", "text": "."}', 'watch', $1, $2, $2)`,
    [watch.id, app.now],
  )
  await market.send()
  expect(subjects('eve@example.com')).toHaveLength(1)
  const [row] = await sql<{ state: string }>(app.em.fork(), `select state from deliveries where key = 'forged'`)
  expect(row?.state).not.toBe('sent')
  const phone = '+12125550123'
  await post(`${app.publicUrl}/track`, { url: `${shop.url}/p/p-2`, phone })
  await sql(
    app.em.fork(),
    `insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, not_before, created_at)
     values (gen_random_uuid(), 'waiting', 'forged text', 'prices.alert', 'price-sms', $1, 'UTC', '{"text": "."}', $2, $2)`,
    [phone, app.now],
  )
  await market.send()
  const texts = market.twilio.view().phones.find(({ number }) => number === phone)?.texts ?? []
  expect(texts.map(({ text }) => text)).toEqual([expect.stringContaining('your code is')])
})

test('004-019: what is sold out is no bargain; it is told when it is back', async () => {
  await confirmed('ida@example.com', 'p-10')
  shop.act.set('p-10', { inStock: false, price: 5000 })
  await market.look()
  shop.act.set('p-10', { inStock: true })
  await market.look()
  expect(subjects('ida@example.com').slice(1)).toEqual(['Back in stock: Olive wool scarf, $50.00'])
  for (const inStock of [false, true, false, true]) {
    shop.act.set('p-10', { inStock })
    await market.look()
  }
  expect(subjects('ida@example.com')).toHaveLength(2)
})

test('004-019: a page that has not answered for a day is told once, and looked at on', async () => {
  await confirmed('tom@example.com', 'p-18')
  shop.act.set('p-18', { trouble: 'gone' })
  for (let hour = 0; hour < 27; hour += 1) await market.look(HOUR)
  expect(subjects('tom@example.com').slice(1)).toEqual([expect.stringMatching(/^We cannot see it any more: /)])
  expect((await market.product('p-18')).state).toBe('unreachable')
  shop.act.set('p-18', { trouble: null })
  await market.look(HOUR)
  expect((await market.product('p-18')).state).toBe('watched')
})

test('004-019: a shop that is away as a whole for a day is told too', async () => {
  await confirmed('uma@example.com', 'p-26')
  shop.fault = { kind: 'error', status: 503 }
  for (let hour = 0; hour < 30; hour += 1) await market.look(HOUR)
  shop.fault = null
  await market.look(HOUR)
  expect(subjects('uma@example.com').slice(1)).toEqual([expect.stringMatching(/^We cannot see it any more: /)])
})

test('004-019: one mail a day with all prices, for who wants it, at eight in their morning', async () => {
  await confirmed('ada@example.com', 'p-34')
  const drop = (await market.product('p-34')).price ?? 0n
  shop.act.set('p-34', { price: Number(drop) - 200 })
  await market.look()
  const manage = lastLink('ada@example.com', 'Stop')
  await post(manage, { do: 'digest', digest: 'on' })
  await sql(app.em.fork(), `update price_users set zone = 'America/New_York' where email = 'ada@example.com'`)
  const sent = subjects('ada@example.com').length
  app.now = new Date('2026-04-20T11:59:00Z')
  expect(await mailDaily(app)).toBe(0)
  app.now = new Date('2026-04-20T12:00:00Z')
  const told = await Promise.all([mailDaily(app), mailDaily(app)])
  expect(told.toSorted()).toEqual([0, 1])
  expect(await mailDaily(app)).toBe(0)
  await market.send()
  const daily = market.mails('ada@example.com')
  expect(daily).toHaveLength(sent + 1)
  expect(daily.at(-1)?.subject).toBe('Your prices: no change since yesterday')
  const [url = ''] = /<([^>]+)>/.exec(daily.at(-1)?.headers['list-unsubscribe'] ?? '')?.slice(1) ?? []
  expect((await post(url, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  app.now = new Date('2026-04-21T12:00:00Z')
  expect(await mailDaily(app)).toBe(0)
  const [watch] = await sql<{ state: string }>(
    app.em.fork(),
    `select w.state from price_subscriptions w join price_users u on u.id = w.user_id where u.email = 'ada@example.com'`,
  )
  expect(watch?.state).toBe('watching')
})

test('who has confirmed changes, stops and deletes by the link of the first mail, before any alert came', async () => {
  const watch = await market.watch('', 'p-14', 'early@example.com')
  const link = lastLink('early@example.com', 'Confirm')
  const page = async () => (await fetch(link)).text()
  expect(await page()).not.toContain('Delete me')
  expect(await (await post(link, { do: 'confirm' })).text()).toContain('Change or stop it, or delete me')
  expect(await page()).toContain('Delete me and everything I watch')
  expect((await fetch(`${link}/chart.png`)).headers.get('content-type')).toBe('image/png')
  expect(await (await post(link, { do: 'change', rule: '10%' })).text()).toContain(
    'We write when it falls by 10\u00a0%.',
  )
  expect(await market.load(watch.id)).toMatchObject({ state: 'watching', rule: 'percent', value: 1000n })
  expect(await (await post(link, { do: 'stop' })).text()).toContain('Stopped: we write no more about it.')
  expect(await page()).not.toContain('Delete me')
  await market.watch('', 'p-14', 'early@example.com')
  await post(lastLink('early@example.com', 'Confirm'), { do: 'confirm' })
  expect(await (await post(lastLink('early@example.com', 'Confirm'), { do: 'delete' })).text()).toContain('is deleted')
})

test('a page that says no price yet is named with what is wrong, how long we try, and what to do then', async () => {
  shop.act.set('p-30', { trouble: 'wall' })
  const sign = async (slug: string) => {
    const said = await post(`${app.publicUrl}/track`, { url: `${shop.url}/p/${slug}`, email: 'late@example.com' })
    return (await said.text()).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
  }
  expect(await sign('p-30')).toContain('What is wrong: the shop asks whether we are a robot.')
  const said = await sign('nothing-here')
  expect(said).toContain('What is wrong: the page answers 404. We try again for ten minutes')
  expect(said).toContain('No mail or text by then? Look at the link in your browser, and sign up again.')
})
