import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { LINK_DAYS } from '#src/prices/link-days.ts'
import { remindWatchers } from '#src/prices/watches/remind-watchers.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { watchSubject } from '#src/prices/watches/watch-subject.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann, twilio, pass } = market
const DAY = 24 * 3_600
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const subjects = (to: string) => market.mails(to).map(({ subject }) => subject)
const lastLink = (to: string, label = 'Confirm') => linkIn(market.mails(to).at(-1)?.text ?? '', label)
const confirm = async (email: string) => {
  await post(lastLink(email), { do: 'confirm' })
  await market.send()
}
const confirmed = async (email: string, slug: string, rule = '') => {
  const watch = await market.watch(rule, slug, email)
  await confirm(email)
  return watch
}
const priceOf = async (slug: string) => Number((await market.product(slug)).price)
const falls = async (slug: string, percent: number) => {
  shop.act.set(slug, { price: Math.round((await priceOf(slug)) * (1 - percent / 100)) })
  await market.look()
}

test('a drop of less than one percent is no mail, one of one percent is', async () => {
  await confirmed('least@example.com', 'p-2')
  await falls('p-2', 0.9)
  expect(subjects('least@example.com')).toHaveLength(1)
  await falls('p-2', 1)
  expect(subjects('least@example.com').slice(1)).toEqual([expect.stringMatching(/^Now /)])
})

test('who stops hears of no later drop, and who comes back only of drops from then on', async () => {
  const email = 'back@example.com'
  const link = await confirmed(email, 'p-3').then(() => lastLink(email))
  await post(link, { do: 'stop' })
  await confirmed('stays@example.com', 'p-3')
  await falls('p-3', 10)
  expect(subjects(email)).toHaveLength(1)
  await confirmed(email, 'p-3')
  expect(subjects(email).slice(1)).toEqual([expect.stringMatching(/^Confirm: /)])
  await post(link, { do: 'stop' })
  shop.act.set('p-3', { inStock: false })
  await market.look()
  await confirmed(email, 'p-3')
  shop.act.set('p-3', { inStock: true })
  await market.look()
  expect(subjects(email).slice(2)).toEqual([
    expect.stringMatching(/^Confirm: /),
    expect.stringMatching(/^Back in stock: /),
  ])
})

test('who comes back and does not confirm is reminded once more', async () => {
  const email = 'again@example.com'
  const dayLater = async () => {
    pass(DAY + 3_600)
    await remindWatchers(app)
    await market.send()
  }
  await market.watch('', 'p-4', email)
  await dayLater()
  await post(lastLink(email), { do: 'stop' })
  await market.watch('', 'p-4', email)
  await dayLater()
  expect(subjects(email).map((subject) => subject.split(':')[0])).toEqual([
    ...['Confirm', 'Still want it? Confirm'],
    ...['Confirm', 'Still want it? Confirm'],
  ])
})

test('who watches twenty things may change the rule of one of them', async () => {
  const email = 'full@example.com'
  await confirmed(email, 'p-5')
  for (let at = 60; at < 68; at += 1) await market.watch('', `p-${at}`)
  await rows(
    `insert into tracked_products (id, state, website_id, url, next_look_at, created_at)
     select gen_random_uuid(), 'resting', website_id, url || '-' || n, $1, $1
     from tracked_products, generate_series(1, 19) n where url like '%/p-5'`,
    [app.now],
  )
  await rows(
    `insert into price_subscriptions (id, created_at, state, user_id, product_id, rule)
     select gen_random_uuid(), $2, 'watching', u.id, p.id, 'any' from price_users u, tracked_products p
     where u.email = $1 and p.url like '%/p-5-%'`,
    [email, app.now],
  )
  await expect(market.watch('', 'p-6', email)).rejects.toThrow('You watch 20 things already')
  const [person] = await rows<{ id: string }>(`select id from people where name = 'Ann'`)
  const by = { personId: person?.id ?? '', name: 'Ann', via: 'api' as const }
  const asked = { url: `${shop.url}/p/p-5`, rule: 'under 1', subscriber: { notifyBy: 'mail' as const, email }, by }
  expect((await subscribe(app, asked)).watch).toMatchObject({ rule: 'target', value: 100n })
})

test('a new rule is told by itself, though the price was told by the old one within the hour', async () => {
  const track = (rule: string) => runCommand(app, `track ${shop.url}/p/p-7 ${rule}`, ann)
  const [card] = (await track('')).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  const told = () =>
    rows(`select 1 from price_alerts a join price_subscriptions w on w.id = subscription_id
    where w.person_id is not null and a.reason in ('drop', 'target')`)
  const price = await priceOf('p-7')
  await falls('p-7', 20)
  expect(await told()).toHaveLength(1)
  await track('under 100000')
  for (const amount of [price, Math.round(price * 0.8)]) {
    shop.act.set('p-7', { price: amount })
    await market.look()
  }
  expect(await told()).toHaveLength(2)
})

test('a page that shows no price yet asks nobody; when it does, it asks, and knows what was sold out', async () => {
  const email = 'early@example.com'
  shop.act.set('p-8', { trouble: 'wall', inStock: false })
  const by = { personId: null, name: 'Eva', via: 'web' as const }
  const subscriber = { notifyBy: 'mail' as const, email }
  await subscribe(app, { url: `${shop.url}/p/p-8`, rule: '', subscriber, by })
  await market.send()
  expect(subjects(email)).toEqual([])
  shop.act.set('p-8', { trouble: null })
  await market.look(180)
  expect(subjects(email)).toEqual([expect.stringMatching(/^Confirm: /)])
  await confirm(email)
  shop.act.set('p-8', { inStock: true })
  await market.look()
  expect(subjects(email).slice(1)).toEqual([expect.stringMatching(/^Back in stock: /)])
})

test('ten questions a day, and the day after again', async () => {
  const email = 'often@example.com'
  const asks = async () => {
    for (let count = 0; ; count += 1) if (!(await market.watch('', 'p-9', email).catch(() => null))) return count
  }
  expect(await asks()).toBe(10)
  pass(DAY)
  expect(await asks()).toBe(10)
})

test('a code counts as it is typed, with a space too; what is no watch is no error of ours', async () => {
  const phone = '+12125550177'
  const by = { personId: null, name: 'Sam', via: 'web' as const }
  const subscriber = { notifyBy: 'sms' as const, phoneNumber: phone }
  const { watch } = await subscribe(app, { url: `${shop.url}/p/p-11`, rule: '', subscriber, by })
  await market.send()
  const texts = twilio.view().phones.find(({ number }) => number === phone)?.texts ?? []
  const code = /\d{6}/.exec(texts[0]?.text ?? '')?.[0] ?? ''
  const say = async (id: string, said: string) =>
    (await post(`${app.publicUrl}/track/code`, { watch: id, code: said })).status
  expect(await say('nonsense', code)).toBe(400)
  expect(await say(watch.id, ` ${code.slice(0, 3)} ${code.slice(3)}`)).toBe(200)
})

test('nobody who has not confirmed hears that a page is away, or that its currency changed', async () => {
  const [silent, sure] = ['silent@example.com', 'sure@example.com']
  await confirmed(sure, 'p-12')
  await market.watch('', 'p-12', silent)
  shop.act.set('p-12', { trouble: 'gone' })
  for (const hours of [1, 25]) await market.look(hours * 3_600)
  shop.act.set('p-12', { trouble: null })
  await market.look(3_600)
  await rows(`update price_subscriptions set currency = 'XAF' where product_id = $1`, [
    (await market.product('p-12')).id,
  ])
  await falls('p-12', 5)
  expect(subjects(sure).slice(1)).toEqual([
    expect.stringMatching(/^We cannot see it any more: /),
    expect.stringMatching(/^In [A-Z]{3} from now on: /),
  ])
  expect(subjects(silent)).toEqual([expect.stringMatching(/^Confirm: /)])
  expect(
    await rows(`select 1 from price_alerts a join price_subscriptions w on w.id = subscription_id
    where w.state = 'asked'`),
  ).toEqual([])
})

test('who waits for a rise is told from where it rose', async () => {
  await confirmed('rise@example.com', 'p-13', 'up')
  await falls('p-13', 10)
  const low = await priceOf('p-13')
  shop.act.set('p-13', { price: Math.round(low * 1.5) })
  await market.look()
  const [row] = await rows<{ was: string }>(`select was from price_alerts where reason = 'up'`)
  expect(Number(row?.was)).toBe(low)
  expect(subjects('rise@example.com').at(-1)).toMatch(/^Now .+ \(was .+\): /)
})

test('a price that is called wrong is corrected to nobody who has stopped', async () => {
  const [reporter, gone] = ['rita@example.com', 'gone@example.com']
  await confirmed(reporter, 'p-14')
  await confirmed(gone, 'p-14')
  await falls('p-14', 10)
  await post(lastLink(gone, 'Stop'), { do: 'stop' })
  await post(lastLink(reporter, 'Wrong price'), { do: 'wrong' })
  await market.send()
  expect(subjects(gone)).toHaveLength(2)
})

test('the card of a watch that ended says how: its subscriber stopped it, or nobody ever confirmed it', async () => {
  const footer = async (id: string) => {
    const [view] = await watchSubject.load(app.em.fork(), [id])
    return view && watchSubject.card(view, app).footer
  }
  const stopped = await market.watch('', 'p-6', 'ends@example.com')
  const link = lastLink('ends@example.com')
  await post(link, { do: 'confirm' })
  await runCommand(app, `change W-${stopped.number} 20%`, ann)
  await post(link, { do: 'stop' })
  expect(await footer(stopped.id)).toMatch(/^Stopped by the subscriber, /)

  const silent = await market.watch('', 'p-6', 'never@example.com')
  pass((LINK_DAYS.confirm + 1) * DAY)
  await remindWatchers(app)
  expect(await footer(silent.id)).toMatch(/^Nobody confirmed it: it ended, /)
})
