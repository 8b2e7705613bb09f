import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { remindCustomers } from '#src/orders/mails/remind.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, bo, asked, comment, threads } = shop
await shop.openSale()

test('000-071: a doubtful address is asked about twice, then a person decides', async () => {
  await comment('odd', '1 red odd@example.com')
  const { id } = await shop.order('odd')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  for (const text of ['Springfield IL', 'It is in Springfield, IL', 'Odd Person, Springfield, IL']) {
    await google.act.customerReplies({ from: 'odd@example.com', text })
    await shop.settle()
  }
  expect(threads('odd@example.com')[0]?.letters.filter(({ from }) => from.includes('beadandbranch'))).toHaveLength(3)
  const card = await shop.card('order', id)
  expect(card.labels).toEqual(['Ask again', 'Edit', 'Reply', 'Close'])
  await shop.press(ann, 'order', 'edit', id, {
    items: '1 red',
    address: 'Odd Person\n1420 Alderwick Lane\nSpringfield, IL 62704',
  })
  await shop.settle()
  expect((await shop.order('odd')).state).toBe('shopping-cart-link-sent')
})

test('000-071: one missing part is asked for by its name, and the line that answers is added to the others', async () => {
  const { answer, letters } = await asked('pia')
  await answer('Pia Lund\n1420 Alderwick Lane')
  expect(letters().at(-1)?.text).toContain('we still need the city and postcode of your address. Just write that.')
  await answer('Springfield IL 62704')
  const order = await shop.order('pia')
  expect(order.state).toBe('shopping-cart-link-sent')
  expect(order.address?.given).toMatchObject({
    recipient: 'Pia Lund',
    lines: ['1420 Alderwick Lane', 'Springfield IL 62704'],
    postcode: '62704',
  })
})

test('000-069: a whole address is kept where a later mail names another part of one: a person is shown the mail', async () => {
  const { id, answer } = await asked('wren')
  await answer('Wren Poe\n5 Elm St, Denver, CO 80203\nor 9 Oak Rd, Denver, CO 80209')
  const kept = (await shop.order('wren')).address?.given.lines
  await answer('Just drop it at 77 Mill Road')
  const order = await shop.order('wren')
  expect(order.address?.given.lines).toEqual(kept)
  expect(order).toMatchObject({ state: 'awaiting-address-reply', attention: 'address' })
  expect((await shop.card('order', id)).title).toContain('77 Mill Road')
})

test('000-071: two halves of an address that come before the first is checked are one', async () => {
  await asked('hal')
  const from = 'hal@example.com'
  await google.act.customerReplies({ from, text: 'Hal Moor\n1420 Alderwick Lane' })
  await google.act.customerReplies({ from, text: 'Springfield IL 62704' })
  await shop.settle()
  const lines = (await shop.order('hal')).address?.given.lines
  expect(lines?.toSorted()).toEqual(['1420 Alderwick Lane', 'Springfield IL 62704'])
})

test('000-071: without Google too a missing part is asked for twice, then a person looks', async () => {
  const { addressValidation } = app
  app.addressValidation = null
  const { id, answer, letters } = await asked('nina')
  const ours = () => letters().filter(({ from }) => from.includes('beadandbranch')).length
  for (const [text, count] of [
    ['Nina Holt\n1420 Alderwick Lane', 2],
    ['Springfield', 3],
    ['Illinois', 3],
  ] as const) {
    await answer(text)
    expect(ours()).toBe(count)
  }
  app.addressValidation = addressValidation
  expect(await shop.order('nina')).toMatchObject({ attention: 'unchecked-address', asked: 2 })
  expect((await shop.card('order', id)).labels[0]).toBe('Looks right')
})

test('an address with a change does both: the address is checked, the cart link waits for the change', async () => {
  const { id, answer } = await asked('chris', undefined, '2 red')
  await answer('Chris Bell\n1420 Alderwick Lane\nSpringfield, IL 62704\n\nAnd can you make it 3 instead of 2?')
  const order = await shop.order('chris')
  expect(order).toMatchObject({ state: 'awaiting-address-reply', attention: 'change', cartLink: null })
  expect(order.address?.validatedAt).toBeTruthy()
  expect((await shop.card('order', id)).title).toMatch(/@chris changes the order: .*make it 3 instead of 2/)
  await shop.press(ann, 'order', 'edit', id, {
    items: '3 red',
    address: 'Chris Bell\n1420 Alderwick Ln\nSpringfield IL 62704\nUS',
  })
  await shop.settle()
  expect(await shop.order('chris')).toMatchObject({ state: 'shopping-cart-link-sent', items: { red: 3 } })
})

test('an address with a question goes on to its link, and the question waits for a person', async () => {
  const { id, answer } = await asked('quinn')
  await answer('Quinn Ash\n1420 Alderwick Lane\nSpringfield, IL 62704\n\nDo you need my phone number?')
  expect(await shop.order('quinn')).toMatchObject({ state: 'shopping-cart-link-sent', attention: 'question' })
  expect((await shop.card('order', id)).labels).toContain('Reply')
})

test('two addresses are a card for a person, and no mail asks again by itself', async () => {
  const { id, answer, letters } = await asked('twain')
  const before = letters().length
  await answer('5 Elm St, Denver, CO 80203\nor 9 Oak Rd, Denver, CO 80209')
  expect(await shop.order('twain')).toMatchObject({ attention: 'two-addresses', state: 'awaiting-address-reply' })
  expect(letters()).toHaveLength(before + 1)
  await shop.press(ann, 'order', 'ask', id)
  await shop.settle()
  expect(letters().at(-1)?.text).toContain('Which one shall we send your order to?')
})

test('only a plain yes takes the suggestion; anything else is shown to a person', async () => {
  const { id, answer, letters } = await asked('dora')
  await answer('Dora Field\n1420 Alderwick Lane\nSpringfeild, IL 62704')
  expect(letters().at(-1)?.text).toContain(
    'We looked your address up and found: Dora Field, 1420 Alderwick Ln, Springfield',
  )
  await answer('Yes but the house number is 41 not 14')
  expect(await shop.order('dora')).toMatchObject({
    state: 'awaiting-address-reply',
    attention: 'address',
    cartLink: null,
  })
  expect((await shop.card('order', id)).title).toContain('house number is 41')
  await answer('Yes, that is right. Thanks! Dora')
  expect(await shop.order('dora')).toMatchObject({ state: 'shopping-cart-link-sent', attention: null })
})

test('a mail from outside the thread moves an address only where the sender is proven', async () => {
  const { id } = await asked('frank')
  const text = 'Frank Moor\n1420 Alderwick Lane\nSpringfield, IL 62704'
  const mail = { from: 'frank@example.com', subject: 'my address', text }
  await google.act.customerWrites({ ...mail, dmarc: 'fail' })
  await shop.settle()
  expect(await shop.order('frank')).toMatchObject({ state: 'awaiting-address-reply', address: null, attention: 'mail' })
  expect((await shop.card('order', id)).title).toContain('sender not proven')
  await google.act.customerWrites(mail)
  await shop.settle()
  // The order goes on by the proven one, and a person has still to look at the other.
  expect(await shop.order('frank')).toMatchObject({ state: 'shopping-cart-link-sent', attention: 'mail' })
})

test('an address that an admin types is checked too, and the admin has the last word', async () => {
  const { id, letters } = await asked('vera')
  const before = letters().length
  const typed = 'Vera Cole\n99999 Alderwick Lane\nSpringfield, IL 62704'
  await shop.press(ann, 'order', 'edit', id, { items: '1 red', address: typed })
  await shop.settle()
  expect(await shop.order('vera')).toMatchObject({ attention: 'address', cartLink: null })
  expect((await shop.card('order', id)).labels).toContain('Looks right')
  expect(letters()).toHaveLength(before)
  await shop.press(bo, 'order', 'accept', id)
  await shop.settle()
  expect((await shop.order('vera')).state).toBe('shopping-cart-link-sent')
})

test('a country that Google does not check waits for an admin', async () => {
  await comment('wanjiru', '1 white wanjiru@example.com')
  const { id } = await shop.order('wanjiru')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  await google.act.customerReplies({
    from: 'wanjiru@example.com',
    text: 'Wanjiru Kamau\nP.O. Box 12345-00100\nNairobi\nKenya',
  })
  await shop.settle()
  expect((await shop.card('order', id)).labels).toEqual(['Looks right', 'Ask again', 'Edit', 'Close'])
  await shop.press(bo, 'order', 'accept', id)
  await shop.settle()
  expect((await shop.order('wanjiru')).state).toBe('shopping-cart-link-sent')
})

test('what an admin types for a country that Google does not check goes on at once: nobody else could say', async () => {
  const { id } = await asked('amani')
  await shop.press(ann, 'order', 'edit', id, {
    items: '1 red',
    address: 'Amani Otieno\nP.O. Box 12345-00100\nNairobi\nKenya',
  })
  await shop.settle()
  expect(await shop.order('amani')).toMatchObject({ state: 'shopping-cart-link-sent', attention: null })
})

test('what Google doubts is asked about until it was asked twice; then a person reads it and no third mail leaves', async () => {
  const doubtful = 'Uma Reed\n99999 Alderwick Lane\nSpringfield, IL 62704'
  for (const [username, times, attention] of [
    ['once', 1, null],
    ['thrice', 2, 'address'],
  ] as const) {
    const { answer, letters } = await asked(username)
    await sql(app.em.fork(), 'update orders set asked = $2 where username = $1', [username, times])
    const before = letters().length
    await answer(doubtful)
    expect(await shop.order(username)).toMatchObject({ attention, asked: 2, cartLink: null })
    expect(letters()).toHaveLength(before + (attention ? 1 : 2))
  }
})

test('who sent an address that waits for its check is not reminded of it; who owes a part of one is', async () => {
  const { id } = await asked('patient')
  const stand = async (verdict: string | null) => {
    const address = { raw: '1 Elm', given: { lines: ['1 Elm'] }, notes: [], verdict }
    await sql(app.em.fork(), 'update orders set address = $2, mailed_at = $3 where id = $1', [
      id,
      JSON.stringify(address),
      new Date(app.now.getTime() - 4 * 86_400_000),
    ])
    await remindCustomers(app)
    return (await shop.order('patient')).moves
  }
  const { moves } = await shop.order('patient')
  expect(await stand(null)).toBe(moves)
  expect(await stand('partial')).toBe(moves + 1)
})
