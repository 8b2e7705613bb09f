import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { type Deskhand, startDeskhand } from '#src/main.ts'
import { copyOfTemplate } from '#test/copy-of-template.ts'
import { ownPort } from '#test/port.ts'

vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 60_000, interval: 40 }
let desk: Deskhand
let settings: Record<string, string>

beforeAll(async () => {
  const database = await copyOfTemplate('pay')
  const dir = await mkdtemp(join(tmpdir(), 'deskhand-pay-'))
  const usual = { DATABASE_URL: database.url, DATA_DIR: dir, LOG_LEVEL: 'error', UNDO_WINDOW_S: '0' }
  settings = { ...usual, PORT: String(await ownPort()) }
  desk = await startDeskhand(settings)
  return async () => {
    await desk.stop()
    await database.drop()
    await rm(dir, { recursive: true, force: true })
  }
}, 60_000)

const world = () => {
  if (!desk.world) throw new Error('no sandbox')
  return desk.world
}
const command = (text: string) =>
  world().slack.act.command({ user: 'U0ANN', channel: 'C0ORDERS', text: `/desk ${text}` })
const slack = () => JSON.stringify(world().slack.messages('C0ORDERS'))
const telegram = () => JSON.stringify(world().telegram.messages(-1002100000001))
const words = async (answer: Promise<Response>) => (await answer).text()

/** Its number leaves one out where a notice and a look bring the same comment at the same moment. */
const refOf = (username: string) => new RegExp(`(O-\\d+) @${username}`).exec(slack())?.[1]

/** Ordered, approved and answered; what the customer opens in the mail, and what the order is called. */
async function orderOf(username: string): Promise<{ link: string; ref: string }> {
  const from = `${username}@example.com`
  await world().meta.act.comments([{ username, text: `2 black 1 red ${from}`, shortcode: '28yy9oRb9O' }])
  await expect.poll(() => refOf(username), soon).toBeDefined()
  const ref = refOf(username) ?? ''
  await command(`approve ${ref}`)
  const letters = () =>
    world()
      .google.view()
      .customers.find(({ address }) => address === from)
      ?.threads.flatMap((thread) => thread.letters) ?? []
  const awaits = `select 1 from orders where username = $1 and state = 'awaiting-address-reply'`
  await expect.poll(() => sql(desk.app.em.fork(), awaits, [username]), soon).toHaveLength(1)
  await world().google.act.customerReplies({ from, text: '1420 Alderwick Lane, Springfield IL 62704' })
  await expect.poll(() => letters().at(-1)?.text, soon).toContain('Here is your cart')
  return { link: /^http\S+$/m.exec(letters().at(-1)?.text ?? '')?.[0] ?? '', ref }
}

const pay = (link: string) => fetch(link, { method: 'POST', headers: { origin: new URL(link).origin } })

test('the customer pays behind the link of the mail: Stripe tells it, signed, and both cards say Paid', async () => {
  await command('sale add https://www.instagram.com/p/28yy9oRb9O')
  await expect.poll(slack, soon).toContain('Sale S-1 · black')
  await command('confirm S-1')
  const { link, ref } = await orderOf('tilly')
  const page = await words(fetch(link))
  for (const shown of [ref, '2 × black', '$24.00', 'Pay $36.00']) expect(page).toContain(shown)
  const paid = await words(pay(link))
  expect(paid).toContain('Paid. Thank you')
  expect(paid).not.toContain('<button>')
  for (const cards of [slack, telegram]) await expect.poll(cards, soon).toMatch(/Paid \d\d:\d\d · to be shipped/)
  expect((await pay(link)).status).toBe(422)
  expect(await sql(desk.app.em.fork(), `select source from inbox where source = 'stripe'`)).toHaveLength(1)
})

test('who closes an order takes its link back: the page says so and takes no money, also after a restart', async () => {
  const { link, ref } = await orderOf('marlo')
  await command(`close ${ref} sold out`)
  await expect.poll(async () => words(fetch(link)), soon).toContain('This link is no longer active')
  await desk.stop()
  desk = await startDeskhand(settings)
  const page = await words(fetch(link))
  expect([page.includes('no longer active'), page.includes('<button>')]).toEqual([true, false])
  expect((await pay(link)).status).toBe(422)
})

test('paid while we do not take it is told again: no payment is lost', async () => {
  const { link } = await orderOf('wren')
  desk.app.settings.STRIPE_WEBHOOK_SECRET = 'whsec_of_another'
  expect((await pay(link)).status).toBe(200)
  await world().stripe.settled()
  const paid = () => sql(desk.app.em.fork(), "select 1 from orders where username = 'wren' and paid_at is not null")
  expect(await paid()).toEqual([])
  await desk.stop()
  desk = await startDeskhand(settings)
  await expect.poll(paid, soon).toHaveLength(1)
})

test('with CHECKOUT_PAY_URL our own page leads to the shop’s pay page, told which order and how much', async () => {
  await desk.stop()
  desk = await startDeskhand({
    ...settings,
    CART_LINK_PROVIDER: 'checkout',
    CHECKOUT_PAY_URL: 'https://pay.example.com/bead',
  })
  const { link, ref } = await orderOf('cora')
  const page = await words(fetch(link))
  expect(page).toContain(`href="https://pay.example.com/bead?order=${ref}&amp;amount=36.00&amp;currency=USD"`)
})
