import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann, twilio, pass } = market
const PHONE = '+12125550144'
const texts = () =>
  twilio
    .view()
    .phones.find(({ number }) => number === PHONE)
    ?.texts.map(({ text }) => text) ?? []
const plain = async (response: Response) => (await response.text()).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
const sign = (form: Record<string, string>) =>
  post(`${app.publicUrl}/track`, { url: `${shop.url}/p/blue-denim-jacket?variant=M`, ...form })
const lastMail = (to: string) => market.mails(to).at(-1)
/** Signs a phone up and answers the code: the page that is shown then. */
const proveByCode = async () => {
  pass(60)
  const page = await (await sign({ phone: PHONE })).text()
  await market.send()
  const code = /\d{6}/.exec(texts().at(-1) ?? '')?.[0] ?? ''
  const watch = /name="watch" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const prove = async () => (await post(`${app.publicUrl}/track/code`, { watch, code })).text()
  return { prove, watch, done: await prove() }
}
const linkOn = (page: string) => /href="([^"]+\/a\/[^"]+)"/.exec(page)?.[1] ?? ''

test('004-026, 004-027: who has only a phone changes, stops and deletes by the page that the code leads to', async () => {
  const { prove, watch, done } = await proveByCode()
  expect(done).toContain('See, change or stop what you watch')
  const list = linkOn(done)
  const shown = await (await fetch(list)).text()
  expect(shown).toContain('Blue denim jacket, M')
  expect(await plain(await post(list, { do: 'change', rule: '10%' }))).toContain('We write when it falls by 10 %.')
  expect(await prove()).toContain('text you when it falls by 10\u00a0%')
  await post(list, { do: 'stop' })
  expect((await market.load(watch)).state).toBe('stopped')
  // The code is over for what was stopped by hand: it says so, and begins nothing again.
  expect(await prove()).toContain('Sign up again to watch it.')
  expect((await market.load(watch)).state).toBe('stopped')
  expect(await plain(await post(linkOn((await proveByCode()).done), { do: 'delete' }))).toContain('is deleted')
  expect(await sql(app.em.fork(), 'select 1 from price_users where phone_number = $1', [PHONE])).toEqual([])
})

test('who lost every text of ours signs up once more, and the code leads to the list again', async () => {
  const first = await proveByCode()
  pass(3_600)
  const again = await proveByCode()
  expect(again.watch).toBe(first.watch)
  expect(await (await fetch(linkOn(again.done))).text()).toContain('Delete me and everything I watch')
})

test('whoever types the address of somebody who watches changes nothing of theirs: they are sent the way to it', async () => {
  const email = 'nia@example.com'
  const watch = await market.watch('10%')
  await post(linkIn(lastMail(email)?.text ?? '', 'Confirm'), { do: 'confirm' })
  pass(60)
  const page = await plain(await sign({ email, rule: 'up' }))
  await market.send()
  expect(await market.load(watch.id)).toMatchObject({ state: 'watching', rule: 'percent', value: 1000n })
  const mail = lastMail(email)
  expect(mail?.subject).toBe('You watch this already: Blue denim jacket, M · $59.00')
  expect(mail?.text).toContain('We write when it falls by 10\u00a0%.')
  expect(mail?.text).toContain('Then do nothing: nothing has changed.')
  const link = linkIn(mail?.text ?? '', 'See what I watch')
  expect(await (await fetch(link)).text()).toContain('Delete me and everything I watch')
  // The page says of nobody whether they watch: it is the same for an address that is new.
  expect(page).toBe((await plain(await sign({ email: 'new@example.com' }))).replace('new@example.com', email))
})

test('what somebody in the office says of them counts', async () => {
  for (const rule of ['', 'under 20']) await runCommand(app, `track ${shop.url}/p/p-10 ${rule}`, ann)
  const mine = 'select rule from price_subscriptions where person_id is not null'
  expect(await sql(app.em.fork(), mine)).toEqual([{ rule: 'target' }])
})

test('004-047: the sign-up page and a subscriber’s own list the shops with their health, and only those that were read', async () => {
  const page = async () => plain(await fetch(`${app.publicUrl}/track`))
  const { host } = new URL(shop.url)
  await sign({ url: 'https://nobody-has-read-this.example/p/1', email: 'new@example.com' })
  expect(await page()).toContain(`${host} answers · looked at every minute`)
  expect(await page()).not.toContain('nobody-has-read-this')
  expect(await page()).toContain('Amazon does not let other programs read its prices')
  shop.fault = { kind: 'error', status: 503 }
  await market.look()
  shop.fault = null
  expect(await page()).toContain(`${host} does not answer at the moment; we go on trying`)
  const own = await plain(await fetch(linkIn(lastMail('nia@example.com')?.text ?? '', 'See what I watch')))
  expect(own).toContain(`${host} does not answer at the moment; we go on trying`)
  expect(own).toMatch(/We could not see it since .*: the shop is busy \(503\)\. We go on looking\./)
})

test('before anybody watches anything the page says which shops can be tried', async () => {
  const fresh = await openMarket()
  const page = await plain(await fetch(`${fresh.app.publicUrl}/track`))
  expect(page).toContain('Any shop can be tried whose page shows its price.')
  expect(page).not.toContain('These are watched now')
})

test('nobody is told to wait for a text or a mail that nothing here can send', async () => {
  const mute = await openMarket()
  Object.assign(mute.app, { twilio: null, mail: null })
  const say = async (form: Record<string, string>) =>
    plain(await post(`${mute.app.publicUrl}/track`, { url: `${mute.shop.url}/p/p-2`, ...form }))
  expect(await say({ phone: PHONE })).toContain('Texts cannot be sent from here. Leave an e-mail address.')
  expect(await say({ email: 'nia@example.com' })).toContain('Mails cannot be sent from here yet.')
  expect(await sql(mute.app.em.fork(), 'select 1 from price_users')).toEqual([])
})
