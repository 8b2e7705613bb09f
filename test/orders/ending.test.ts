import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { checkAddresses } from '#src/orders/address/check-address.ts'
import { checkoutLink } from '#src/orders/link/checkout.ts'
import { sendLinks } from '#src/orders/link/link.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import { EVERY_STORE, packingLink } from '#src/orders/packing/packing-list.ts'
import { tellDay } from '#src/orders/tell-day.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { openShop } from './shop.ts'

/** Nobody takes the money for this shop. */
const shop = await openShop({ CHECKOUT_PAY_URL: '' })
const { app, meta, google, ann, bo } = shop
await shop.openSale()

/** Ordered, approved and answered: the cart link has left. */
async function linked(username: string) {
  const { id } = await shop.comment(username, `2 black 1 red ${username}@example.com`)
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const text = 'Tilly Fernsworth\n1420 Alderwick Lane, Springfield IL 62704'
  await google.act.customerReplies({ from: `${username}@example.com`, text })
  await shop.settle()
  return id
}

const letters = (address: string) =>
  google
    .view()
    .customers.find((one) => one.address === address)
    ?.threads.flatMap((thread) => thread.letters) ?? []

/** What the customer sees behind the link. */
async function ownPage(subjectId: string): Promise<string> {
  const shown = await checkoutLink.show(app as never, { subjectId } as never, {} as never)
  return String(shown?.html)
}

test('paid and shipped: the card says who and when, offers what is left, and one mail tells the customer', async () => {
  const id = await linked('tilly')
  expect((await shop.card('order', id)).labels).toEqual(['Send payment details', 'Paid', 'Reply', 'They know', 'Close'])
  await shop.press(ann, 'order', 'seen', id)
  await shop.press(bo, 'order', 'paid', id)
  const paid = await shop.card('order', id)
  expect(paid.footer).toBe('Marked paid by Bo, 14:02 · to be shipped · Approved by Ann, 14:02')
  expect(paid.labels).toEqual(['Shipped', 'Reply', 'Undo Paid'])
  expect(await ownPage(id)).toContain('We tell you when it is on its way.')
  expect((await runCommand(app as never, 'orders', ann)).text).toMatch(/@tilly: .* · Paid$/m)
  const before = letters('tilly@example.com').length
  const { number } = await shop.order('tilly')
  const story = async () => (await runCommand(app as never, `why O-${number}`, ann)).text
  const why = async () => (await story()).split('\n').at(-1)
  expect(await story()).toContain('Ann saw it: "They know"')
  expect(await why()).toBe('Next: it is packed and sent. Shipped tells the customer.')

  shop.pass(3600)
  expect(await shop.press(ann, 'order', 'ship', id, { tracking: '1Z 999' })).toBe('Shipped. tilly@example.com is told.')
  await shop.settle()
  const shipped = await shop.card('order', id)
  expect(shipped).toMatchObject({ labels: [], footer: expect.stringMatching(/^Shipped by Ann, 15:02/) })
  expect(await why()).toBe('Nothing is left to do.')
  // In the order in which it happened: what left, and who decided what.
  const lines = (await story()).split('\n')
  const [left, shipping] = [/The mail "[^"]+" to tilly@example\.com left\.$/, /Ann shipped it/].map((said) =>
    lines.findIndex((line) => said.test(line)),
  )
  expect(left).toBeGreaterThan(0)
  expect(shipping).toBeGreaterThan(left ?? 0)
  expect(shipped.facts).toContainEqual({ label: 'Tracking', value: '1Z 999' })
  expect(await ownPage(id)).toContain('It is on its way. You can follow it: <bdi>1Z 999</bdi>')
  expect((await runCommand(app as never, 'orders', ann)).text).toMatch(/@tilly: .* · Shipped$/m)
  const told = letters('tilly@example.com')
  expect(told).toHaveLength(before + 1)
  expect(told.at(-1)?.text).toMatch(/on its way: 2 black, 1 red\.[\s\S]*1Z 999/)
  expect(google.view().customers.find(({ address }) => address === 'tilly@example.com')?.threads).toHaveLength(1)
  await expect(shop.press(bo, 'order', 'ship', id)).rejects.toThrow('Ann shipped it at 15:02.')
  await expect(shop.press(bo, 'order', 'close', id, { reason: 'too late' })).rejects.toThrow('Ann shipped it at 15:02.')
})

test('the digest tells the owner the money and what was saved: of the mails, how many a person had to look at', async () => {
  await linked('marlo')
  await google.act.customerReplies({ from: 'tilly@example.com', text: 'When does it come?' })
  await shop.settle()
  const told = await tellDay(app.em.fork(), new Date('2020-01-01'), new Date('2040-01-01'))
  expect(told).toEqual([
    '2 orders in',
    '2 approved',
    '2 links',
    '3 mails read (1 looked at)',
    '1 paid, $36.00',
    '1 to be paid, $36.00',
  ])
  expect(await tellDay(app.em.fork(), new Date('2040-01-01'), new Date('2041-01-01'))).toEqual([])
})

test('a paid order with a new word of the customer says that it is paid and offers no Paid again', async () => {
  const id = await linked('wren')
  await shop.press(ann, 'order', 'paid', id)
  await google.act.customerReplies({ from: 'wren@example.com', text: 'When does it leave?' })
  await shop.settle()
  const card = await shop.card('order', id)
  expect(card.title).toMatch(/@wren asks: When does it leave\?$/)
  expect(card.facts).toContainEqual({ label: 'Paid', value: '15:02, marked by Ann' })
  expect(card.labels).toEqual(['Reply', 'Shipped', 'Seen'])
})

test('who is marked paid needs no payment details any more, and what they asked with their address stays open', async () => {
  const plain = await linked('cash')
  await shop.press(ann, 'order', 'paid', plain)
  expect(await shop.card('order', plain)).toMatchObject({
    title: expect.stringMatching(/^O-\d+ @cash: 2 black, 1 red/),
    labels: ['Shipped', 'Reply', 'Undo Paid'],
    footer: expect.stringMatching(/^Marked paid by Ann, .* to be shipped/),
  })
  const { id: asking } = await shop.comment('curious', '1 red curious@example.com')
  await shop.press(ann, 'order', 'approve', asking)
  shop.pass(15)
  await shop.settle()
  const text = 'Cu Rious\n1420 Alderwick Lane, Springfield IL 62704\n\nDo you wrap it as a gift?'
  await google.act.customerReplies({ from: 'curious@example.com', text })
  await shop.settle()
  await shop.press(ann, 'order', 'paid', asking)
  const card = await shop.card('order', asking)
  expect(card.title).toMatch(/@curious asks: [\s\S]*Do you wrap it as a gift\?$/)
  expect(card.title).not.toContain('Before:')
  expect(card.labels).toEqual(['Reply', 'Shipped', 'No answer needed'])
})

test('an edit that changes nothing tells of no change, in whatever order the items were typed', async () => {
  const { id, number } = await shop.comment('same', '2 black 1 red same@example.com')
  await shop.press(ann, 'order', 'edit', id, { email: 'same@example.com', items: '1 red, 2 black' })
  expect((await runCommand(app as never, `why O-${number}`, ann)).text).not.toContain('changed the items')
})

test('who has paid and orders again: the new card says that the first is paid', async () => {
  const first = await linked('again')
  const { number } = await shop.order('again')
  await shop.comment('again', '1 gold again@example.com')
  const second = async () => shop.card('order', (await shop.order('again')).id)
  expect((await second()).title).toMatch(/^O-\d+ Ordered before · @again: 1 gold/)
  await shop.press(ann, 'order', 'paid', first)
  const { title, facts } = await second()
  expect(title).toMatch(new RegExp(`^O-\\d+ Ordered before and paid O-${number} · @again: 1 gold`))
  expect(facts).toContainEqual({ label: 'Same person', value: `O-${number} (2 black, 1 red, paid)` })
})

test('two orders of one person that are over the limit together say so before they are approved', async () => {
  await shop.comment('greedy', '3 black greedy@example.com')
  const { id } = await shop.comment('greedy', '3 red greedy@example.com')
  expect((await shop.card('order', id)).title).toMatch(/^O-\d+ 6 together, the limit is 5 · @greedy: 3 red/)
})

test('what an admin sets right of a comment is kept as an example with what was read; a press without a change is none', async () => {
  const { id, number } = await shop.comment('pupil', '2 blck pupil@example.com')
  const examples = () =>
    sql(app.em.fork(), 'select text, read, corrected from order_examples where order_id = $1', [id])
  const read = { email: 'pupil@example.com', items: (await shop.order('pupil')).items }
  await shop.press(ann, 'order', 'edit', id, { email: 'pupil@example.com', items: '2 black, 1 red' })
  const kept = { text: '2 blck pupil@example.com', read, corrected: { ...read, items: { black: 2, red: 1 } } }
  expect(await examples()).toEqual([kept])
  await shop.press(ann, 'order', 'edit', id, { email: 'pupil@example.com', items: '2 black, 1 red' })
  expect(await examples()).toEqual([kept])
  expect((await shop.orders()).find((one) => one.number === number)?.items).toEqual({ black: 2, red: 1 })
})

test('items that change after the link are mailed with a link to what they cost now', async () => {
  const id = await linked('changed')
  await google.act.customerReplies({ from: 'changed@example.com', text: 'Can you make it 3 red and nothing else?' })
  await shop.settle()
  expect((await shop.card('order', id)).title).toMatch(/@changed asks: Can you make it 3 red/)
  expect(await shop.press(ann, 'order', 'edit', id, { items: '3 red' })).toBe('Saved. A new cart link goes out.')
  await shop.settle()
  expect(letters('changed@example.com').at(-1)?.text).toMatch(
    /Here is your cart: 3 red, \$36\.00 in all\.[\s\S]*\/a\/[\w-]{22}/,
  )
  expect(await ownPage(id)).toContain('3 × red')
  expect(await shop.order('changed')).toMatchObject({ state: 'shopping-cart-link-sent', attention: 'payment' })
})

test('who pays by the old link before the new one is made gets no second cart', async () => {
  const id = await linked('quick')
  await google.act.customerReplies({ from: 'quick@example.com', text: 'Can you make it 3 red and nothing else?' })
  await shop.settle()
  await shop.press(ann, 'order', 'edit', id, { items: '3 red' })
  await shop.press(ann, 'order', 'paid', id)
  const had = letters('quick@example.com').length
  await shop.settle()
  expect(letters('quick@example.com')).toHaveLength(had)
})

test('without a provider an admin is asked to send payment details; they go into the thread, prefilled next time', async () => {
  const id = await linked('iris')
  const card = await shop.card('order', id)
  expect(card.title).toMatch(/@iris needs payment details · \$36\.00$/)
  expect(card.labels[0]).toBe('Send payment details')
  await shop.press(ann, 'order', 'bill', id, { how: 'PayPal to pay@bead.example' })
  await shop.settle()
  const last = letters('iris@example.com').at(-1)
  expect(last?.text).toMatch(
    /how to pay for your order O-\d+ \(2 black, 1 red, \$36\.00 in all\):\s+PayPal to pay@bead/,
  )
  expect((await shop.card('order', id)).labels).toEqual(['Paid', 'Reply', 'Fix e-mail', 'Close'])
  const next = await linked('june')
  expect((await shop.form(ann, 'order', 'bill', next))?.fields[0]?.value).toBe('PayPal to pay@bead.example')
})

test('who asks something with their address is answered, and told how to pay: the one does not hide the other', async () => {
  const { id } = await shop.comment('both', '1 red both@example.com')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const text = 'Bo Both\n1420 Alderwick Lane, Springfield IL 62704\n\nDo you wrap it as a gift?'
  await google.act.customerReplies({ from: 'both@example.com', text })
  await shop.settle()
  const card = await shop.card('order', id)
  expect(card.title).toMatch(/@both needs payment details · \$12\.00: Before: [\s\S]*Do you wrap it as a gift\?/)
  expect(card.labels).toEqual(['Send payment details', 'Paid', 'Reply', 'They know', 'Close'])
})

/** Whose cart link waits to leave while they write once more. */
async function writesMeanwhile(username: string, text: string) {
  const { id } = await shop.comment(username, `1 red ${username}@example.com`)
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const from = `${username}@example.com`
  await google.act.customerReplies({ from, text: 'Tu Rns\n1420 Alderwick Lane, Springfield IL 62704' })
  const readMails = async () => {
    await pollMailbox(app, inboxReaders())
    for (const step of [fetchMails, takeMails]) await step(app)
  }
  await readMails()
  for (const step of [checkAddresses, sendLinks]) await step(app)
  await google.act.customerReplies({ from, text })
  await readMails()
  await shop.settle()
  return { id, from }
}

test('who takes the order back while the cart link leaves is not told how to pay', async () => {
  const { id, from } = await writesMeanwhile('turns', 'Please cancel my order.')
  expect(letters(from).at(-1)?.text).toContain('Here is your cart')
  expect((await shop.card('order', id)).labels[0]).toBe('Cancel the order')
})

test('who writes something else while the cart link leaves is told how to pay, and their words stay on the card', async () => {
  const { id } = await writesMeanwhile('adds', 'My porch is at the back.')
  const { title, labels } = await shop.card('order', id)
  expect(title).toMatch(/@adds needs payment details · \$12\.00: Before: [\s\S]*My porch is at the back\./)
  expect(labels[0]).toBe('Send payment details')
})

test('orders paid csv is the packing list: who, where, what, and no formula in it', async () => {
  const id = await linked('pack')
  await sql(
    app.em.fork(),
    `update orders set address = jsonb_set(address, '{given,recipient}', '"=HYPERLINK(1)"') where id = $1`,
    [id],
  )
  await shop.press(ann, 'order', 'paid', id)
  const { text, isPrivate } = await runCommand(app as never, 'orders paid csv', ann)
  expect(isPrivate).toBe(true)
  expect(text).toMatch(/^\d+ paid orders? to pack\. The list, for an hour: https?:\S+\/a\/\S+$/)
  const link = packingLink.files?.['packing-list.csv']
  const findRow = async () => {
    const answer = await link?.(app as never, { subjectId: EVERY_STORE } as never, {} as never)
    const lines = String((answer as { text: string }).text).split('\r\n')
    return lines.find((line) => line.includes('pack@example.com'))
  }
  expect(await findRow()).toMatch(
    /^O-\d+,S-1,[\d-]+ [\d:]+,"2 black, 1 red",'=HYPERLINK\(1\),"1420 Alderwick Ln, Springfield IL 62704.*pack@example\.com,pack,/,
  )
  await shop.press(ann, 'order', 'ship', id)
  expect(await findRow()).toBeUndefined()
})

test('who ordered before is asked whether it goes to the same address; a yes is enough', async () => {
  await linked('again')
  await meta.act.comment({ username: 'again', text: '1 gold again@example.com', shortcode: '28yy9oRb9O', silent: true })
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  const { id } = await shop.order('again')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  const question = letters('again@example.com').find(({ text }) => / again\?/.test(text))
  expect(question?.text).toMatch(/^Hi Tilly,[\s\S]*Shall we send it to .*1420 Alderwick L.* again\?/)
  await google.act.customerReplies({
    from: 'again@example.com',
    threadMessageId: question?.id ?? '',
    text: 'Yes please!',
  })
  await shop.settle()
  expect(await shop.order('again')).toMatchObject({
    state: 'shopping-cart-link-sent',
    address: { verdict: 'confirmed by the customer', given: { postcode: '62704' } },
  })
})

test('Not an order asks why, and the card keeps who said so and the reason', async () => {
  const { id } = await shop.comment('oops', '1 gold oops@example.com')
  const form = await shop.form(ann, 'order', 'reject', id)
  expect(form?.fields[0]?.choices?.map(({ label }) => label)).toContain('ordered twice')
  await shop.press(ann, 'order', 'reject', id, { reason: 'ordered twice' })
  const card = await shop.card('order', id)
  expect(card).toMatchObject({ footer: expect.stringMatching(/^Put aside by Ann, \d\d:\d\d$/), labels: [] })
  expect(card.facts).toContainEqual({ label: 'Reason', value: 'ordered twice' })
  const gone = await shop.comment('moved', '1 gold moved@example.com')
  await shop.press(ann, 'order', 'approve', gone.id)
  shop.pass(60)
  await shop.settle()
  await shop.press(ann, 'order', 'close', gone.id)
  const listed = (await runCommand(app as never, 'orders closed', ann)).text
  for (const name of ['oops', 'moved']) expect(listed).toMatch(new RegExp(`@${name}: .* · Closed$`, 'm'))
})

test('an order that needs a look leads with Edit; Approve is no green button there', async () => {
  const { id } = await shop.comment('colour', '1 cherry colour@example.com')
  const card = await shop.card('order', id)
  expect(card.labels[0]).toBe('Edit')
  expect(card.footer).toBe('Edit it, or approve it as it is: I ask for the address by e-mail.')
  await expect(
    shop.press(ann, 'order', 'edit', id, { email: 'colour@example.com', items: '1 purple' }),
  ).rejects.toThrow(/'purple' is not on offer/)
})

test('payment details leave before what waited longer, where Gmail’s day has room for one more mail', async () => {
  const id = await linked('payday')
  const { id: later } = await shop.comment('patient', '1 red patient@example.com')
  await shop.press(ann, 'order', 'approve', later)
  shop.pass(60)
  await shop.press(ann, 'order', 'bill', id, { how: 'To account 12 of the Oak Bank' })
  await sql(
    app.em.fork(),
    `insert into calls (id, budget, at) select gen_random_uuid(), 'gmail/day', $1
     from generate_series(1, 499 - (select count(*) from calls where budget = 'gmail/day')::int)`,
    [app.now],
  )
  await shop.settle()
  expect(letters('payday@example.com').at(-1)?.text).toContain('To account 12 of the Oak Bank')
  expect(letters('patient@example.com')).toEqual([])
})

test('an order closed before its mail left: the mail stays here', async () => {
  shop.pass(2 * 86_400)
  const [closed, kept] = [
    await shop.comment('cyd', '1 black cyd@example.com'),
    await shop.comment('cyb', '1 red cyb@example.com'),
  ]
  for (const { id } of [closed, kept]) await shop.press(ann, 'order', 'approve', id)
  await shop.press(ann, 'order', 'close', closed.id)
  shop.pass(60)
  await shop.settle()
  expect(['cyb', 'cyd'].map((name) => letters(`${name}@example.com`).length)).toEqual([1, 0])
  expect((await shop.card('order', closed.id)).labels).toEqual([])
})

test('what is typed for a customer is never cut: too much is refused with how much it may be, and nothing leaves', async () => {
  const id = await linked('wordy')
  const how = `To account 12.\n${'x'.repeat(1_485)}`
  const refused = expect(shop.press(ann, 'order', 'bill', id, { how: `${how}y` })).rejects
  await refused.toMatchObject({ fields: { how: 'At most 1,500 characters: these are 1,501.' } })
  expect(await shop.press(ann, 'order', 'bill', id, { how })).toBe('Payment details go to wordy@example.com.')
  await shop.settle()
  expect(letters('wordy@example.com').at(-1)?.text.replace(/\s/g, '')).toContain(how.replace(/\s/g, ''))
  await shop.press(ann, 'order', 'paid', id)
  const long = shop.press(ann, 'order', 'ship', id, { tracking: '1'.repeat(201) })
  await expect(long).rejects.toThrow('At most 200 characters: these are 201.')
  expect((await shop.order('wordy')).shippedAt).toBeNull()
  await shop.press(ann, 'order', 'close', id)
})
