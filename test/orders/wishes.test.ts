import { expect, test } from 'vitest'
import { Roundup } from '#entities/orders/roundup.ts'
import { deliveryKinds } from '#src/desk/press/deliveries.ts'
import { createCommentSender } from '#src/orders/wishes/answer-comments.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, meta, ann } = shop
await shop.openSale()

const wishes = () => app.em.fork().find(Roundup, { id: { $ne: null } }, { orderBy: { number: 'asc' } })
const send = () => sendDue(app, createCommentSender(app), deliveryKinds())
const answers = () => meta.view().posts.flatMap(({ comments }) => comments.flatMap(({ replies }) => replies))

test('decision 26: a wish without an e-mail: one card a day for a sale, answered with one press under the comments', async () => {
  await shop.comment('wisher', 'can I get 2 gold please')
  await shop.comment('asker', 'do you ship to Canada?')
  await shop.comment('praise', 'So pretty!! 😍')
  const [wish, ...others] = await wishes()
  expect(others).toEqual([])
  const card = await shop.card('roundup', wish?.id ?? '')
  expect(card.title).toBe('C-1 · S-1 2 wrote without an e-mail. @wisher: can I get 2 gold please')
  expect(card.facts).toContainEqual({ label: '@asker', value: 'do you ship to Canada?' })
  expect(card.labels).toEqual(['Answer them', 'No answer needed'])
  const form = await shop.form(ann, 'roundup', 'answer', wish?.id ?? '')
  expect(form?.fields[0]?.value).toMatch(/^Thank you! To order, please comment once more with your e-mail/)

  const long = shop.press(ann, 'roundup', 'answer', wish?.id ?? '', { text: 'x'.repeat(261) })
  await expect(long).rejects.toThrow('At most 260 characters: these are 261.')
  expect(await shop.press(ann, 'roundup', 'answer', wish?.id ?? '', {})).toBe('2 answers go out.')
  await send()
  await send()
  expect(answers().map(({ text }) => text.split(' ')[0])).toEqual(expect.arrayContaining(['@wisher', '@asker']))
  expect(answers()).toHaveLength(2)
  expect((await shop.card('roundup', wish?.id ?? '')).footer).toMatch(/^Answered by Ann, /)
})

test('the same person then comments only an e-mail: it joins their wish', async () => {
  await shop.comment('wisher', 'wisher@example.com')
  const order = await shop.order('wisher')
  expect(order).toMatchObject({ state: 'pending-details-validation', email: 'wisher@example.com', items: { gold: 2 } })
  const { title, labels } = await shop.card('order', order.id)
  expect(title).toMatch(/Joined to what @wisher wished for · @wisher: 2 gold · wisher@example\.com/)
  expect(labels[0]).toBe('Edit')
})

test('who comments their e-mail before the card is answered is on it no more; a card with nobody left is over', async () => {
  await shop.comment('kim', '1 black please')
  await shop.comment('lou', '2 red please')
  const wish = (await wishes()).find(({ state }) => state === 'open')
  const cardNow = () => shop.card('roundup', wish?.id ?? '')
  await shop.comment('kim', 'kim@example.com')
  expect((await cardNow()).title).toContain('One wrote without an e-mail: @lou: 2 red please')
  await shop.comment('lou', 'lou@example.com')
  const over = await cardNow()
  expect(over).toMatchObject({ labels: [], footer: 'Each of them has an order now.' })
  expect(over.title).toContain('nobody waits for an answer')
  const orders = await Promise.all([shop.order('kim'), shop.order('lou')])
  expect(orders.map(({ items }) => items)).toEqual([{ black: 1 }, { red: 2 }])
})

test('an answer whose own answer was lost is looked for under the comment, not written twice', async () => {
  await shop.comment('late', '1 red please')
  const open = (await wishes()).find(({ state }) => state === 'open')
  await shop.press(ann, 'roundup', 'answer', open?.id ?? '', { text: 'Write your e-mail, please.' })
  meta.fault = { kind: 'lost-answer' }
  await send()
  meta.fault = null
  shop.pass(3600)
  await send()
  await send()
  expect(answers().filter(({ text }) => text === '@late Write your e-mail, please.')).toHaveLength(1)
})

test('what was joined to an order is no wish of its own: an e-mail that comes later brings none of it', async () => {
  await shop.comment('uma', '1 red uma@example.com')
  await shop.comment('uma', 'actually make it 3 gold')
  await shop.comment('uma', 'uma@new.example')
  const [order] = (await shop.orders()).filter(({ email }) => email === 'uma@new.example')
  expect(order).toMatchObject({ state: 'pending-details-validation', items: null })
})
