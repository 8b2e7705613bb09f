import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { loadOrders, type OrderView } from '#src/orders/card/order-view.ts'
import { unlinkDelivery } from '#src/orders/link/unlink.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { tellPlainly } from '#test/plain.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, ann } = shop
await shop.openSale()

const order = (username: string) => shop.comment(username, `2 black ${username}@example.com`)

async function viewOf(id: string): Promise<OrderView> {
  const [view] = await loadOrders(app.em.fork(), [id])
  if (!view) throw new Error('no such order')
  return view
}

async function drawn(id: string): Promise<number> {
  const [row] = await sql<{ n: number }>(
    app.em.fork(),
    'select sum(wanted)::int as n from card_posts where subject_id = $1',
    [id],
  )
  return row?.n ?? 0
}

test('a mail that Gmail’s day has no room for: the press, the card and the story say until when it waits', async () => {
  const first = (await order('early')).id
  // A link that Stripe has not switched off yet is no mail: the card does not tell of it, Close does not take it back.
  const link = unlinkDelivery(await viewOf(first), 'a-link')
  await inTransaction(app, (tx) => enqueue(tx, [{ ...link, notBefore: new Date(app.now.getTime() + 8 * 86_400_000) }]))
  expect(await shop.press(ann, 'order', 'approve', first)).toBe('Approved. The mail goes 14:02:15.')
  const spent = `insert into calls (id, budget, at) select gen_random_uuid(), 'gmail/day', $1 from generate_series(1, 500)`
  await sql(app.em.fork(), spent, [app.now])
  const before = await drawn(first)
  shop.pass(60)
  await shop.settle()
  const waits = "mail waits until Tue 3 Mar, 14:02: Gmail's daily limit"
  expect((await shop.card('order', first)).footer).toBe(`Approved by Ann, 14:02 · ${waits}`)
  expect(await drawn(first)).toBeGreaterThan(before)
  expect((await tellPlainly(app, 'order')).join('\n')).toContain(
    "the mail that asks for the address waits until Tue 3 Mar, 14:02: Gmail's daily limit.",
  )

  const second = (await order('late')).id
  expect(await shop.press(ann, 'order', 'approve', second)).toBe(`Approved. The ${waits}.`)

  shop.pass(86_400)
  await shop.settle()
  expect((await shop.card('order', first)).footer).toBe(
    'Mail sent · waiting for address · Approved by Ann, Mon 2 Mar, 14:02',
  )

  await shop.press(ann, 'order', 'close', first, {})
  const kept = await sql(app.em.fork(), "select 1 from deliveries where kind = 'orders.unlink' and state = 'waiting'")
  expect(kept).toHaveLength(1)
})
