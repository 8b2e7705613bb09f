import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { restoreArchive } from '#src/prices/archive/restore.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { testApp } from '#test/app.ts'
import { dump } from '#test/dump.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const folder = await mkdtemp(join(tmpdir(), 'deskhand-forget-'))
afterAll(() => rm(folder, { recursive: true }))
const market = await openMarket()
const { app, shop } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const subscriber = { notifyBy: 'mail' as const, firstName: 'Edda', lastName: 'Vole' }
const by = { personId: null, name: 'Edda', via: 'web' as const }

/** Confirmed, told of a drop, with a mail that waits: the link that stands in the last mail. */
async function told(email: string, slug: string): Promise<string> {
  await subscribe(app, { url: `${shop.url}/p/${slug}`, rule: '', subscriber: { ...subscriber, email }, by })
  await market.send()
  await post(linkIn(market.mails(email)[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  const price = Number((await market.product(slug)).price)
  shop.act.set(slug, { price: Math.round(price * 0.9) })
  await market.look()
  return linkIn(market.mails(email).at(-1)?.text ?? '', 'Stop').replace(/\?.*$/, '')
}

test('Delete me: no table holds the address or the name any more, and no waiting mail leaves', async () => {
  const email = 'edda@example.com'
  const page = await told(email, 'p-2')
  shop.act.set('p-2', { price: Math.round(Number((await market.product('p-2')).price) * 0.9) })
  market.pass(61)
  const { lookAtProducts } = await import('#src/prices/looks/look.ts')
  await lookAtProducts(app)
  expect(await dump(app)).toContain(email)
  const had = market.mails(email).length
  const done = await post(page, { do: 'delete' })
  expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('everything you watched is deleted')])
  const left = await dump(app)
  for (const trace of [email, 'Edda', 'Vole', page.split('/').at(-1) ?? page]) expect(left).not.toContain(trace)
  expect(await rows('select 1 from links')).toEqual([])
  market.pass(3_600)
  await market.send()
  expect(market.mails(email)).toHaveLength(had)
  expect((await market.product('p-2')).state).toBe('resting')
  expect((await fetch(page)).status).toBe(404)
})

test('a phone goes like an address, but for the hash of who wrote STOP', async () => {
  const phone = '+12125550166'
  const texts = () => market.twilio.view().phones.find(({ number }) => number === phone)?.texts ?? []
  const wish = { url: `${shop.url}/p/p-4`, rule: '', by }
  const { watch } = await subscribe(app, { ...wish, subscriber: { notifyBy: 'sms' as const, phoneNumber: phone } })
  await market.send()
  await post(`${app.publicUrl}/track/code`, { watch: watch.id, code: /\d{6}/.exec(texts()[0]?.text ?? '')?.[0] ?? '' })
  shop.act.set('p-4', { price: Math.round(Number((await market.product('p-4')).price) * 0.9) })
  await market.look()
  await app.inlet('twilio', 'sms:9', 'From=%2B12125550166&Body=STOP')
  await rows(
    `insert into opt_outs (id, channel, recipient, why, at) values (gen_random_uuid(), 'sms', $1, 'STOP', now())`,
    [phone],
  )
  await post(/http\S+/.exec(texts()[1]?.text ?? '')?.[0] ?? '', { do: 'delete' })
  const left = await dump(app)
  for (const trace of [phone, '2125550166']) expect(left).not.toContain(trace)
  expect(await rows('select 1 from opt_outs')).toHaveLength(1)
})

test('who is a customer too stays one: only what they watched goes', async () => {
  const email = 'both@example.com'
  const page = await told(email, 'p-3')
  await rows(
    `insert into leads (id, state, name, email, created_at) values (gen_random_uuid(), 'open', 'Both Ways', $1, now())`,
    [email],
  )
  await post(page, { do: 'delete' })
  expect(await rows('select 1 from price_users where email = $1', [email])).toEqual([])
  expect(await rows('select email from leads')).toEqual([{ email }])
  expect(await rows(`select 1 from deliveries where recipient = $1 or payload::text like '%both@%'`, [email])).toEqual(
    [],
  )
})

test('the number in their customer record may be somebody else’s, whose watches stay', async () => {
  const phone = '+12125550177'
  const wish = { url: `${shop.url}/p/p-6`, rule: '', by }
  await subscribe(app, { ...wish, subscriber: { notifyBy: 'sms' as const, phoneNumber: phone } })
  const page = await told('mixed@example.com', 'p-9')
  await rows(
    `insert into leads (id, state, name, email, phone, created_at)
     values (gen_random_uuid(), 'open', 'Mixed Up', 'mixed@example.com', $1, now())`,
    [phone],
  )
  await post(page, { do: 'delete' })
  expect(await rows(`select 1 from price_users where email = 'mixed@example.com'`)).toEqual([])
  const watching = `select w.state from price_subscriptions w join price_users u on u.id = w.user_id where phone_number = $1`
  expect(await rows(watching, [phone])).toEqual([{ state: 'asked' }])
})

test('somebody of the same name, and whoever is called as a subscriber called himself, are as they were', async () => {
  const page = await told('eve@example.com', 'p-5')
  await rows(`update price_users set first_name = 'Ann', last_name = 'Archer' where email = 'eve@example.com'`)
  await rows(`update people set name = 'Ann Archer'`)
  await rows(
    `insert into leads (id, state, name, email, created_at)
     values (gen_random_uuid(), 'open', 'Ann Archer', 'archer@example.com', now())`,
  )
  const others = async () => [await rows('select * from people'), await rows('select * from leads order by id')]
  const before = await others()
  expect(before[0]?.length).toBeGreaterThan(0)
  await post(page, { do: 'delete' })
  expect(await rows(`select 1 from price_users where email = 'eve@example.com'`)).toEqual([])
  expect(await others()).toEqual(before)
})

test('the archive is cleared of them at its next run, and can be put back all the same', async () => {
  const store = createObjectStore({ url: pathToFileURL(folder).href, vendor: 'archive' })
  app.archive = store
  const [page] = [await told('olga@example.com', 'p-7'), await told('kept@example.com', 'p-8')]
  const day = app.now.toISOString().slice(0, 10)
  app.now = new Date(`${day}T23:59:00Z`)
  market.pass(600)
  await archiveDays(app)
  const words = async () => {
    const files = await readdir(join(folder, day))
    return Promise.all(files.map((file) => readFile(join(folder, day, file), 'utf8')))
  }
  expect((await words()).join()).toContain('olga@example.com')
  const before = (await readdir(join(folder, day))).length
  await post(page, { do: 'delete' })
  await archiveDays(app)
  expect((await words()).join()).not.toContain('olga@example.com')
  expect((await words()).join()).toContain('kept@example.com')
  expect(await readdir(join(folder, day))).toHaveLength(before)
  expect(await rows(`select 1 from notes where name like 'prices.forget%'`)).toEqual([])
  const restored = await testApp()
  await restoreArchive(restored, store)
  const back = await sql<{ email: string }>(restored.em.fork(), 'select email from price_users order by email')
  expect(back.map(({ email }) => email)).not.toContain('olga@example.com')
  expect(back.map(({ email }) => email)).toContain('kept@example.com')
})
