import { expect, test, vi } from 'vitest'
import { writeSeconds } from '#src/cards/times.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { mailDaily } from '#src/prices/alerts/mail-daily.ts'
import { remindWatchers } from '#src/prices/watches/remind-watchers.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { lockWatch, stopWatch } from '#src/prices/watches/watch-acts.ts'
import { makeMember } from '#test/make.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann, smtp, twilio, pass } = market
const DAY = 24 * 60 * 60
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const lastMail = (to: string) => market.mails(to).at(-1)
const confirmed = async (email: string, slug: string) => {
  const watch = await market.watch('', slug, email)
  await post(linkIn(lastMail(email)?.text ?? '', 'Confirm'), { do: 'confirm' })
  return watch
}
/** Somebody who has a phone only. */
const watchByText = async (phone: string, slug: string) => {
  const by = { personId: null, name: 'Sam', via: 'web' as const }
  const subscriber = { notifyBy: 'sms' as const, phoneNumber: phone }
  const { watch } = await subscribe(app, { url: `${shop.url}/p/${slug}`, rule: '', subscriber, by })
  await market.send()
  return watch
}
const late = () => rows(`select 1 from alerts where key = 'prices:late'`)
const cost = async (slug: string, price: number, seconds = 61) => {
  shop.act.set(slug, { price })
  await market.look(seconds)
}
const trackInChat = async (one: Visitor, slug: string) => {
  const [card] = (await runCommand(app, `track ${shop.url}/p/${slug}`, one)).cards ?? []
  return /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
}
const cardOf = async (ref: string, one: Visitor) => (await runCommand(app, `show ${ref}`, one)).cards?.[0]

test('004-018: a page that is away, and a correction, are no price that fell: late, they break no promise', async () => {
  await confirmed('lea@example.com', 'p-2')
  await confirmed('tom@example.com', 'p-2')
  await cost('p-2', 800)
  smtp.fault = { kind: 'down' }
  await post(linkIn(lastMail('lea@example.com')?.text ?? '', 'Wrong price'), { do: 'wrong' })
  await market.send()
  pass(20 * 60)
  smtp.fault = null
  await market.send()
  expect(lastMail('tom@example.com')?.subject).toMatch(/^Sorry, that was wrong: /)
  await confirmed('uma@example.com', 'p-10')
  shop.act.set('p-10', { trouble: 'gone' })
  await market.look(60)
  smtp.fault = { kind: 'down' }
  await market.look(DAY + 60)
  smtp.fault = null
  pass(20 * 60)
  await market.send()
  expect(lastMail('uma@example.com')?.subject).toMatch(/^We cannot see it any more: /)
  expect(await late()).toEqual([])
})

test('who watches in chat gets one correction too, on a card that rings; who has stopped since gets none', async () => {
  await confirmed('rita@example.com', 'p-18')
  const bo = await makeMember(app, 'Bo')
  const refs = [await trackInChat(ann, 'p-18'), await trackInChat(bo, 'p-18')]
  for (const [at, one] of [ann, bo].entries()) await runCommand(app, `confirm ${refs[at]}`, one)
  await cost('p-18', Math.round(Number((await market.product('p-18')).price) * 0.9))
  expect((await cardOf(`${refs[0]}`, ann))?.title).toContain(' Now ')
  await runCommand(app, `untrack ${refs[1]}`, bo)
  await runCommand(app, `track ${shop.url}/p/p-18`, bo)
  await post(linkIn(lastMail('rita@example.com')?.text ?? '', 'Wrong price'), { do: 'wrong' })
  const verbs = (ref = '') =>
    rows<{ verb: string }>(
      `select m.verb from moves m join price_subscriptions w on w.id = m.record_id where 'W-' || w.number = $1 order by m.at`,
      [ref],
    ).then((moves) => moves.map(({ verb }) => verb))
  expect(await verbs(refs[0])).toEqual(['confirm', 'ring', 'ring'])
  const card = await cardOf(`${refs[0]}`, ann)
  expect(card?.title).toMatch(/ Sorry, that was wrong: .* is \S+$/)
  expect(card?.buttons.map(({ label }) => label)).toEqual(['Keep watching', 'Change', 'Stop'])
  expect(await verbs(refs[1])).toEqual(['confirm', 'ring', 'stop', 'again'])
})

test('004-019: nobody gets a daily mail who has only a phone, or no confirmed address; what is stopped is not in it', async () => {
  const mine = await confirmed('dora@example.com', 'p-26')
  await confirmed('dora@example.com', 'p-34')
  await market.watch('', 'p-42', 'dora@example.com')
  await watchByText('+12125550111', 'p-26')
  await market.watch('', 'p-26', 'nobody@example.com')
  await rows('update price_users set daily_digest = true')
  await inTransaction(app, async (tx) => {
    const watch = await lockWatch(tx, mine.id)
    if (watch) await stopWatch(tx, watch, { personId: null, name: 'Dora', via: 'link' })
  })
  app.now = new Date('2026-05-04T10:00:00Z')
  await mailDaily(app)
  const sent = await rows<{ to: string }>(`select recipient as to from deliveries where kind = 'prices.digest'`)
  expect(sent.map(({ to }) => to)).not.toContain('')
  expect(sent.map(({ to }) => to)).not.toContain('nobody@example.com')
  await market.send()
  const daily = lastMail('dora@example.com')?.text ?? ''
  expect(daily).toMatch(/^Your prices: /)
  expect([daily.includes('/p/p-34'), daily.includes('/p/p-26'), daily.includes('/p/p-42')]).toEqual([
    true,
    false,
    false,
  ])
})

test('a price that was taken back is not named as that of yesterday', async () => {
  await confirmed('yuri@example.com', 'p-50')
  const { id, price } = await market.product('p-50')
  await cost('p-50', Math.round(Number(price) * 0.9))
  await rows('update prices set withdrawn_at = now() where product_id = $1 and before is not null', [id])
  await rows('update tracked_products set price = $2 where id = $1', [id, price])
  await rows(`update price_users set daily_digest = true where email = 'yuri@example.com'`)
  pass(2 * DAY)
  await mailDaily(app)
  await market.send()
  expect(lastMail('yuri@example.com')?.subject).toBe('Your prices: no change since yesterday')
})

test('004-015: a phone that nobody confirmed gets no second text, and a card in chat waits as long as it likes', async () => {
  await watchByText('+12125550122', 'p-58')
  const ref = await trackInChat(ann, 'p-58')
  const phone = () => twilio.view().phones.find(({ number }) => number === '+12125550122')?.texts.length
  expect(phone()).toBe(1)
  for (const days of [2, 30]) {
    pass(days * DAY)
    await remindWatchers(app)
    await market.send()
  }
  expect(phone()).toBe(1)
  expect((await cardOf(ref, ann))?.buttons.map(({ label }) => label)).toEqual(['Right, watch it', 'Stop'])
})

test('who confirms after two drops reads when the first price was seen, and a lowest price is of these 30 days', async () => {
  await market.watch('', 'p-66', 'two@example.com')
  const link = linkIn(lastMail('two@example.com')?.text ?? '', 'Confirm')
  const seen = writeSeconds(app.now, 'UTC')
  const price = Number((await market.product('p-66')).price)
  await cost('p-66', Math.round(price * 0.9))
  await cost('p-66', Math.round(price * 0.8))
  await post(link, { do: 'confirm' })
  await market.send()
  expect(lastMail('two@example.com')?.text).toContain(` at ${seen}, `)
  await cost('p-66', price, 35 * DAY)
  await cost('p-66', Math.round(price * 0.9), 5 * DAY)
  const since = new Date(app.now.getTime() - 30 * DAY * 1000)
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(since)
  expect(lastMail('two@example.com')?.text).toMatch(new RegExp(`Lowest in 30 days: \\S+ on ${day}\\.`))
})
