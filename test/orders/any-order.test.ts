import { createHash } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { Roundup } from '#entities/orders/roundup.ts'
import { sql } from '#src/database/sql.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { takeComments } from '#src/orders/comments/take-comments.ts'
import { addSale, igUserId, instagramApp } from '#test/instagram/sale.ts'

const { app } = await instagramApp()
const MEDIA = '17900001'

/** Under one post, as they were written. */
const written = [
  { id: '1', username: 'plain', text: '2 black plain@example.com' },
  { id: '2', username: 'wisher', text: 'can I get 2 gold please' },
  { id: '3', username: 'changes', text: '2 red changes@example.com' },
  { id: '4', username: 'asks', text: '1 gold asks@example.com' },
  { id: '5', username: 'wisher', text: 'wisher@example.com' },
  { id: '6', username: 'changes', text: 'make it 3 red please' },
  { id: '7', username: 'asks', text: 'when do you ship?' },
  { id: '8', username: 'mailfirst', text: 'mailfirst@example.com' },
  { id: '9', username: 'mailfirst', text: '2 black please' },
  { id: '10', username: 'only', text: '3 gold please' },
  { id: '11', username: 'asks', text: 'please cancel my order' },
  { id: '12', username: 'early', text: 'please cancel my order' },
  { id: '13', username: 'early', text: '1 red early@example.com' },
]
type Written = (typeof written)[number]

function notice({ id, username, text }: Written) {
  const value = { from: { id: `78${username}`, username }, media: { id: MEDIA, media_product_type: 'FEED' }, id, text }
  const time = Date.parse('2026-03-02T14:00:00Z') / 1000
  return JSON.stringify({
    object: 'instagram',
    entry: [{ id: igUserId, time, changes: [{ field: 'comments', value }] }],
  })
}

async function tell(comment: Written): Promise<void> {
  const body = notice(comment)
  await app.inlet('instagram', createHash('sha256').update(body).digest('hex'), body)
}

async function read(): Promise<void> {
  await takeComments(app)
  await extractOrders(app)
}

/** What a person would find: who gets what and where to, and what must be looked at. */
async function found() {
  const orders = await app.em
    .fork()
    .find(Order, { state: 'pending-details-validation' }, { orderBy: { username: 'asc' } })
  const [roundup] = await app.em.fork().find(Roundup, { state: 'open' })
  const asking = await app.em.fork().find(Order, { id: { $in: roundup?.orderIds ?? [] } })
  return {
    orders: orders.map(({ username, email, items, attention, attentionNote }) => ({
      ...{ username, email, items, attention },
      said:
        attentionNote
          ?.split('\n')
          .map((line) => line.replace('Before: ', ''))
          .filter(Boolean)
          .toSorted() ?? [],
    })),
    wishes: asking.map(({ username }) => username).toSorted(),
  }
}

const right = {
  orders: [
    {
      ...{ username: 'asks', email: 'asks@example.com', items: { gold: 1 }, attention: 'cancel' },
      said: ['please cancel my order', 'when do you ship?'],
    },
    {
      ...{ username: 'changes', email: 'changes@example.com', items: { red: 2 }, attention: 'change' },
      said: ['make it 3 red please'],
    },
    { username: 'early', email: 'early@example.com', items: { red: 1 }, attention: null, said: [] },
    { username: 'mailfirst', email: 'mailfirst@example.com', items: { black: 2 }, attention: null, said: [] },
    { username: 'plain', email: 'plain@example.com', items: { black: 2 }, attention: null, said: [] },
    { username: 'wisher', email: 'wisher@example.com', items: { gold: 2 }, attention: null, said: [] },
  ],
  wishes: ['early', 'only'],
}

beforeEach(async () => {
  for (const table of ['inbox', 'card_posts', 'roundups', 'orders', 'sales'])
    await sql(app.em.fork(), `delete from ${table}`)
  await addSale(app, { state: 'open', shortcode: 'anyorder001', mediaId: MEDIA })
})

test('comments that come one by one, as they were written', async () => {
  for (const comment of written) {
    await tell(comment)
    await read()
  }
  expect(await found()).toEqual(right)
})

test('comments that come all at once', async () => {
  for (const comment of written) await tell(comment)
  await read()
  expect(await found()).toEqual(right)
})

test.each([1, 2, 3, 4, 5, 6])('a day’s comments told in another order, each twice, end the same (%i)', async (seed) => {
  for (const comment of shuffled([...written, ...written], seed)) {
    await tell(comment)
    if (Number(comment.id) % 2) await read()
  }
  await read()
  expect(await found()).toEqual(right)
})

test.each([1, 2, 3, 4])('of two wishes and an e-mail nothing is lost, whichever is told first (%i)', async (seed) => {
  const texts = ['1 red please', '2 black please', 'twice@example.com']
  for (const comment of shuffled(
    texts.map((text, at) => ({ id: `2${at}`, username: 'twice', text })),
    seed,
  )) {
    await tell(comment)
    await read()
  }
  const { orders, wishes } = await found()
  const [order] = orders
  expect(order).toMatchObject({ username: 'twice', attention: 'change' })
  const of = { '1 red please': { red: 1 }, '2 black please': { black: 2 } }
  const [said] = order?.said ?? []
  const other = Object.entries(of).find(([text]) => text !== said)
  expect(order?.items).toEqual(other?.[1])
  expect(Object.keys(of)).toContain(said)
  expect(wishes).toEqual([])
})

/** The same for a seed each time. */
function shuffled<T>(list: T[], seed: number): T[] {
  const key = (at: number) => createHash('sha256').update(`${seed} ${at}`).digest('hex')
  return list
    .map((one, at) => ({ one, key: key(at) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one)
}
