import { expect, test } from 'vitest'
import { Delivery } from '#entities/outbox/delivery.ts'
import { sql } from '#src/database/sql.ts'
import { openLink } from '#src/links/links.ts'
import { loadOrders } from '#src/orders/card/order-view.ts'
import { writeOrder } from '#src/orders/write.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, meta, google, ann } = shop
await shop.openSale()
const mailsTo = (address: string) =>
  (google.view().customers.find((one) => one.address === address)?.threads ?? []).flatMap(({ letters }) => letters)
const tokenIn = (text: string) => /\/a\/([\w-]{22})/.exec(text)?.[1] ?? ''

/** Where a word stands in our tables. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    app.em.fork(),
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await sql(app.em.fork(), `select 1 from "${name}" t where t::text like $1 limit 1`, [`%${word}%`])
    if (rows.length > 0) found.push(name)
  }
  return found
}

test('000-073: of a cart\u2019s page we keep no token; another address gets a new link and ends the old', async () => {
  await meta.act.comment({ username: 'tilly', text: '1 gold tilly@example.com' })
  app.ring('orders.scrape')
  await shop.settle()
  const { id } = await shop.order('tilly')
  await shop.press(ann, 'order', 'approve', id)
  shop.pass(15)
  await shop.settle()
  await google.act.customerReplies({
    from: 'tilly@example.com',
    text: 'Tilly Fernsworth\n1420 Alderwick Lane, Springfield IL 62704',
  })
  await shop.settle()
  const first = tokenIn(mailsTo('tilly@example.com').at(-1)?.text ?? '')
  expect(first).toHaveLength(22)
  expect(await tablesWith(first)).toEqual([])
  expect((await shop.order('tilly')).cartLink).toBe(`${app.publicUrl}/a/[secret]`)
  const [view] = await loadOrders(app.em.fork(), [id])
  expect(view && writeOrder(view).cartLink).toBeNull()

  const [mail] = await app.em.fork().find(Delivery, { subjectId: id, kind: 'orders.send-link' })
  expect((await shop.card('delivery', mail?.id ?? '')).title).toMatch(/^D-\d+ Cart link to tilly@example\.com · O-1$/)

  await shop.press(ann, 'order', 'fix', id, { email: 'tilly@new.example' })
  await shop.settle()
  const next = tokenIn(mailsTo('tilly@new.example').at(-1)?.text ?? '')
  expect(await openLink(app.em.fork(), next, app.now)).toMatchObject({ purpose: 'checkout', isOver: false })
  expect(await openLink(app.em.fork(), first, app.now)).toMatchObject({ isOver: true })
  expect(await tablesWith(next)).toEqual([])
})
