import { expect, test } from 'vitest'
import { Roundup } from '#entities/orders/roundup.ts'
import { Sale } from '#entities/orders/sale.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { sql } from '#src/database/sql.ts'
import { tellPlainly } from '#test/plain.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, bo, asked, comment, threads } = shop
const saleId = await shop.openSale()

test('A1, 000-010, 000-014: a sale shows what was read of its post, to be confirmed', async () => {
  const sale = await shop.card('sale', saleId)
  expect(sale.title).toBe('Sale S-1 · black, red, white, gold · $12.00 each · max 5')
  expect((await app.em.fork().findOneOrFail(Sale, saleId)).state).toBe('open')
})

test('A1, 000-059 to 000-065: a comment becomes a card, Approve mails once the undo window has passed', async () => {
  await comment('tilly.f', '2 black 1 red tilly.fernsworth@example.com')
  const order = await shop.order('tilly.f')
  expect(order.state).toBe('pending-details-validation')
  const card = await shop.card('order', order.id)
  expect(card.title).toBe('O-1 @tilly.f: 2 black, 1 red · tilly.fernsworth@example.com · $36.00')
  expect(card.labels).toEqual(['Approve', 'Edit', 'Not an order'])

  expect(await shop.press(ann, 'order', 'approve', order.id)).toBe('Approved. The mail goes 14:02:15.')
  const approved = await shop.card('order', order.id)
  expect(approved.footer).toBe('Approved by Ann, 14:02 · mail goes 14:02:15')
  expect(approved.labels).toEqual(['Undo'])
  await expect(shop.press(bo, 'order', 'approve', order.id)).rejects.toThrow('Ann approved it at 14:02.')

  await shop.settle()
  expect(threads('tilly.fernsworth@example.com')).toEqual([])
  shop.pass(15)
  await shop.settle()
  const sent = await shop.card('order', order.id)
  expect(sent.footer).toBe('Mail sent · waiting for address · Approved by Ann, 14:02')
  expect(sent.labels).toEqual(['Edit', 'Reply', 'Fix e-mail', 'Close'])
  expect(threads('tilly.fernsworth@example.com')).toHaveLength(1)
  expect((await shop.order('tilly.f')).gmailConversationId).toBeTruthy()
})

test('A3, 000-067 to 000-075: a question reaches a person, the address brings the link, all in one thread', async () => {
  const tilly = 'tilly.fernsworth@example.com'
  await google.act.customerReplies({ from: tilly, text: 'Do you ship to Canada?' })
  await shop.settle()
  const { id } = await shop.order('tilly.f')
  const asked = await shop.card('order', id)
  expect(asked.title).toBe('O-1 @tilly.f asks: Do you ship to Canada?')
  expect(asked.labels).toEqual(['Reply', 'No answer needed', 'Close'])

  await shop.press(ann, 'order', 'reply', id, { text: 'Yes, for $5 more.' })
  await shop.settle()
  await google.act.customerReplies({ from: tilly, text: 'Tilly Fernsworth\n1420 Alderwick Lane, Springfield IL 62704' })
  await shop.settle()

  const order = await shop.order('tilly.f')
  expect(order.state).toBe('shopping-cart-link-sent')
  expect(order.address).toMatchObject({ verdict: 'accepted' })
  const [thread, ...others] = threads(tilly)
  expect(others).toEqual([])
  const last = thread?.letters.at(-1)
  expect(last?.text).toContain('2 black, 1 red, $36.00 in all')
  expect(last?.text).toContain('1420 Alderwick Ln')
  expect(last?.text).toContain(`${app.publicUrl}/a/`)
  expect(await app.em.fork().count(Delivery, { state: 'sent', kind: 'orders.send-link' })).toBe(1)
})

test('Undo takes the mail back, and approving again sends one', async () => {
  await comment('marlo', '1 gold marlo@example.com')
  const { id } = await shop.order('marlo')
  await shop.press(ann, 'order', 'approve', id)
  expect(await shop.press(bo, 'order', 'undo', id)).toBe('Taken back. No mail has left.')
  shop.pass(60)
  await shop.settle()
  expect(threads('marlo@example.com')).toEqual([])
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  expect(threads('marlo@example.com')).toHaveLength(1)
  await expect(shop.press(ann, 'order', 'undo', id)).rejects.toThrow(
    /^You approved it at \d\d:\d\d\. That cannot be taken back any more\. What you can do now: .*Close\.$/,
  )
})

test('000-058: a comment without an e-mail is not an order; with a question and an e-mail a person looks', async () => {
  await comment('praise', 'So pretty!! 😍')
  await comment('asker', 'do these come in blue? asker@example.com')
  expect(await shop.order('praise')).toMatchObject({ state: 'not-valid', closedReason: 'no e-mail in the comment' })
  const { id, state } = await shop.order('asker')
  expect(state).toBe('pending-details-validation')
  expect((await shop.card('order', id)).title).not.toMatch(/^O-\d+ @asker/)
})

test('decision 23: a later word without an e-mail is joined to the open order of its writer', async () => {
  await comment('lena', '2 white lena@example.com')
  const { id } = await shop.order('lena')
  await comment('lena', 'actually make it four please')
  const card = await shop.card('order', id)
  expect(card.title).toBe(
    `O-${(await shop.orders()).find((o) => o.id === id)?.number} @lena changes the order: actually make it four please`,
  )
  expect(await shop.form(ann, 'order', 'edit', id)).toMatchObject({
    fields: [{ value: 'lena@example.com' }, { value: '2 white' }],
  })
  await shop.press(ann, 'order', 'edit', id, { email: 'lena@example.com', items: '4 white' })
  expect(await shop.order('lena')).toMatchObject({ state: 'not-valid' })
  expect((await shop.orders()).find((one) => one.id === id)).toMatchObject({ items: { white: 4 }, attention: null })
})

test('who has an order and asks under the post is asking about that order, and is not told to order again', async () => {
  await comment('greta', '1 gold greta@example.com')
  const { id } = await shop.order('greta')
  await comment('greta', 'when does it come?')
  expect((await shop.card('order', id)).title).toMatch(/^O-\d+ @greta asks: when does it come\?$/)
  expect(await app.em.fork().count(Roundup)).toBe(0)
})

test('what a customer wrote and nobody has answered stays on the card, whatever they write next', async () => {
  const { id } = await asked('nils')
  const from = 'nils@example.com'
  await google.act.customerReplies({ from, text: 'Can I have it gift wrapped?' })
  await shop.settle()
  await google.act.customerReplies({ from, text: 'Nils Quist\n1420 Alderwick Lane, Springfield IL 62704' })
  await shop.settle()
  expect((await shop.order('nils')).state).toBe('shopping-cart-link-sent')
  expect((await shop.card('order', id)).title).toContain('@nils asks: Can I have it gift wrapped?')

  await google.act.customerReplies({ from, text: 'Please cancel my order.' })
  await shop.settle()
  await google.act.customerReplies({ from, text: 'Is it cancelled?' })
  await shop.settle()
  const card = await shop.card('order', id)
  expect(card.title).toContain('@nils wants to cancel: Is it cancelled? Before: Please cancel my order. Before: Can I')
  expect(card.labels[0]).toBe('Cancel the order')
  await shop.press(ann, 'order', 'seen', id)
  expect((await shop.order('nils')).attentionNote).toBeNull()
})

test('a bounce is mended with Fix e-mail, and the new address is written to in a thread of its own', async () => {
  await comment('bounced', '1 black bounced@example.com')
  const { id } = await shop.order('bounced')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const letter = threads('bounced@example.com')[0]?.letters[0]
  await google.act.bounce({ messageId: letter?.rfcMessageId ?? '' })
  await shop.settle()
  expect((await shop.card('order', id)).labels).toEqual(['Fix e-mail', 'Close'])
  await expect(shop.press(ann, 'order', 'fix', id, { email: 'not an address' })).rejects.toThrow('is no e-mail address')
  await shop.press(ann, 'order', 'fix', id, { email: 'right@example.com' })
  await shop.settle()
  expect(threads('right@example.com')).toHaveLength(1)
  expect(await shop.order('bounced')).toMatchObject({
    email: 'right@example.com',
    attention: null,
    state: 'awaiting-address-reply',
  })
})

test('Fix e-mail before the first mail has left: the wrong address gets none', async () => {
  await comment('typo', '1 black typoo@example.com')
  const { id } = await shop.order('typo')
  await shop.press(ann, 'order', 'approve', id)
  await shop.press(ann, 'order', 'fix', id, { email: 'typo@example.com' })
  shop.pass(60)
  await shop.settle()
  expect([threads('typoo@example.com').length, threads('typo@example.com').length]).toEqual([0, 1])
})

test('a mail that is on its way is not taken back any more, and the card does not offer it', async () => {
  await comment('leaving', '1 black leaving@example.com')
  const { id } = await shop.order('leaving')
  await shop.press(ann, 'order', 'approve', id)
  await sql(app.em.fork(), 'update deliveries set trying_since = $2 where subject_id = $1', [id, app.now])
  expect((await shop.card('order', id)).labels).not.toContain('Undo')
  await expect(shop.press(bo, 'order', 'undo', id)).rejects.toThrow('Ann approved it')
})

test('000-032: who does not answer is reminded twice after three days each, then a person is asked', async () => {
  await comment('quiet', '1 gold quiet@example.com')
  const { id } = await shop.order('quiet')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const { remindCustomers } = await import('#src/orders/mails/remind.ts')
  for (const letters of [2, 3, 3]) {
    shop.pass(3 * 24 * 3600 + 60)
    await remindCustomers(app)
    // The reminder of a moment ago waits to leave: nobody is reminded beside it.
    await remindCustomers(app)
    await shop.settle()
    expect(threads('quiet@example.com')[0]?.letters).toHaveLength(letters)
  }
  expect((await shop.card('order', id)).title).toMatch(/@quiet has not answered$/)
  // Who keeps waiting is asked again in three days, and not at once.
  await shop.press(ann, 'order', 'seen', id)
  await remindCustomers(app)
  expect((await shop.card('order', id)).title).not.toContain('has not answered')
})

test('after how long and how often a customer is reminded are settings', async () => {
  const { id, letters } = await asked('brisk')
  const { remindCustomers } = await import('#src/orders/mails/remind.ts')
  Object.assign(app.settings, { REMIND_CUSTOMER_AFTER: '6 hours', REMIND_CUSTOMER_TIMES: 1 })
  const before = letters().length
  for (const passed of [5, 2, 7]) {
    shop.pass(passed * 3600)
    await remindCustomers(app)
    await shop.settle()
  }
  Object.assign(app.settings, { REMIND_CUSTOMER_AFTER: '3 days', REMIND_CUSTOMER_TIMES: 2 })
  expect(letters()).toHaveLength(before + 1)
  expect((await shop.card('order', id)).title).toMatch(/@brisk has not answered$/)
})

test('an answer that overtakes our record of the mail it answers is taken all the same', async () => {
  await comment('quick', '1 gold quick@example.com')
  const { id } = await shop.order('quick')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  // As after a crash between 'Gmail took it' and 'recorded': the worker that held it never came back.
  await sql(
    app.em.fork(),
    `update orders set state = 'details-validated', gmail_conversation_id = null, message_ids = '{}' where id = $1`,
    [id],
  )
  await sql(
    app.em.fork(),
    `update deliveries set state = 'waiting', sent_at = null, trying_since = $2, leased_until = $3 where subject_id = $1`,
    [id, app.now, new Date(app.now.getTime() + 30_000)],
  )
  await google.act.customerReplies({
    from: 'quick@example.com',
    text: 'Quick Buyer\n1420 Alderwick Lane\nSpringfield, IL 62704',
  })
  await shop.settle()
  expect(await shop.order('quick')).toMatchObject({ state: 'details-validated', attention: null })
  shop.pass(60)
  await shop.settle()
  expect(await shop.order('quick')).toMatchObject({ state: 'shopping-cart-link-sent', attention: null })
  expect(threads('quick@example.com')).toHaveLength(1)
})

test('the history of every order and sale is told in sentences: no states, arrows, underscores, field names', async () => {
  const told = await tellPlainly(app, 'order')
  expect(told.length).toBeGreaterThan(40)
  expect(told).toContainEqual(expect.stringMatching(/ Ann changed the items from 2 white to 4 white\.$/))
  expect(told).toContainEqual(expect.stringMatching(/ The customer wrote under the post again\.$/))
  await tellPlainly(app, 'sale')
})
