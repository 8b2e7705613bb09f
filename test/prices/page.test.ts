import { expect, test, vi } from 'vitest'
import { PriceUser } from '#entities/prices/price-user.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann } = market
const NIA = 'nia@example.com'
const mails = (to: string) => market.mails(to)
const confirmed = async (slug: string, email = NIA) => {
  const watch = await market.watch('', slug, email)
  await post(linkIn(mails(email).at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
  return watch
}

test('one page lists what a subscriber watches: each is changed or stopped for itself', async () => {
  const [jacket, scarf, hat] = [
    await confirmed('blue-denim-jacket?variant=M'),
    await confirmed('p-10'),
    await confirmed('p-2'),
  ]
  market.price(4900)
  await market.look()
  const page = linkIn(mails(NIA).at(-1)?.text ?? '', 'Stop').replace(/\?.*$/, '')
  const shown = await (await fetch(page)).text()
  for (const words of ['Blue denim jacket, M', 'Olive wool scarf', 'One mail a day with all prices', 'Delete me'])
    expect(shown).toContain(words)
  expect(shown).not.toContain('at night')
  const said = await post(page, { do: 'change', watch: `W-${scarf.number}`, rule: '5 off' })
  expect(await said.text()).toContain('Saved. We write when it falls by $5.00.')
  expect(await market.load(scarf.id)).toMatchObject({ rule: 'amount', value: 500n })
  expect(await (await fetch(page)).text()).toContain('value="5.00 off"')
  await post(page, { do: 'stop', watch: `W-${hat.number}` })
  await post(page, { do: 'target', rule: '45' })
  expect((await market.load(hat.id)).state).toBe('stopped')
  expect(await market.load(jacket.id)).toMatchObject({ rule: 'target', value: 4500n, state: 'watching' })
  const wrong = await post(page, { do: 'change', rule: 'cheap' })
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('I do not know &quot;cheap&quot;')])
})

test('the mail of an alert has the chart, and what the shop says now, its old price too', async () => {
  await confirmed('p-18', 'was@example.com')
  const price = Number((await market.product('p-18')).price)
  shop.act.set('p-18', { price: price - 300, was: price + 2_000 })
  await market.look()
  const [, alert] = mails('was@example.com')
  expect(alert?.text).toMatch(/The shop says it was \S+; we have not seen that price in 30 days\./)
  expect(alert?.text).toContain('The lowest price we have seen in 30 days.')
  const chart = await fetch(/src="([^"]+chart\.png)"/.exec(alert?.html ?? '')?.[1] ?? '')
  expect([chart.status, chart.headers.get('content-type')]).toEqual([200, 'image/png'])
  shop.act.set('p-18', { price: price - 600, was: price })
  await market.look()
  expect(mails('was@example.com').at(-1)?.text).toMatch(/The shop says it was \S+, and we have seen that price\./)
})

test('how often a shop lets us look is said in the first mail, and in chat', async () => {
  const slow = await openMarket({ PRICE_SPACING_MS: '600000' })
  await slow.watch('up')
  expect(slow.mails()[0]?.text).toContain(
    'It opens a page: press Confirm there, and we write when it rises. This shop lets us look every 10 minutes.',
  )
  const reply = await runCommand(slow.app, `track ${slow.shop.url}/p/blue-denim-jacket?variant=M`, slow.ann)
  expect(reply.text).toBe('This shop lets us look every 10 minutes.')
  expect((await runCommand(app, `track ${shop.url}/p/p-10`, ann)).text).toBe('We look every minute.')
  // Two pages of one shop share its patience; one that nobody watches any more takes none of it.
  await slow.watch('', 'p-10')
  const link = () => linkIn(slow.mails().at(-1)?.text ?? '', 'Confirm')
  expect(slow.mails().at(-1)?.text).toContain('This shop lets us look every 20 minutes.')
  await post(link(), { do: 'stop' })
  await slow.watch('', 'blue-denim-jacket?variant=M', 'omar@example.com')
  expect(slow.mails('omar@example.com')[0]?.text).toContain('This shop lets us look every 10 minutes.')
})

test('what strangers type into the sign-up page is repeated to nobody, and changes nobody who is known', async () => {
  const user = (email: string) => app.em.fork().findOneOrFail(PriceUser, { email })
  const sign = (form: object) => post(`${app.publicUrl}/track`, { url: `${shop.url}/p/p-26`, ...form })
  await sign({ email: 'new@example.com', first_name: 'Win at evil.example', zone: 'Europe/Prague' })
  await sign({ email: 'kim@example.com', first_name: 'Kim', last_name: 'Vale', zone: '+05:00' })
  await market.send()
  expect(mails('new@example.com')[0]?.text).toMatch(/^Hi,\n/)
  expect(mails('new@example.com')[0]?.text).not.toContain('evil')
  expect(mails('kim@example.com')[0]?.text).toMatch(/^Hi Kim,\n/)
  expect((await user('new@example.com')).zone).toBe('Europe/Prague')
  expect((await user('kim@example.com')).zone).toBe(app.settings.STORE_TIMEZONE)
  await sign({ email: 'kim@example.com', first_name: 'Mallory', last_name: 'X', zone: 'Asia/Tokyo' })
  const known = { firstName: 'Kim', lastName: 'Vale', zone: app.settings.STORE_TIMEZONE }
  expect(await user('kim@example.com')).toMatchObject(known)
  await sign({ email: ' KIM@Example.com ' })
  expect(await app.em.fork().count(PriceUser, { email: { $ilike: 'kim@example.com' } })).toBe(1)
  const form = await (await fetch(`${app.publicUrl}/track`)).text()
  expect(form).toContain('<input type="hidden" name="zone"')
  const script = /src="(\/assets\/zone[^"]+)"/.exec(form)?.[1] ?? ''
  expect(await (await fetch(`${app.publicUrl}${script}`)).text()).toContain('timeZone')
})

test('004-018: how fast alerts left, and what is due, is a metric by the clock of the business', async () => {
  const own = await openMarket()
  const figure = async (name: string) =>
    Number((await (await fetch(`${own.app.publicUrl}/metrics`)).text()).split(`\n${name} `)[1]?.split('\n')[0])
  await own.watch()
  await post(linkIn(own.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  expect(await figure('deskhand_price_looks_due')).toBe(0)
  own.pass(61)
  expect(await figure('deskhand_price_looks_due')).toBe(1)
  expect((await runCommand(own.app, 'status', own.ann)).text).toContain('Prices keep up')
  own.price(4900)
  await lookAtProducts(own.app)
  own.pass(20)
  await own.send()
  expect(await figure('deskhand_price_alert_seconds{quantile="0.95"}')).toBe(20)
  expect(await figure('deskhand_price_sites_failing')).toBe(0)
  own.pass(60 * 60)
  expect(await figure('deskhand_price_alert_seconds{quantile="0.95"}')).toBe(0)
  expect((await runCommand(own.app, 'status', own.ann)).text).toContain('Prices are behind: 1 page to look at since')
})

test('from one place thirty sign-ups an hour are taken: each sends a mail or a text to whoever was typed', async () => {
  const other = await openMarket()
  const sign = (at: number) => post(`${other.app.publicUrl}/track`, { url: 'nonsense', email: `n${at}@example.com` })
  for (let at = 0; at < 30; at += 1) expect((await sign(at)).status).toBe(400)
  const last = await sign(31)
  expect([last.status, await last.text()]).toEqual([429, expect.stringContaining('Wait an hour, then try again.')])
  other.pass(3_601)
  expect((await sign(32)).status).toBe(400)
})
