import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { InboxReading } from '#entities/operations/inbox-reading.ts'
import { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { sql } from '#src/database/sql.ts'
import { takeComments } from '#src/orders/comments/take-comments.ts'
import { blockedQueries } from '#test/app.ts'
import { addSale, bellsOf, igUserId, instagramApp, pass } from '#test/instagram/sale.ts'

const { app } = await instagramApp()
const store = app.inlet
let sale: Sale
let serial = 0

beforeEach(async () => {
  await sql(app.em.fork(), 'delete from inbox')
  await sql(app.em.fork(), 'delete from orders')
  await sql(app.em.fork(), 'delete from sales')
  await sql(app.em.fork(), `select setval('orders_number', 141)`)
  sale = await addSale(app, { state: 'open', shortcode: `code${++serial}xxxxx`, mediaId: `179${serial}` })
  app.bells.length = 0
})

type Told = { id: string; text?: string; username?: string; author?: string; media?: string; parent?: string }

function notice({ id, text = '2 black a@example.com', username = 'tilly.f', author = '7801', media, parent }: Told) {
  const value = {
    from: { id: author, username },
    media: { id: media ?? sale.igMediaId, media_product_type: 'FEED' },
    id,
    ...(parent ? { parent_id: parent } : {}),
    text,
  }
  const time = Date.parse('2026-03-02T14:00:00Z') / 1000
  return JSON.stringify({
    object: 'instagram',
    entry: [{ id: igUserId, time, changes: [{ field: 'comments', value }] }],
  })
}

const send = (body: string) => store('instagram', createHash('sha256').update(body).digest('hex'), body)
const orders = () => app.em.fork().find(Order, {}, { orderBy: { number: 'asc' } })
const unread = () => app.em.fork().count(InboxReading, { readAt: null, step: 'orders.take-comments' })

describe('a notice from Instagram', () => {
  test('000-034 000-042 makes a scraped order of a new comment and rings for its extraction', async () => {
    await send(notice({ id: '180', text: '2 black 1 réd 💛 tilly@example.com' }))
    expect(await takeComments(app)).toBe(1)
    const [order] = await orders()
    expect(order).toMatchObject({
      number: 142,
      state: 'scraped',
      igMediaId: sale.igMediaId,
      commentId: '180',
      username: 'tilly.f',
      email: null,
      items: null,
      address: null,
      messageIds: [],
      lastModifiedDate: app.now,
    })
    expect(await unread()).toBe(0)
    expect(bellsOf(app, 'orders.extract')).toEqual([undefined])
  })

  test('000-019 to 000-027 the comment is kept as it came, with the names of the seed beside it', async () => {
    await send(notice({ id: '181', text: 'gold pls 💛' }))
    await takeComments(app)
    expect((await orders())[0]!.sourceComment).toEqual({
      id: '181',
      text: 'gold pls 💛',
      created_time: '2026-03-02T14:00:00.000Z',
      from: { id: '7801', username: 'tilly.f', full_name: null, profile_picture: null },
      raw: {
        id: '181',
        text: 'gold pls 💛',
        from: { id: '7801', username: 'tilly.f' },
        media: { id: sale.igMediaId, media_product_type: 'FEED' },
      },
    })
  })

  test('000-048 our own comments, replies, and comments on other posts and closed sales are no orders', async () => {
    const closed = await addSale(app, { state: 'closed', shortcode: `closed${serial}xxx`, mediaId: '9001' })
    await sql(app.em.fork(), `update instagram_accounts set username = 'beadandbranch'`)
    await send(notice({ id: '1', author: igUserId, username: 'renamed.shop' }))
    await send(notice({ id: '2', author: '999', username: 'BeadAndBranch' }))
    await send(notice({ id: '3', parent: '180' }))
    await send(notice({ id: '4', media: '404' }))
    await send(notice({ id: '5', media: closed.igMediaId! }))
    expect(await takeComments(app)).toBe(5)
    expect(await orders()).toEqual([])
    expect(await unread()).toBe(0)
    expect(bellsOf(app, 'orders.extract')).toEqual([])
  })

  test('000-022 a hundred deliveries of one comment in any order, in different bytes, make one order and use one number', async () => {
    const bodies = Array.from({ length: 100 }, (_, n) => notice({ id: '180' }) + ' '.repeat(n % 50))
    await Promise.all(bodies.map((_, n) => send(bodies[(n * 37) % bodies.length] ?? '')))
    await Promise.all([takeComments(app), takeComments(app)])
    await send(`${notice({ id: '180' })}\n`)
    await takeComments(app)
    await send(notice({ id: '190' }))
    await takeComments(app)
    expect((await orders()).map(({ commentId, number }) => [commentId, number])).toEqual([
      ['180', 142],
      ['190', 143],
    ])
  })

  test('earlier comments have lower numbers and ids, whatever the order of their notices', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => String(990 + n))
    await Promise.all(ids.toReversed().map((id) => send(notice({ id }))))
    await takeComments(app)
    const rows = await orders()
    expect(rows.map(({ commentId }) => commentId)).toEqual(ids)
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted())
  })

  test('that cannot be read is kept and told, and holds up no other', async () => {
    await send('{"entry":[')
    pass(app, 1)
    await send(notice({ id: '182', text: 'a\0b \ud83d c' }))
    for (const minutes of [0, 1, 2]) {
      pass(app, minutes)
      await takeComments(app)
    }
    expect((await orders()).map(({ sourceComment }) => sourceComment.text)).toEqual(['a\ufffdb \ufffd c'])
    const [bad] = await app.em.fork().find(InboxReading, { lastError: { $ne: null } })
    expect(bad).toMatchObject({ readAt: null, attempts: 3, lastError: expect.stringContaining('JSON') })
    const [alert] = await app.em.fork().find(Alert, { key: `item:inbox_readings:${bad!.id}` })
    expect(alert).toMatchObject({ state: 'open', detail: expect.stringContaining('{"entry":[') })
  })

  test.each([9e15, -1, 0, 1e300, 'soon'])('with the impossible time %s counts as told when it came', async (time) => {
    await send(notice({ id: '183' }).replace(/"time":\d+/, `"time":${JSON.stringify(time)}`))
    await takeComments(app)
    expect((await orders()).map(({ sourceComment }) => sourceComment.created_time)).toEqual([app.now.toISOString()])
  })

  test('000-041 that another worker holds is left to it', async () => {
    await send(notice({ id: '185' }))
    await app.em.fork().transactional(async (em) => {
      await sql(em, 'select 1 from inbox_readings for update')
      expect(await takeComments(app)).toBe(0)
    })
    expect(await takeComments(app)).toBe(1)
  })

  test('stays unread when its order could not be stored', async () => {
    await send(notice({ id: '186' }))
    await sql(app.em.fork(), 'alter table orders rename to orders_away')
    await expect(takeComments(app)).rejects.toThrow('orders')
    await sql(app.em.fork(), 'alter table orders_away rename to orders')
    expect(await unread()).toBe(1)
    expect(await takeComments(app)).toBe(1)
    expect(await orders()).toHaveLength(1)
  })

  test('two workers with the same comments in opposite order wait for each other and do not fail', async () => {
    await send(notice({ id: '1' }))
    await send(`${notice({ id: '2' })} `)
    const held = await app.em.fork().transactional(async (em) => {
      await sql(
        em,
        `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date)
         values (gen_random_uuid(), now(), 'scraped', $1, '1', '{}', 'x', '{}', now())`,
        [sale.igMediaId],
      )
      const taking = takeComments(app)
      await blockedQueries(app, 1)
      return { taking }
    })
    expect(await held.taking).toBe(2)
    expect((await orders()).map(({ commentId }) => commentId).toSorted()).toEqual(['1', '2'])
  })
})
