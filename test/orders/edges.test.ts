import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { OutsideError } from '#src/errors.ts'
import { writeMail } from '#src/mailbox/reads-mail.ts'
import { checkAddresses } from '#src/orders/address/check-address.ts'
import { orderDeliveries } from '#src/orders/deliveries.ts'
import { checkoutLink } from '#src/orders/link/checkout.ts'
import { sendLinks } from '#src/orders/link/link.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import { takePayments } from '#src/orders/payments/take-payments.ts'
import { CHECK_ADDRESS } from '#src/orders/steps.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, asked, letters } = shop
await shop.openSale()
const ADDRESS = '1420 Alderwick Lane, Springfield IL 62704'

/** A mail as Gmail hands it over: outside every thread of ours, unless it names one. */
async function arrives(id: string, from: string, text: string, headers: string[] = [], threadId = id) {
  const raw = [`From: ${from}`, 'Subject: Hello', `Message-ID: <${id}@mail.example>`, ...headers, '', text].join('\r\n')
  const mail = { id, threadId, historyId: '1', labelIds: ['INBOX'], receivedAt: app.now, raw }
  await app.inlet('gmail', id, writeMail(mail))
}

/** What Stripe's webhook stores once its signature was found right. */
async function stripeSays(event: string, number: number) {
  const object = { payment_status: 'paid', client_reference_id: `O-${number}`, metadata: { order: `O-${number}` } }
  await app.inlet('stripe', event, JSON.stringify({ type: 'checkout.session.completed', data: { object } }))
  await takePayments(app)
}

test('only who is the same on Instagram and by mail, and had it sent there, is asked whether it goes there again', async () => {
  const first = await asked('flora')
  await first.answer(`Flora Finch\n${ADDRESS}`)
  expect((await first.now()).state).toBe('shopping-cart-link-sent')
  const other = await asked('stranger', first.email)
  expect(await other.now()).toMatchObject({ address: null })
  const moved = await asked('flora', 'flora@new.example')
  expect(await moved.now()).toMatchObject({ address: null })
  await shop.press(ann, 'order', 'close', first.id, { reason: 'sent back' })
  expect(await (await asked('flora')).now()).toMatchObject({ address: null })
  expect(letters(first.email).filter(({ text }) => / again\?/.test(text))).toEqual([])
})

test('money is taken once: what Stripe says of an order that is paid already changes nothing of it', async () => {
  const { id, answer, now } = await asked('penny')
  await answer(`Penny Lane\n${ADDRESS}`)
  await shop.press(ann, 'order', 'paid', id)
  const { paidAt, number, moves } = await now()
  shop.pass(3600)
  await stripeSays('evt_late', number)
  // Only that Stripe has it too is written down.
  expect(await now()).toMatchObject({ paidAt, moves: moves + 1 })
  await stripeSays('evt_later', number)
  expect(await now()).toMatchObject({ paidAt, moves: moves + 1 })
  expect((await shop.card('order', id)).labels[0]).toBe('Shipped')
})

test('money that Stripe gets for what was marked paid and then closed is told to a person, once it was not known', async () => {
  const marked = await asked('cass')
  await marked.answer(`Cass Moss\n${ADDRESS}`)
  await shop.press(ann, 'order', 'paid', marked.id)
  await shop.press(ann, 'order', 'close', marked.id, { reason: 'sold out' })
  await stripeSays('evt_cass', (await marked.now()).number)
  expect((await marked.card()).title).toContain('paid at Stripe although the order is not open')

  const known = await asked('dell')
  await known.answer(`Dell Moss\n${ADDRESS}`)
  const { number } = await known.now()
  await stripeSays('evt_dell', number)
  await shop.press(ann, 'order', 'close', known.id, { reason: 'sold out' })
  await stripeSays('evt_dell_again', number)
  expect(await known.now()).toMatchObject({ state: 'not-valid', attention: null })
})

test('who pays before we have written down that the link left has paid', async () => {
  const { id, answer, now, card } = await asked('swift')
  await answer(`Swift Moss\n${ADDRESS}`)
  await sql(app.em.fork(), `update orders set state = 'awaiting-address-reply' where id = $1`, [id])
  await stripeSays('evt_swift', (await now()).number)
  expect(await now()).toMatchObject({ attention: null, paidAt: expect.any(Date) })
  expect((await card()).labels).not.toContain('Seen')
})

test('who pays at Stripe needs no payment details any more; a question they asked stays open', async () => {
  const paying = await asked('milo')
  await paying.answer(`Milo Moss\n${ADDRESS}`)
  await sql(app.em.fork(), `update orders set attention = 'payment' where id = $1`, [paying.id])
  expect((await paying.card()).title).toMatch(/needs payment details/)
  await stripeSays('evt_milo', (await paying.now()).number)
  expect(await paying.now()).toMatchObject({ attention: null, paidAt: expect.any(Date) })

  const asking = await asked('nora')
  await asking.answer(`Nora Moss\n${ADDRESS}\n\nDo you wrap it as a gift?`)
  await stripeSays('evt_nora', (await asking.now()).number)
  expect((await asking.card()).title).toMatch(/@nora asks: .*Do you wrap it as a gift\?/)
})

test('a mail outside the thread whose sender nobody vouches for moves no address, nor does a forged one that comes first', async () => {
  const { id, email, card, now } = await asked('vouch')
  await arrives('unproven', email, `Vi Ouch\n${ADDRESS}`)
  await shop.settle()
  expect(await now()).toMatchObject({ address: null, attention: 'mail' })
  expect((await card()).title).toContain('sender not proven')

  await shop.press(ann, 'order', 'seen', id)
  await sql(app.em.fork(), 'update orders set gmail_conversation_id = null, message_ids = $2 where id = $1', [id, []])
  const forged = 'Authentication-Results: mx.google.com; dmarc=fail header.from=example.com'
  await arrives('forged', email, `Vi Ouch\n${ADDRESS}`, [forged])
  await shop.settle()
  expect(await now()).toMatchObject({ address: null, attention: 'mail' })
})

test('000-071: who only says "same as last time" is asked for the address twice, then a person sees it', async () => {
  const { email, answer, card, now } = await asked('promise')
  for (const count of [2, 3, 3]) {
    await answer('Same address as last time please!')
    expect(letters(email).filter(({ from }) => from.includes('beadandbranch'))).toHaveLength(count)
  }
  expect(await now()).toMatchObject({ attention: 'address', asked: 2 })
  expect((await card()).labels[0]).toBe('Ask again')
})

test('a mail outside every thread is for the order that was asked about, not for a newer one nobody has approved', async () => {
  const { id, email } = await asked('twice')
  const { id: newer } = await shop.comment('twice', `1 gold ${email}`)
  await google.act.customerWrites({ from: email, subject: 'my address', text: `Tw Ice\n${ADDRESS}` })
  await shop.settle()
  const all = await shop.orders()
  expect(all.find((one) => one.id === id)).toMatchObject({ state: 'shopping-cart-link-sent' })
  expect(all.find((one) => one.id === newer)).toMatchObject({ state: 'pending-details-validation', attention: null })
})

test('a mail that comes before our question has left is for the approved order, not for a newer one', async () => {
  const { id } = await shop.comment('soon', '1 red soon@example.com')
  await shop.press(ann, 'order', 'approve', id)
  const { id: newer } = await shop.comment('soon', '1 gold soon@example.com')
  await arrives('soon', 'soon@example.com', `Ned Moss\n${ADDRESS}`)
  await takeMails(app)
  const all = await shop.orders()
  expect(all.find((one) => one.id === id)?.address?.given).toMatchObject({ recipient: 'Ned Moss' })
  expect(all.find((one) => one.id === newer)).toMatchObject({ address: null, attention: null })
})

test('whoever got a mail by mistake cannot answer it as the customer once the e-mail is mended', async () => {
  const forged = 'Authentication-Results: mx.google.com; dmarc=fail header.from=example.com'
  const answersAs = async (customer: string, mistaken: string) => {
    const [letter] = letters(`${mistaken}@example.com`)
    const headers = [forged, `In-Reply-To: ${letter?.rfcMessageId ?? 'no letter'}`]
    await arrives(`by-${mistaken}`, `${customer}@example.com`, `Somebody Else\n${ADDRESS}`, headers)
    await shop.settle()
    expect(letter).toBeDefined()
    expect(await shop.order(customer)).toMatchObject({ address: null, attention: 'mail' })
  }
  const { id } = await asked('mended', 'wrong@example.com')
  await shop.press(ann, 'order', 'fix', id, { email: 'mended@example.com' })
  await shop.settle()
  await answersAs('mended', 'wrong')

  // So too where it was mended while the first mail was leaving, though that is recorded after the second.
  const { id: next } = await shop.comment('leaving', '1 red astray@example.com')
  await shop.press(ann, 'order', 'approve', next)
  const held = new Date(app.now.getTime() + 60_000)
  const holdIt = 'update deliveries set trying_since = $2, leased_until = $3 where subject_id = $1'
  await sql(app.em.fork(), holdIt, [next, app.now, held])
  await shop.press(ann, 'order', 'fix', next, { email: 'leaving@example.com' })
  for (const seconds of [15, 60]) {
    shop.pass(seconds)
    await shop.settle()
  }
  await answersAs('leaving', 'astray')
})

test.each([
  ['accepted', () => app.addressValidation],
  ['unchecked', () => null],
])(
  'who takes the order back in a second mail gets no cart link for the address of the first: %s',
  async (verdict, by) => {
    const { addressValidation } = app
    app.addressValidation = by()
    const { email, card, now } = await asked(`taken.${verdict}`)
    const thread = (await now()).gmailConversationId ?? ''
    await arrives(`${verdict}-1`, email, `Ta Ken\n${ADDRESS}`, [], thread)
    await arrives(`${verdict}-2`, email, 'Please cancel my order.', [], thread)
    await takeMails(app)
    await shop.settle()
    app.addressValidation = addressValidation
    expect(await now()).toMatchObject({ attention: 'cancel', cartLink: null, address: { verdict } })
    expect((await card()).labels[0]).toBe('Cancel the order')
    expect((await card()).title).toMatch(/wants to cancel: Please cancel my order\.$/)
  },
)

test('an answer that came before our record of the question is checked as soon as that is recorded', async () => {
  const { id } = await shop.comment('early', '1 red early@example.com')
  await shop.press(ann, 'order', 'approve', id)
  await arrives('early', 'early@example.com', `Ea Rly\n${ADDRESS}`)
  await takeMails(app)
  expect(await shop.order('early')).toMatchObject({ state: 'details-validated', address: { verdict: null } })
  shop.pass(15)
  app.bells.length = 0
  await sendDue(app, createSenders(app), orderDeliveries)
  expect(app.bells.map(({ step }) => step)).toContain(CHECK_ADDRESS)
})

test('who is asked whether it goes there again and asks something else is answered by a person', async () => {
  const first = await asked('rosa')
  await first.answer(`Rosa Ray\n${ADDRESS}`)
  const again = await asked('rosa')
  await again.answer('Do you have it in green too?')
  expect(await again.now()).toMatchObject({ state: 'awaiting-address-reply', attention: 'question' })
  expect((await again.card()).title).toMatch(/@rosa asks: Do you have it in green too\?$/)
})

test('a mail of ours that comes back to us is no word of the customer', async () => {
  const { now } = await asked('echo')
  const before = await now()
  const [own] = before.messageIds
  const raw = `From: orders@beadandbranch.example\r\nSubject: Hi\r\nMessage-ID: ${own}\r\n\r\nSend it to:\nEc Ho\n${ADDRESS}`
  const mail = { id: 'echoed', threadId: before.gmailConversationId ?? '', historyId: '1', labelIds: ['INBOX'] }
  await app.inlet('gmail', mail.id, writeMail({ ...mail, receivedAt: app.now, raw }))
  await shop.settle()
  expect(await now()).toMatchObject({ address: null, attention: null, moves: before.moves })
})

test('the page of a closed order takes no money', async () => {
  const { id, answer } = await asked('shut')
  await answer(`Shu Tter\n${ADDRESS}`)
  const page = async () => {
    const shown = await checkoutLink.show(app as never, { subjectId: id } as never, {} as never)
    return String(shown?.html)
  }
  expect(await page()).toContain('https://pay.example.com/bead?order=')
  await shop.press(ann, 'order', 'close', id, { reason: 'no time' })
  expect(await page()).toContain('Nothing will be charged.')
  expect(await page()).not.toContain('pay.example.com')
})

test('whoever waits for our answer, for a link that could not leave, or for Google to look is not reminded of theirs', async () => {
  const { remindCustomers } = await import('#src/orders/mails/remind.ts')
  const asking = await asked('waits')
  await asking.answer('Do you ship to Canada?')
  const linked = await asked('unlucky')
  await sql(app.em.fork(), `update orders set cart_link = 'https://shop.example/cart' where id = $1`, [linked.id])
  const { addressValidation } = app
  const down = new OutsideError('google', 'no answer', { retry: 'later', status: 503 })
  app.addressValidation = { validate: () => Promise.reject(down) }
  const unchecked = await asked('googled')
  await unchecked.answer(`Goo Gled\n${ADDRESS}`)
  const all = [asking, linked, unchecked]
  const had = all.map(({ email }) => letters(email).length)
  shop.pass(4 * 24 * 3600)
  await remindCustomers(app)
  await shop.settle()
  app.addressValidation = addressValidation
  expect(all.map(({ email }) => letters(email).length)).toEqual(had)
  expect((await asking.card()).title).toContain('Do you ship to Canada?')
})

test('an e-mail that was mistyped is a card where something was ordered, and nobody’s without', async () => {
  const mistyped = await shop.comment('fingers', '2 red @fingers example.com')
  expect(mistyped).toMatchObject({ state: 'pending-details-validation', email: null, items: { red: 2 } })
  expect((await shop.card('order', mistyped.id)).labels[0]).toBe('Edit')
  expect(await shop.comment('chatty', 'so nice @ everyone')).toMatchObject({ state: 'not-valid' })
})

test('the story of an order that was paid twice over tells it once', async () => {
  const { number } = await shop.order('penny')
  const told = (await runCommand(app as never, `why O-${number}`, ann)).text
  expect(told.match(/paid/g)).toHaveLength(1)
})

test('who had it sent to two places is asked about the later one, and Google’s old doubts are not on the card', async () => {
  for (const street of ['1420 Alderwick', '77 Later']) {
    const { id, answer } = await asked('mover')
    await answer(`Mo Ver\n${ADDRESS}`)
    const sent = `update orders set state = 'shopping-cart-link-sent', attention = null,
      address = replace(address::text, '1420 Alderwick', $2)::jsonb || '{"notes": ["The street was set right."]}'
      where id = $1`
    await sql(app.em.fork(), sent, [id, street])
  }
  const again = await asked('mover')
  const asks = letters(again.email).filter(({ text }) => / again\?/.test(text))
  expect(asks.map(({ text }) => /77 Later|1420 Alderwick/.exec(text)?.[0])).toEqual(
    expect.arrayContaining(['77 Later']),
  )
  const { facts } = await again.card()
  expect(facts.map(({ label }) => label)).not.toContain('Google says')
})

test('a bounce that names no thread of ours is of the order whose address bounced', async () => {
  const { card, email } = await asked('moved')
  await asked('bystander')
  const from = 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>'
  await arrives('undelivered', from, '550 5.1.1 User unknown', [`X-Failed-Recipients: ${email}`])
  await shop.settle()
  expect(await card()).toMatchObject({ labels: expect.arrayContaining(['Fix e-mail']) })
  expect((await shop.order('moved')).attention).toBe('bounce')
  expect((await shop.order('bystander')).attention).toBeNull()
})

test('a question that follows one nobody has answered rings again', async () => {
  const { id, answer } = await asked('twofold')
  const rings = async () => {
    const rows = `select coalesce(sum(ring), 0)::int as n from card_posts where subject_id = $1`
    const [row] = await sql<{ n: number }>(app.em.fork(), rows, [id])
    return row?.n ?? 0
  }
  const before = await rings()
  await answer('Do you ship to Canada?')
  const once = await rings()
  expect(once).toBeGreaterThan(before)
  await answer('And what does it cost to Canada?')
  expect(await rings()).toBeGreaterThan(once)
})

test('who writes before our question has left is answered in their own thread', async () => {
  const { id } = await shop.comment('hasty', '1 red hasty@example.com')
  await shop.press(ann, 'order', 'approve', id)
  await arrives('hasty', 'Ha Sty <hasty@example.com>', 'Do you ship to Canada?')
  await takeMails(app)
  expect((await shop.card('order', id)).labels[0]).toBe('Reply')
  await shop.press(ann, 'order', 'reply', id, { text: 'Yes, for $5 more.' })
  const [sent] = await sql<{ thread: unknown }>(
    app.em.fork(),
    `select payload -> 'thread' as thread from deliveries where kind = 'orders.reply' and subject_id = $1`,
    [id],
  )
  expect(sent?.thread).toMatchObject({ threadId: 'hasty', inReplyTo: '<hasty@mail.example>' })
})

test.each([
  ['before its mail has left', false],
  ['after it', true],
])(
  'another address once the link is made, %s, moves nothing by itself: a person is shown the mail',
  async (_, leaves) => {
    const name = leaves ? 'after' : 'between'
    const { email, now, card } = await asked(name)
    const thread = (await now()).gmailConversationId ?? ''
    await arrives(`${name}-first`, email, `Be Tween\n${ADDRESS}`, [], thread)
    await takeMails(app)
    await checkAddresses(app)
    await sendLinks(app)
    if (leaves) await shop.settle()
    const { address, cartLink } = await now()
    expect(cartLink).toBeTruthy()
    await arrives(`${name}-later`, email, 'Be Tween\n9 Oak Rd\nDenver, CO 80209', [], thread)
    await takeMails(app)
    expect(await now()).toMatchObject({ address, cartLink, attention: 'mail' })
    expect((await card()).title).toContain('9 Oak Rd')
  },
)

test('an address that stands only in a mail they pass on is checked by nobody: a person looks whether it is meant', async () => {
  const { answer, now, card } = await asked('passes')
  const head = 'From: Ada <ada@example.com>\nSubject: Moved\nDate: 22 November 2026 at 09:14\nTo: passes@example.com'
  await answer(`Thanks!\n\nBegin forwarded message:\n\n${head}\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209`)
  const { state, attention, address, cartLink } = await now()
  expect([state, attention, cartLink]).toEqual(['awaiting-address-reply', 'address', null])
  expect(address).toMatchObject({ verdict: 'quoted', validatedAt: null, given: { recipient: 'Ada Fox' } })
  expect((await card()).labels).toContain('Ask again')
})

test('a mail of ours that they send back below their address is not taken for another address', async () => {
  const { answer, now } = await asked('returns')
  app.settings.GMAIL_ADDRESS = 'orders@beadandbranch.example'
  const from = `Bead & Branch <${app.settings.GMAIL_ADDRESS}>`
  const head = `From: ${from}\nSubject: Your order\nDate: 22 November 2026 at 09:14\nTo: returns@example.com`
  const ours = 'Where shall we send it?\n\nBead & Branch\n9 Oak Rd\nDenver, CO 80209'
  await answer(`Re Turns\n${ADDRESS}\n\nBegin forwarded message:\n\n${head}\n\n${ours}`)
  const { attention, address } = await now()
  app.settings.GMAIL_ADDRESS = undefined
  expect(attention).toBeNull()
  expect(address).toMatchObject({ given: { recipient: 'Re Turns' } })
})

test('an answer to our mail is believed wherever it comes from: only who got the mail knows its number', async () => {
  const { now } = await asked('phone')
  const [ours] = (await now()).messageIds
  const from = 'Pho Ne <phone@other.example>'
  const text = `Pho Ne\n${ADDRESS}`
  await arrives('stray', from, text)
  await shop.settle()
  expect((await now()).address).toBeNull()
  await arrives('answered', 'phone@example.com', text, [`In-Reply-To: ${ours}`])
  await shop.settle()
  expect((await now()).address).toMatchObject({ given: { recipient: 'Pho Ne' } })
})
