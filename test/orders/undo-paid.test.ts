import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { findToPack } from '#src/orders/packing/packing-list.ts'
import { takePayments } from '#src/orders/payments/take-payments.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, bo } = shop
await shop.openSale()

/** Ordered, approved and answered: the cart link has left. */
async function linked(username: string) {
  const { id, number } = await shop.comment(username, `2 black ${username}@example.com`)
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const text = 'Tilly Fernsworth\n1420 Alderwick Lane, Springfield IL 62704'
  await google.act.customerReplies({ from: `${username}@example.com`, text })
  await shop.settle()
  return { id, number }
}

async function stripeSays(event: string, number: number, more: object = {}) {
  const named = { client_reference_id: `O-${number}`, metadata: { order: `O-${number}` } }
  const object = { payment_status: 'paid', ...named, ...more }
  await app.inlet('stripe', event, JSON.stringify({ type: 'checkout.session.completed', data: { object } }))
  await takePayments(app)
}

const say = async (words: string) => (await runCommand(app as never, words, ann)).text

test('Paid by mistake is taken back by whoever sees it, in words or by the button, and the history tells both', async () => {
  const { id, number } = await linked('slip')
  await shop.press(ann, 'order', 'paid', id)
  expect((await shop.card('order', id)).labels).toEqual(['Shipped', 'Reply', 'Undo Paid'])
  expect(await findToPack(app.em.fork(), null)).toEqual([id])
  await expect(say(`undo O-${number}`)).rejects.toThrow(
    `You marked it paid at 14:02. To take that back: unpay O-${number}`,
  )
  shop.pass(60)
  const told = await shop.press(bo, 'order', 'unpay', id)
  expect(told).toBe('Not paid any more. A packing list made before still has it.')
  expect(await findToPack(app.em.fork(), null)).toEqual([])
  const card = await shop.card('order', id)
  expect(card.labels).toEqual(['Paid', 'Reply', 'Fix e-mail', 'Close'])
  expect(card.footer).toMatch(/^Marked not paid by Bo, 14:03 · Cart link sent 14:02 · waiting for payment/)
  expect(card.facts.map(({ label }) => label)).not.toContain('Paid')
  const story = await say(`why O-${number}`)
  expect(story).toMatch(/Ann marked it paid\.[\s\S]*Bo marked it not paid\.[\s\S]*Next: the customer pays\./)
  await expect(shop.press(ann, 'order', 'unpay', id)).rejects.toThrow('Bo marked it not paid at 14:03.')
})

test('the cards of what the same person ordered besides are drawn again, for Paid, for its Undo and for Stripe', async () => {
  const { id, number } = await linked('twice')
  const other = await shop.comment('twice', '1 red twice@example.com')
  const wanted = async () => {
    const [post] = await sql<{ n: number }>(
      app.em.fork(),
      `select max(wanted)::int as n from card_posts where subject = 'order' and subject_id = $1`,
      [other.id],
    )
    return post?.n ?? 0
  }
  const before = await wanted()
  await shop.press(ann, 'order', 'paid', id)
  expect(await wanted()).toBe(before + 1)
  await shop.press(ann, 'order', 'unpay', id)
  expect(await wanted()).toBe(before + 2)
  await stripeSays('evt_twice', number)
  expect(await wanted()).toBe(before + 3)
})

test('what a provider has money for is not taken back here, whoever said first that it is paid', async () => {
  const first = await linked('payer')
  await stripeSays('evt_payer', first.number)
  expect((await shop.card('order', first.id)).labels).toEqual(['Shipped', 'Reply'])
  const why = `Stripe has the money for O-${first.number}. Give it back at Stripe, then close O-${first.number}.`
  await expect(shop.press(ann, 'order', 'unpay', first.id)).rejects.toThrow(why)
  await expect(shop.press(ann, 'order', 'paid', first.id)).rejects.toThrow(/has the money for O-\d+ already\.$/)
  const second = await linked('both')
  await shop.press(ann, 'order', 'paid', second.id)
  shop.pass(60)
  await stripeSays('evt_both', second.number)
  expect((await shop.card('order', second.id)).labels).toEqual(['Shipped', 'Reply'])
  expect(await say(`why O-${second.number}`)).toMatch(/Ann marked it paid\.[\s\S]*Paid, says Stripe\./)
  expect((await shop.card('order', second.id)).footer).toMatch(/^Marked paid by Ann/)
})

test('taken back and then paid at Stripe: the card names nobody who marked it', async () => {
  const { id, number } = await linked('later')
  await shop.press(ann, 'order', 'paid', id)
  await shop.press(ann, 'order', 'unpay', id)
  shop.pass(60)
  await stripeSays('evt_then', number)
  const { footer, facts } = await shop.card('order', id)
  expect(footer).toMatch(/^Paid \d\d:\d\d · to be shipped/)
  expect(facts.find(({ label }) => label === 'Paid')?.value).toMatch(/^\d\d:\d\d$/)
})

test('what is on its way stays paid', async () => {
  const { id } = await linked('gone')
  await shop.press(ann, 'order', 'paid', id)
  await shop.press(ann, 'order', 'ship', id, { tracking: '' })
  await expect(shop.press(ann, 'order', 'unpay', id)).rejects.toThrow(/^You shipped it at/)
})

test('where nobody takes the money, how to pay is asked again, unless it was told', async () => {
  app.settings.CHECKOUT_PAY_URL = undefined
  const labels = async (id: string) => (await shop.card('order', id)).labels[0]
  const asked = await linked('untold')
  expect(await labels(asked.id)).toBe('Send payment details')
  await shop.press(ann, 'order', 'paid', asked.id)
  await shop.press(ann, 'order', 'unpay', asked.id)
  expect(await labels(asked.id)).toBe('Send payment details')
  const told = await linked('told')
  await shop.press(ann, 'order', 'bill', told.id, { how: 'To account 12' })
  const knows = await linked('knows')
  await shop.press(ann, 'order', 'seen', knows.id)
  for (const { id } of [told, knows]) {
    await shop.press(ann, 'order', 'paid', id)
    await shop.press(ann, 'order', 'unpay', id)
    expect(await labels(id)).toBe('Paid')
  }
})

test.each([
  ['foreign', { metadata: {} }, 'paid at Stripe by a link that is not of this order'],
  ['short', { amount_total: 1200, currency: 'usd' }, 'paid at Stripe, but less than the $24.00 it costs now'],
])('money by a %s link pays nothing by itself: a person looks', async (name, more, attentionNote) => {
  const { id, number } = await linked(name)
  await stripeSays(`evt_${name}`, number, more)
  expect(await shop.order(name)).toMatchObject({ paidAt: null, attention: 'mail', attentionNote })
  await stripeSays(`evt_${name}_whole`, number, { amount_total: 2400, currency: 'usd' })
  expect(await shop.order(name)).toMatchObject({ id, paidAt: expect.any(Date) })
})
