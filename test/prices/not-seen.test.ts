import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { mailDaily } from '#src/prices/alerts/mail-daily.ts'
import { priceOf } from '#src/prices/price-of.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann } = market
const HOUR = 3_600
const page = `${shop.url}/p/p-10`
const away = (is: boolean) => shop.act.set('p-10', { trouble: is ? 'gone' : null })
const confirmed = async (email: string) => {
  await market.watch('', 'p-10', email)
  const link = linkIn(market.mails(email).at(-1)?.text ?? '', 'Confirm')
  await post(link, { do: 'confirm' })
  return link
}
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const read = async (link: string) => (await (await fetch(link)).text()).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')

test('who asks what a page costs is told since when it could not be seen, and no more once it can', async () => {
  expect(await priceOf(app, page)).toEqual({
    ...{ url: page, name: 'Olive wool scarf', price: 5500n, currency: 'USD', lostSince: null },
  })
  away(true)
  await market.look()
  const lostSince = app.now
  await market.look(600)
  expect(await priceOf(app, page)).toMatchObject({ price: 5500n, lostSince })
  away(false)
  await market.look(HOUR)
  expect(await priceOf(app, page)).toMatchObject({ price: 5500n, lostSince: null })
})

test('of a page that was never read there is no price, and since when it is tried', async () => {
  shop.act.set('p-18', { trouble: 'gone' })
  const asked = await priceOf(app, `${shop.url}/p/p-18`)
  expect(asked).toMatchObject({ price: null, currency: null, lostSince: app.now })
})

test('wherever its price stands it is said to be one of the past, and since when', async () => {
  const link = await confirmed('nia@example.com')
  expect(await read(link)).toContain('$55.00 now.')
  expect((await runCommand(app, 'prices olive', ann)).text).toContain(' · $55.00 · nia@example.com')
  away(true)
  app.now = new Date('2026-03-05T09:00:00Z')
  await market.look()
  expect(await read(link)).toMatch(/\$55\.00 when last seen\. We write .* We could not see it since 09:01/)
  expect((await runCommand(app, 'prices olive', ann)).text).toContain(' · $55.00 (not seen since 09:01) · nia@')
  await market.watch('', 'p-10', 'new@example.com')
  expect(market.mails('new@example.com')[0]?.text).toContain('Olive wool scarf · $55.00 when last seen · right?')
  await sql(app.em.fork(), `update price_users set daily_digest = true where email = 'nia@example.com'`)
  app.now = new Date('2026-03-06T10:00:00Z')
  await mailDaily(app)
  await market.send()
  const daily = market.mails().at(-1)
  expect(daily?.subject).toBe('Your prices: 1 not seen')
  for (const words of [daily?.text, daily?.html]) expect(words).toContain('$55.00 · not seen since Thu 5 Mar, 09:01')
  away(false)
  await market.look(2 * HOUR)
  expect(await read(link)).toContain('$55.00 now.')
})

test('while its page is away every list and card says so, and none says that it can be bought', async () => {
  await rows(`update price_subscriptions set state = 'stopped' where person_id is not null`)
  const link = await confirmed('zoe@example.com')
  const [card] = (await runCommand(app, `track ${page}`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  const { number } = await market.product('p-10')
  const host = new URL(page).host
  const said = async () => ({
    sites: (await runCommand(app, 'sites', ann)).text,
    track: await read(`${app.publicUrl}/track`),
    page: await read(link),
    tracked: (await runCommand(app, `prices T-${number}`, ann)).cards?.[0],
    watch: (await runCommand(app, `show ${ref}`, ann)).cards?.[0],
  })
  const there = await said()
  expect(there.sites).toContain(' · answers')
  expect(there.track).toContain(`${host} answers · `)
  expect(there.page).toMatch(/ Buy /)
  expect([there.tracked?.footer, there.tracked?.tone]).toEqual(['Watched.', 'good'])
  shop.act.set('p-10', { price: 4000 })
  await market.look()
  expect((await said()).watch?.links).toEqual([{ label: 'Buy', url: page }])
  away(true)
  await market.look()
  const gone = await said()
  expect(gone.sites).toMatch(/ · answers, but not for 1 of its pages$/)
  expect(gone.track).toContain(`${host} does not answer for some of its pages; we go on trying`)
  expect(gone.page).toMatch(/ Open page /)
  expect(gone.page).not.toMatch(/ Buy /)
  expect(gone.tracked?.title).toContain('$40.00 when last seen')
  expect(gone.tracked?.footer).toMatch(/^Not seen since \d\d:\d\d: the page answers 404\. I go on looking\.$/)
  expect(gone.tracked?.tone).toBe('bad')
  expect(gone.watch?.links).toEqual([{ label: 'Open page', url: page }])
  expect(gone.watch?.footer).toMatch(/told .*\. Not seen since \d\d:\d\d: the page answers 404\.$/)
  shop.act.set('p-10', { trouble: null, price: 5500 })
  await market.look(2 * HOUR)
  await runCommand(app, `stop ${ref}`, ann)
})

test('a watch in chat says on its card that its page is away, and that it is back', async () => {
  const [card] = (await runCommand(app, `track ${page}`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  const footer = async () => (await runCommand(app, `show ${ref}`, ann)).cards?.[0]?.footer
  const drawn = async () =>
    (
      await sql<{ wanted: number }>(
        app.em.fork(),
        `select c.wanted from card_posts c join price_subscriptions w on w.id = c.subject_id where 'W-' || w.number = $1`,
        [ref],
      )
    ).map(({ wanted }) => Number(wanted))
  away(true)
  app.now = new Date('2026-03-08T09:00:00Z')
  const watching = await drawn()
  await market.look()
  const card2 = (await runCommand(app, `show ${ref}`, ann)).cards?.[0]
  expect(card2?.footer).toBe('Not seen since 09:01: the page answers 404. I go on looking.')
  expect(card2?.title).toBe(`${ref} Olive wool scarf · $55.00 when last seen`)
  expect(await drawn()).toEqual(watching.map((wanted) => wanted + 1))
  await market.look(600)
  expect(await drawn()).toEqual(watching.map((wanted) => wanted + 1))
  await market.look(25 * HOUR)
  expect((await market.product('p-10')).state).toBe('unreachable')
  await runCommand(app, `keep ${ref}`, ann)
  expect(await footer()).toBe('Not seen since Sun 8 Mar, 09:01: the page answers 404. I go on looking.')
  const before = await drawn()
  away(false)
  await market.look(2 * HOUR)
  expect(await footer()).toBe('Watching.')
  expect(await drawn()).toEqual(before.map((wanted) => wanted + 1))
})

/** How far to the right its line reaches, of the whole width. */
async function lineEnd(link: string): Promise<number> {
  const png = Buffer.from(await (await fetch(`${link}/chart.png`)).arrayBuffer())
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  const { width, channels } = info
  const isLine = (at: number) => data[at] === 0x0b && data[at + 1] === 0x6b && data[at + 2] === 0x3a
  const places = Array.from({ length: data.length / channels }, (_, n) => n).filter((n) => isLine(n * channels))
  return Math.max(...places.map((n) => n % width)) / width
}

test('the line of its chart ends where its page was seen last, and goes on once it is back', async () => {
  const link = await confirmed('chart@example.com')
  await market.look(HOUR)
  const whole = await lineEnd(link)
  away(true)
  for (let days = 0; days < 4; days += 1) await market.look(24 * HOUR)
  expect(await lineEnd(link)).toBeLessThan(whole - 0.2)
  away(false)
  await market.look(2 * HOUR)
  expect(await lineEnd(link)).toBeGreaterThan(whole - 0.02)
})

test('a page that comes back with a price nobody believes is asked about, and is away no more', async () => {
  const [card] = (await runCommand(app, `track ${shop.url}/p/p-26`, ann)).cards ?? []
  const ref = /W-\d+/.exec(card?.title ?? '')?.[0] ?? ''
  await runCommand(app, `confirm ${ref}`, ann)
  shop.act.set('p-26', { trouble: 'gone' })
  await market.look()
  await market.look(25 * HOUR)
  await runCommand(app, `keep ${ref}`, ann)
  shop.act.set('p-26', { trouble: null, price: 100 })
  await market.look(2 * HOUR)
  await market.look(6)
  expect(await market.product('p-26')).toMatchObject({ state: 'doubtful', price: 5700n, failingSince: null })
  expect((await runCommand(app, `show ${ref}`, ann)).cards?.[0]?.footer).toBe('Watching.')
  const drawn = `select 1 from card_posts where subject = 'tracked' and subject_id = $1`
  expect(await sql(app.em.fork(), drawn, [(await market.product('p-26')).id])).not.toEqual([])
})
