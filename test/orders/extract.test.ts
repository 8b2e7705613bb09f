import { beforeEach, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { Order } from '#entities/orders/order.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { press } from '#src/desk/press/press.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { addOrders } from '#src/orders/comments/take-comments.ts'
import { addSale, instagramApp, pass } from '#test/instagram/sale.ts'
import { makeMember } from '#test/make.ts'

const { app } = await instagramApp()
const ann = await makeMember(app, 'Ann')
const sale = await addSale(app, { state: 'open', shortcode: 'code1xxxxx', mediaId: '1791' })
let serial = 1_000

async function comment(username: string): Promise<string> {
  serial += 1
  const from = { id: String(serial), username }
  const told = {
    id: String(serial),
    text: `2 black ${username}@example.com`,
    timestamp: app.now,
    from,
    parentId: null,
    raw: {},
  }
  await inTransaction(app, (tx) => addOrders(tx, [{ mediaId: sale.igMediaId ?? '', comment: told as never }]))
  return (await app.em.fork().findOneOrFail(Order, { commentId: String(serial) })).id
}
const load = (id: string) => app.em.fork().findOneOrFail(Order, id)
/** A comment that makes whatever reads it throw. */
const breakOne = (id: string) =>
  sql(app.em.fork(), `update orders set source_comment = source_comment - 'text' where id = $1`, [id])

beforeEach(() => sql(app.em.fork(), 'delete from orders'))

test('one comment that cannot be read holds up no other: it is tried three times, then a card shows it', async () => {
  const ids = [await comment('a'), await comment('bad'), await comment('c')]
  const [a = '', bad = '', c = ''] = ids
  await breakOne(bad)
  await extractOrders(app)
  expect([(await load(a)).state, (await load(c)).state]).toEqual([
    'pending-details-validation',
    'pending-details-validation',
  ])
  expect(await load(bad)).toMatchObject({ state: 'scraped', attempts: 1 })
  for (const minutes of [1, 2]) {
    pass(app, minutes)
    await extractOrders(app)
  }
  const alert = await app.em.fork().findOneOrFail(Alert, { key: `item:orders:${bad}` })
  const [view] = await subjectNamed('alert').load(app.em.fork(), [alert.id])
  if (!view) throw new Error('no alert')
  expect(cardOf(subjectNamed('alert'), view, app).title).toMatch(/The comment of O-\d+ could not be read\./)
  await press(app, writeToken({ subject: 'alert', verb: 'dismiss', id: alert.id, moves: alert.moves }), ann, {})
  expect((await load(bad)).state).toBe('not-valid')
})

test('a comment that can be read again after Retry becomes an order, and its card closes', async () => {
  const bad = await comment('mended')
  await breakOne(bad)
  for (const minutes of [0, 1, 2]) {
    pass(app, minutes)
    await extractOrders(app)
  }
  await sql(
    app.em.fork(),
    `update orders set source_comment = source_comment || '{"text": "2 black mended@example.com"}' where id = $1`,
    [bad],
  )
  const alert = await app.em.fork().findOneOrFail(Alert, { key: `item:orders:${bad}` })
  await press(app, writeToken({ subject: 'alert', verb: 'retry', id: alert.id, moves: alert.moves }), ann, {})
  await extractOrders(app)
  expect(await load(bad)).toMatchObject({ state: 'pending-details-validation', attempts: 0, leaseToken: null })
  expect(await app.em.fork().findOneOrFail(Alert, alert.id)).toMatchObject({ state: 'closed' })
})

test('000-041: an order that another worker holds is left to it, and the others are not waited for', async () => {
  const held = await comment('held')
  const free = await comment('free')
  await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from orders where id = $1 for update', [held])
    expect(await extractOrders(app)).toBe(1)
  })
  expect((await load(free)).state).toBe('pending-details-validation')
  expect(await extractOrders(app)).toBe(1)
})
