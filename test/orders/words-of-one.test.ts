import { beforeEach, expect, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { Roundup } from '#entities/orders/roundup.ts'
import { Sale } from '#entities/orders/sale.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { readComment } from '#src/orders/comments/read-comment.ts'
import { settleReadings } from '#src/orders/comments/settle-readings.ts'
import { addOrders } from '#src/orders/comments/take-comments.ts'
import { offerOf } from '#src/orders/sales/offer-of.ts'
import { blockedQueries } from '#test/app.ts'
import { addSale, instagramApp } from '#test/instagram/sale.ts'
import { countQueries } from '#test/queries.ts'

const { app } = await instagramApp()
const MEDIA = '17900001'
let last = 0

beforeEach(async () => {
  for (const table of ['inbox', 'card_posts', 'roundups', 'orders', 'sales'])
    await sql(app.em.fork(), `delete from ${table}`)
  await addSale(app, { state: 'open', shortcode: 'words000001', mediaId: MEDIA })
})

async function write(...comments: [username: string, text: string][]): Promise<void> {
  const told = comments.map(([username, text]) => {
    last += 1
    const from = { id: username === '' ? null : `78${username}`, username }
    return { mediaId: MEDIA, comment: { id: String(last), text, from, timestamp: app.now, parentId: null, raw: {} } }
  })
  await inTransaction(app, (tx) => addOrders(tx, told))
}

const ordersNow = () =>
  app.em.fork().find(Order, { state: 'pending-details-validation' }, { orderBy: { number: 'asc' } })

async function asked(): Promise<string[]> {
  const [roundup] = await app.em.fork().find(Roundup, { state: 'open' })
  const asking = await app.em.fork().find(Order, { id: { $in: roundup?.orderIds ?? [] } })
  return asking.map(({ username }) => username)
}

test('whom Instagram does not name is nobody: the wish of one is not sent to the e-mail of another', async () => {
  await write(['', '2 gold please'], ['', 'kim@example.com'])
  await extractOrders(app)
  expect(await ordersNow()).toMatchObject([{ email: 'kim@example.com', items: null }])
  expect(await asked()).toEqual([''])
})

test('a wish and its e-mail that two workers read at the same moment find each other', async () => {
  await write(['kim', '2 gold please'])
  let second: Promise<number> | null = null
  await inTransaction(app, async (tx) => {
    const order = await tx.em.findOneOrFail(Order, { username: 'kim' })
    const sale = await tx.em.findOneOrFail(Sale, { igMediaId: MEDIA })
    const reading = readComment(order.sourceComment.text, offerOf(sale))
    await settleReadings(tx, new Map([[MEDIA, sale]]), [{ order, reading }])
    await write(['kim', 'kim@example.com'])
    second = extractOrders(app)
    await blockedQueries(app, 1)
  })
  await second
  expect(await ordersNow()).toMatchObject([{ email: 'kim@example.com', items: { gold: 2 } }])
  expect(await asked()).toEqual([])
})

test('who wishes again with an e-mail is not asked for one; another wish of theirs is still a person’s', async () => {
  await write(['kim', '2 gold please'], ['lou', '1 red please'], ['kim', '2 gold kim@example.com'])
  await extractOrders(app)
  await write(['lou', '2 black lou@example.com'])
  await extractOrders(app)
  expect(await asked()).toEqual(['lou'])
  expect(await ordersNow()).toMatchObject([
    { username: 'kim', items: { gold: 2 }, attention: null },
    { username: 'lou', items: { black: 2 }, attention: null },
  ])
})

test('who has their things already and wishes for more is asked for an e-mail; a question is about what was sent', async () => {
  await write(['kim', '1 red kim@example.com'])
  await extractOrders(app)
  const sent = `update orders set state = 'shopping-cart-link-sent', paid_at = $1, shipped_at = $1`
  await sql(app.em.fork(), sent, [app.now])
  await write(['kim', '2 gold please'], ['kim', 'where is my order?'])
  await extractOrders(app)
  expect(await asked()).toEqual(['kim'])
  const [shipped] = await app.em.fork().find(Order, { email: 'kim@example.com' })
  expect(shipped).toMatchObject({ items: { red: 1 }, attention: 'question', attentionNote: 'where is my order?' })
  await write(['kim', 'kim@example.com'])
  await extractOrders(app)
  expect(await ordersNow()).toMatchObject([{ email: 'kim@example.com', items: { gold: 2 } }])
})

test('four hundred comments that praise take as many queries as five', async () => {
  const praise = (count: number) =>
    Array.from({ length: count }, (_, at) => [`fan${at}`, 'So pretty!!'] as [string, string])
  await write(...praise(5))
  const few = await countQueries(() => extractOrders(app))
  await write(...praise(400))
  expect(await countQueries(() => extractOrders(app))).toBe(few)
})
