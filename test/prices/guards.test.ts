import { expect, test, vi } from 'vitest'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { press } from '#src/desk/press/press.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { makeMember } from '#test/make.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann, twilio, pass } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const subjects = (to: string) => market.mails(to).map(({ subject }) => subject)
const manageOf = (to: string) => linkIn(market.mails(to).at(-1)?.text ?? '', 'Stop').replace(/\?.*$/, '')
const confirmed = async (email: string, slug: string, rule = '') => {
  const watch = await market.watch(rule, slug, email)
  await post(linkIn(market.mails(email).at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
  await market.send()
  return watch
}
const priceOf = async (slug: string) => Number((await market.product(slug)).price)
/** A tenth cheaper. */
const drop = async (slug: string) => {
  shop.act.set(slug, { price: Math.round((await priceOf(slug)) * 0.9) })
  await market.look()
}

test('Wrong price: the reading is taken back, everyone told is ready again, and the others get one correction', async () => {
  const [reporter, other] = ['rita@example.com', 'omar@example.com']
  const watches = [await confirmed(reporter, 'p-2'), await confirmed(other, 'p-2')]
  const before = await priceOf('p-2')
  await drop('p-2')
  expect([subjects(reporter).length, subjects(other).length]).toEqual([2, 2])
  const manage = manageOf(reporter)
  expect(await (await post(manage, { do: 'wrong' })).text()).toContain('We took that price back')
  await post(manage, { do: 'wrong' })
  await market.send()
  expect([subjects(reporter).length, subjects(other).length]).toEqual([2, 3])
  expect(subjects(other).at(-1)).toMatch(/^Sorry, that was wrong: /)
  expect(await market.product('p-2')).toMatchObject({ state: 'doubtful', price: BigInt(before) })
  for (const { id } of watches) expect(await market.load(id)).toMatchObject({ isArmed: true, toldPrice: null })
  // The page says the same on: it is not believed again, and nobody is told.
  await market.look()
  await market.look()
  expect([await priceOf('p-2'), subjects(reporter).length, subjects(other).length]).toEqual([before, 2, 3])
  expect(await rows('select 1 from prices where withdrawn_at is not null')).toHaveLength(1)
})

test('an alert that has not left yet is taken back without a word', async () => {
  const [reporter, late] = ['early@example.com', 'late@example.com']
  await confirmed(reporter, 'p-3')
  await confirmed(late, 'p-3')
  await drop('p-3')
  await rows(
    `update deliveries set state = 'waiting', trying_since = null, sent_at = null, vendor_ref = null, not_before = $1
     where recipient = $2 and kind = 'prices.alert'`,
    [new Date(app.now.getTime() + 3_600_000), late],
  )
  const had = subjects(late).length
  await post(manageOf(reporter), { do: 'wrong' })
  pass(7_200)
  await market.send()
  expect(subjects(late)).toHaveLength(had)
})

test('one person watches twenty things at most; who stops one may watch another', async () => {
  const email = 'keen@example.com'
  for (let at = 60; at < 80; at += 1) await market.watch('', `p-${at}`, email).catch(() => null)
  const mine = `select w.id, w.number from price_subscriptions w join price_users u on u.id = w.user_id
    where u.email = $1 and w.state <> 'stopped' order by w.number`
  await rows(
    `insert into price_subscriptions (id, created_at, state, user_id, product_id, rule)
     select gen_random_uuid(), $2, 'asked', u.id, p.id, 'any' from price_users u, tracked_products p
     where u.email = $1 and p.id not in (select product_id from price_subscriptions where user_id = u.id)
     limit greatest(0, 20 - (select count(*)::int from price_subscriptions w where w.user_id = (select id from price_users where email = $1)))`,
    [email, app.now],
  )
  pass(25 * 3_600)
  expect(await rows(mine, [email])).toHaveLength(20)
  await expect(market.watch('', 'p-90', email)).rejects.toThrow('You watch 20 things already. Stop one of them first.')
  await rows(`update price_subscriptions set state = 'stopped' where id = (select id from (${mine}) m limit 1)`, [
    email,
  ])
  expect((await market.watch('', 'p-90', email)).state).toBe('asked')
})

test('a code is guessed five times at most, and holds for half an hour', async () => {
  const phone = '+12125550188'
  const texts = () =>
    twilio
      .view()
      .phones.find(({ number }) => number === phone)
      ?.texts.map(({ text }) => text) ?? []
  const ask = async () => {
    pass(60)
    const subscriber = { notifyBy: 'sms' as const, phoneNumber: phone }
    const by = { personId: null, name: 'Sam', via: 'web' as const }
    const { watch } = await subscribe(app, { url: `${shop.url}/p/p-4`, rule: '', subscriber, by })
    await market.send()
    return { watch: watch.id, code: /\d{6}/.exec(texts().at(-1) ?? '')?.[0] ?? '' }
  }
  const say = async (watch: string, code: string) => (await post(`${app.publicUrl}/track/code`, { watch, code })).status
  const first = await ask()
  const wrong = first.code === '000000' ? '000001' : '000000'
  for (let guess = 0; guess < 5; guess += 1) expect(await say(first.watch, wrong)).toBe(400)
  expect(await say(first.watch, first.code)).toBe(400)
  const late = await ask()
  pass(31 * 60)
  expect(await say(late.watch, late.code)).toBe(400)
  const last = await ask()
  expect(await say(last.watch, last.code)).toBe(200)
  // A second click is answered as the first was, until the code is over.
  expect(await say(last.watch, last.code)).toBe(200)
  pass(31 * 60)
  expect(await say(last.watch, last.code)).toBe(400)
  // A stop word ends every text of ours, whatever is watched.
  await rows(
    `insert into opt_outs (id, channel, recipient, why, at) values (gen_random_uuid(), 'sms', $1, 'STOP', $2)`,
    [phone, app.now],
  )
  const had = texts().length
  await drop('p-4')
  pass(600)
  await market.send()
  expect(texts()).toHaveLength(had)
})

test('at night a phone is silent: the text comes in the morning', async () => {
  const night = await openMarket({ QUIET_HOURS: '21:00-08:00', STORE_TIMEZONE: 'UTC' })
  const phone = '+12125550199'
  const texts = () => night.twilio.view().phones.find(({ number }) => number === phone)?.texts ?? []
  const subscriber = { notifyBy: 'sms' as const, phoneNumber: phone }
  const by = { personId: null, name: 'Sam', via: 'web' as const }
  night.app.now = new Date('2026-03-02T22:00:00Z')
  const { watch } = await subscribe(night.app, { url: `${night.shop.url}/p/p-4`, rule: '', subscriber, by })
  await night.send()
  // The code is asked for by who waits for it.
  const code = /\d{6}/.exec(texts()[0]?.text ?? '')?.[0] ?? ''
  await post(`${night.app.publicUrl}/track/code`, { watch: watch.id, code })
  night.shop.act.set('p-4', { price: Math.round(Number((await night.product('p-4')).price) * 0.9) })
  await night.look()
  for (let hour = 0; hour < 9; hour += 1) {
    night.pass(3_600)
    await night.send()
  }
  expect(texts()).toHaveLength(1)
  night.pass(3_600)
  await night.send()
  expect(texts()).toHaveLength(2)
})

test('looking at a link changes nothing; one click of a mail program ends that watch, and no other', async () => {
  const email = 'click@example.com'
  const [first, second] = [await confirmed(email, 'p-5'), await confirmed(email, 'p-7')]
  await drop('p-5')
  const unsubscribe = /<([^>]+)>/.exec(market.mails(email).at(-1)?.headers['list-unsubscribe'] ?? '')?.[1] ?? ''
  for (const link of [unsubscribe, manageOf(email), `${manageOf(email)}?do=stop`]) await fetch(link)
  expect((await market.load(first.id)).state).not.toBe('stopped')
  await post(unsubscribe, { 'List-Unsubscribe': 'One-Click' })
  expect([(await market.load(first.id)).state, (await market.load(second.id)).state]).toEqual(['stopped', 'watching'])
})

test('a link acts on its owner’s watches alone; Delete me leaves nothing, and others as they were', async () => {
  const [eve, nia] = ['eve@example.com', 'nia2@example.com']
  await confirmed(eve, 'p-8')
  const theirs = await confirmed(nia, 'p-8')
  await drop('p-8')
  const manage = manageOf(eve)
  await post(manage, { do: 'target', rule: 'under 5', watch: `W-${theirs.number}` })
  expect(await market.load(theirs.id)).toMatchObject({ rule: 'any' })
  expect(await (await post(manage, { do: 'delete' })).text()).toContain('is deleted')
  expect(await rows('select 1 from price_users where email = $1', [eve])).toEqual([])
  expect((await market.load(theirs.id)).state).not.toBe('stopped')
  const had = subjects(eve).length
  await drop('p-8')
  expect([subjects(eve).length, subjects(nia).length]).toEqual([had, 3])
})

test('in chat one stops and sees one’s own; what is true, and where a price stands, an admin says', async () => {
  const ben = await makeMember(app, 'Ben', 'rep')
  const [card] = (await runCommand(app, `track ${shop.url}/p/p-11`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await expect(runCommand(app, `untrack ${ref}`, ben)).rejects.toThrow('not yours')
  expect((await runCommand(app, 'prices', ben)).text).toMatch(/^Nothing is watched yet/)
  const [his] = (await runCommand(app, `track ${shop.url}/p/p-12`, ben)).cards ?? []
  const ofBen = /W-\d+/.exec(his?.title ?? '')?.[0] ?? ''
  await expect(runCommand(app, `confirm ${ofBen}`, ann)).rejects.toThrow('not yours')
  expect((await runCommand(app, `untrack ${ofBen}`, ann)).text).toMatch(/^Stopped\./)
  await expect(runCommand(app, 'sites shop.example .price', ben)).rejects.toThrow('Only an admin')
  const { id } = await market.product('p-11')
  const as = (by: Visitor, verb: string) => press(app, writeToken({ subject: 'tracked', verb, id }), by)
  await rows(
    `update tracked_products set state = 'doubtful', doubt = '{"why": "x", "seenAt": "2026-03-02T12:00:00Z", "claims":
       [{"source": "page", "price": "1", "currency": "USD", "piece": "1"}], "availability": "in_stock", "was": null, "isAsked": true}'
     where id = $1`,
    [id],
  )
  for (const verb of ['real', 'wrong', 'rest']) await expect(as(ben, verb)).rejects.toThrow()
  expect(await rows('select what from refused_presses')).toHaveLength(6)
  expect(await as(ann, 'wrong')).toBeTruthy()
})

test('without TRACK_PAGE nobody signs up in public', async () => {
  const other = await openMarket({ TRACK_PAGE: 'off' })
  const { app: closed } = other
  await other.watch()
  const { id } = await other.product()
  const status = async (path: string, method = 'GET') => (await fetch(`${closed.publicUrl}${path}`, { method })).status
  const asked = [status('/track'), status('/track', 'POST'), status('/track/code', 'POST')]
  expect(await Promise.all([...asked, status(`/track/picture/${id}`)])).toEqual([404, 404, 404, 404])
})
