import { expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { type Order, orderFlow } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { createSteps } from '#jobs/index.ts'
import { sql } from '#src/database/sql.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import * as steps from '#src/orders/steps.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, meta, ann, google } = shop
const saleId = await shop.openSale()

async function order(username: string, text: string): Promise<Order> {
  await meta.act.comment({ username, text, shortcode: '28yy9oRb9O', silent: true })
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  return shop.order(username)
}

async function approve({ id }: Order): Promise<void> {
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
}

test('000-002, 000-005, 000-006, 000-007, 000-008, 000-052, 000-061, 000-067: every task of the seed is a step of its own with an interval', () => {
  const known = createSteps(app, {}).map(({ name, every }) => [name, every])
  // extract-media-id-from-shortcode, scrape-order-comments, extract-email-and-order-items, send-email, validate-address, check for reply
  for (const name of [
    steps.RESOLVE,
    steps.SCRAPE,
    steps.EXTRACT,
    'outbox.send',
    steps.CHECK_ADDRESS,
    steps.TAKE_MAILS,
  ]) {
    expect(known.map(([step]) => step)).toContain(name)
  }
  const minutes = (name: string) =>
    Number(/^(\d+) minute/.exec(String(known.find(([step]) => step === name)?.[1]))?.[1])
  for (const name of [steps.EXTRACT, 'outbox.send', 'mailbox.poll', steps.TAKE_MAILS])
    expect(minutes(name)).toBeLessThanOrEqual(5)
  expect(known).toContainEqual([steps.SCRAPE, '1 hour'])
})

test('000-011, 000-012, 000-013, 000-018: a sale holds the media id and the short code, and its orders hang on the media id', async () => {
  const sale = await app.em.fork().findOneOrFail(Sale, saleId)
  expect(sale).toMatchObject({ igMediaShortCode: '28yy9oRb9O', igMediaId: expect.stringMatching(/^\d+$/) })
  const mine = await order('keys', '1 red keys@example.com')
  expect(mine.igMediaId).toBe(sale.igMediaId)
  const orphan = sql(app.em.fork(), `update orders set ig_media_id = 'nowhere' where id = $1`, [mine.id])
  await expect(orphan).rejects.toThrow(/foreign key/)
})

test('000-019, 000-020, 000-021, 000-022, 000-023, 000-024, 000-025, 000-026, 000-027: the comment is kept as it came, under the names of the seed too', async () => {
  const { sourceComment } = await order('source', '1 red source@example.com')
  expect(sourceComment).toMatchObject({
    text: '1 red source@example.com',
    created_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    from: { username: 'source', full_name: null, profile_picture: null },
    raw: expect.objectContaining({ text: '1 red source@example.com' }),
  })
})

test('000-028, 000-030: the e-mail is kept in lower case, items as colours with amounts; a repeated colour is added up', async () => {
  expect(await order('shouty', 'black please, 2 red and another black SHOUTY@Example.COM')).toMatchObject({
    email: 'shouty@example.com',
    items: { black: 2, red: 2 },
  })
  const more = await order('more', 'black and another black more@example.com')
  expect(more.items).toEqual({ black: 2 })
})

test('000-031: whatever is done to an order stamps it', async () => {
  const { id, lastModifiedDate } = await order('stamp', '1 white stamp@example.com')
  shop.pass(60)
  await shop.press(ann, 'order', 'edit', id, { email: 'stamp@example.com', items: '2 white' })
  const edited = (await shop.order('stamp')).lastModifiedDate
  expect(edited.getTime() - lastModifiedDate.getTime()).toBe(60_000)
})

test('000-033 to 000-039: an order stands in exactly the six states of the seed, and the database takes no other', async () => {
  const states = [
    'scraped',
    'pending-details-validation',
    'not-valid',
    'details-validated',
    'awaiting-address-reply',
    'shopping-cart-link-sent',
  ]
  expect(Object.keys(orderFlow)).toEqual(states)
  await expect(sql(app.em.fork(), `update orders set state = 'shipped'`)).rejects.toThrow(/orders_state_check/)
})

test('000-034, 000-053, 000-054, 000-057: a scraped order holds the comment alone until it is extracted', async () => {
  const sale = await app.em.fork().findOneOrFail(Sale, saleId)
  const [row] = await sql<{ id: string }>(
    app.em.fork(),
    `insert into orders (id, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date, created_at)
     values (gen_random_uuid(), 'scraped', $1, 'c-raw', $2, 'raw', '{}', $3, $3) returning id`,
    [
      sale.igMediaId,
      JSON.stringify({
        id: 'c-raw',
        text: '3 gold raw@example.com',
        created_time: '',
        from: { id: null, username: 'raw' },
        raw: {},
      }),
      app.now,
    ],
  )
  expect(await shop.order('raw')).toMatchObject({ state: 'scraped', email: null, items: null })
  await Promise.all([extractOrders(app), extractOrders(app)])
  const read = await shop.order('raw')
  expect(read).toMatchObject({
    id: row?.id,
    state: 'pending-details-validation',
    email: 'raw@example.com',
    items: { gold: 3 },
  })
})

test('000-035: an order that waits for an admin has exactly one card in each place', async () => {
  const { id } = await order('single', '1 gold single@example.com')
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  await shop.settle()
  const posts = await app.em.fork().find(CardPost, { subject: 'order', subjectId: id })
  expect(posts.map(({ platform }) => platform).toSorted()).toEqual(['slack', 'telegram'])
})

test('000-036: an order rejected by an admin keeps the reason, and can be opened again', async () => {
  const { id } = await order('oops', '1 gold oops@example.com')
  await shop.press(ann, 'order', 'reject', id)
  expect(await shop.order('oops')).toMatchObject({ state: 'not-valid', closedReason: 'not an order' })
  await shop.press(ann, 'order', 'reopen', id)
  expect(await shop.order('oops')).toMatchObject({ state: 'pending-details-validation', closedReason: null })
})

test('000-037, 000-038, 000-043, 000-062, 000-063: approved it waits for the mail to leave, and only then for the reply', async () => {
  const mine = await order('steps', '1 black steps@example.com')
  await shop.press(ann, 'order', 'approve', mine.id)
  await shop.settle()
  expect((await shop.order('steps')).state).toBe('details-validated')
  google.fault = { kind: 'error', status: 503 }
  shop.pass(15)
  await shop.settle()
  expect((await shop.order('steps')).state).toBe('details-validated')
  google.fault = null
  shop.pass(600)
  await shop.settle()
  expect((await shop.order('steps')).state).toBe('awaiting-address-reply')
})

test('000-040, 000-066: the thread is kept, and the first mail asks for the address with the order in it', async () => {
  const mine = await order('asked', '2 red asked@example.com')
  await approve(mine)
  const box = google.view().customers.find(({ address }) => address === 'asked@example.com')
  expect(box?.threads[0]?.letters[0]?.text).toMatch(/2 red, \$24\.00 in all[\s\S]*Where shall we send it\?/)
  expect((await shop.order('asked')).gmailConversationId).toMatch(/\w+/)
})

test('000-044, 000-068, 000-070: without a mail nothing is changed; with the address the order goes on to its link', async () => {
  const mine = await order('silent', '1 gold silent@example.com')
  await approve(mine)
  const before = await shop.order('silent')
  shop.pass(300)
  await pollMailbox(app, inboxReaders())
  await takeMails(app)
  expect(await shop.order('silent')).toMatchObject({ moves: before.moves, lastModifiedDate: before.lastModifiedDate })
  await google.act.customerReplies({
    from: 'silent@example.com',
    text: 'Sil Ent\n1420 Alderwick Lane\nSpringfield, IL 62704',
  })
  await shop.settle()
  expect((await shop.order('silent')).state).toBe('shopping-cart-link-sent')
})

test('000-029: the address is kept as it was written and as it was checked', async () => {
  const { address } = await shop.order('silent')
  expect(address).toMatchObject({
    raw: expect.stringContaining('1420 Alderwick Lane'),
    given: {
      recipient: 'Sil Ent',
      lines: ['1420 Alderwick Lane', 'Springfield, IL 62704'],
      line1: '1420 Alderwick Ln',
      city: 'Springfield',
      region: 'IL',
      postcode: '62704',
      country: 'US',
    },
    formatted: expect.stringContaining('62704'),
    location: { lat: expect.any(Number), lng: expect.any(Number) },
    validatedAt: expect.any(String),
  })
})

test('000-001, 000-003: what one step leaves in the table the next one finds, whoever runs it', () => {
  // The steps share no code path: each claims by state. Run out of order they do nothing.
  expect(subjectNamed('order').kind.table).toBe('orders')
  return expect(extractOrders(app)).resolves.toBe(0)
})
