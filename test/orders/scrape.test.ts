import { beforeEach, describe, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Move } from '#entities/cards/move.ts'
import { Alert } from '#entities/operations/alert.ts'
import { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { sql } from '#src/database/sql.ts'
import { scrapeComments } from '#src/orders/comments/scrape.ts'
import { addSale, bellsOf, instagramApp, pass, saleNow, shop } from '#test/instagram/sale.ts'

const { app, meta } = await instagramApp({}, { commentWindow: 150 })
const drop = meta.view().posts[0]!
let sale: Sale

beforeEach(async () => {
  meta.fault = null
  await meta.reset()
  for (const table of ['orders', 'sales', 'calls', 'notes']) await sql(app.em.fork(), `delete from ${table}`)
  pass(app, 24 * 60)
  sale = await addSale(app, { state: 'open', shortcode: drop.shortcode, mediaId: drop.id })
  app.bells.length = 0
})

const orders = async () =>
  (await app.em.fork().find(Order, {}, { orderBy: { number: 'asc' } })).map((o) => o.sourceComment.text)
const calls = () => meta.view().calls.comments
const minutesAgo = (n: number) => new Date(app.now.getTime() - n * 60_000)
const write = (text: string, more: Partial<Parameters<typeof meta.act.comment>[0]> = {}) =>
  meta.act.comment({ username: 'tilly.f', text, mediaId: drop.id, ...more })
const writeMany = (count: number, from: number, name = 'c') =>
  meta.act.comments(
    Array.from({ length: count }, (_, n) => ({
      username: 'tilly.f',
      text: `${name}${n}`,
      mediaId: drop.id,
      at: new Date(minutesAgo(from).getTime() + n * 1000),
    })),
  )
const texts = (count: number, name = 'c') => Array.from({ length: count }, (_, n) => `${name}${n}`)
const gaps = () => app.em.fork().find(Move, { recordId: sale.id, verb: 'gap' })

describe('reading the comments', () => {
  test('000-045 to 000-048 makes an order of each new comment, once, and rings for the extraction', async () => {
    await write('2 black tilly@example.com', { at: minutesAgo(9) })
    await write('1 red bo@example.com', { username: 'bo', at: minutesAgo(8) })
    expect(await scrapeComments(app)).toBe(1)
    expect(await orders()).toEqual(['2 black tilly@example.com', '1 red bo@example.com'])
    expect(await saleNow(app, sale)).toMatchObject({ scrapedAt: app.now, gapAt: null, leaseToken: null, state: 'open' })
    expect(bellsOf(app, 'orders.extract')).toEqual([undefined])

    expect(await scrapeComments(app)).toBe(0)
    pass(app, 60)
    await write('3 gold', { at: minutesAgo(1) })
    expect(await scrapeComments(app)).toBe(1)
    expect(await orders()).toHaveLength(3)
    expect(calls()).toBe(2)
  })

  test('000-019 keeps the comment as the API gave it', async () => {
    const id = await write('2 black', { at: new Date('2026-03-01T10:00:00Z') })
    await scrapeComments(app)
    const [order] = await app.em.fork().find(Order, {})
    expect(order!.sourceComment).toMatchObject({
      id,
      text: '2 black',
      created_time: '2026-03-01T10:00:00.000Z',
      from: { username: 'tilly.f', full_name: null, profile_picture: null },
      raw: { id, text: '2 black', timestamp: '2026-03-01T10:00:00+0000', username: 'tilly.f' },
    })
  })

  test('000-048 leaves out our own comments and replies', async () => {
    const parentId = await write('is gold left?')
    await write('yes!', { username: shop, parentId })
    await write('thanks', { parentId })
    await write('The drop is on!', { username: shop })
    await scrapeComments(app)
    expect(await orders()).toEqual(['is gold left?'])
  })

  test('000-046 leaves out closed sales and those whose post is not found yet', async () => {
    await sql(app.em.fork(), `update sales set state = 'closed'`)
    await addSale(app, { state: 'looking', shortcode: 'notYetFound' })
    await write('2 black')
    expect(await scrapeComments(app)).toBe(0)
    expect(calls()).toBe(0)
  })

  test('000-049 stops at the page with what it read before', async () => {
    await writeMany(120, 600)
    await scrapeComments(app)
    expect(calls()).toBe(3)
    pass(app, 60)
    await writeMany(3, 30, 'new')
    await scrapeComments(app)
    expect(calls()).toBe(4)
    expect(await orders()).toEqual([...texts(120), ...texts(3, 'new')])
  })

  test('goes on to where it was, although a webhook has brought a newer comment past missed ones', async () => {
    await writeMany(10, 600)
    await scrapeComments(app)
    pass(app, 60)
    await writeMany(70, 40, 'missed')
    const [known] = await app.em.fork().find(Order, { sourceComment: { text: 'c9' } as never })
    const newest = await write('told by webhook', { at: minutesAgo(1) })
    await sql(
      app.em.fork(),
      `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date)
       select gen_random_uuid(), created_at, state, ig_media_id, $2, jsonb_build_object('text', 'told by webhook'), username, '{}', created_at from orders where id = $1`,
      [known!.id, newest],
    )
    await scrapeComments(app)
    expect((await orders()).toSorted()).toEqual([...texts(10), ...texts(70, 'missed'), 'told by webhook'].toSorted())
  })

  test('is not fooled by the deletion of the comment it stopped at', async () => {
    await writeMany(60, 600)
    const last = await write('last', { at: minutesAgo(90) })
    await scrapeComments(app)
    await meta.act.deleteComment(last)
    pass(app, 60)
    await write('new', { at: minutesAgo(1) })
    await scrapeComments(app)
    expect(calls()).toBe(3)
    expect(await gaps()).toEqual([])
    expect(await orders()).toHaveLength(62)
  })
})

describe('a gap', () => {
  test('000-049 comments that Instagram no longer shows make the sale wait with a warning, once', async () => {
    await writeMany(10, 600)
    await scrapeComments(app)
    pass(app, 60)
    await writeMany(200, 30, 'rush')
    await scrapeComments(app)
    expect(await orders()).toHaveLength(160)
    const oldest = new Date(minutesAgo(30).getTime() + 50_000)
    expect(await saleNow(app, sale)).toMatchObject({ state: 'open', gapAt: oldest })
    expect(await gaps()).toHaveLength(1)
    expect(await app.em.fork().count(CardPost, { subjectId: sale.id, ring: 1 })).toBe(2)

    pass(app, 60)
    await writeMany(200, 30, 'again')
    await scrapeComments(app)
    expect(await gaps()).toHaveLength(1)

    await sql(app.em.fork(), 'update sales set gap_at = null')
    pass(app, 60)
    await scrapeComments(app)
    expect(await gaps()).toHaveLength(1)
    await writeMany(200, 30, 'third')
    pass(app, 60)
    await scrapeComments(app)
    expect(await gaps()).toHaveLength(2)
  })

  test('000-049 is seen on the first look at an old post too', async () => {
    await writeMany(170, 600)
    await scrapeComments(app)
    expect(await orders()).toHaveLength(150)
    expect(await gaps()).toHaveLength(1)
  })

  test('is none where everything is shown: many comments, few with replies, all deleted', async () => {
    await writeMany(150, 600)
    await scrapeComments(app)
    const small = await addSale(app, { state: 'open', shortcode: 'C1mVt0pH9xE', mediaId: meta.view().posts[1]!.id })
    const parentId = await write('one', { mediaId: small.igMediaId! })
    await write('thanks!', { username: shop, parentId, mediaId: small.igMediaId! })
    await scrapeComments(app)
    await meta.act.deleteComment(parentId)
    pass(app, 60)
    await scrapeComments(app)
    expect(await app.em.fork().count(Move, { verb: 'gap', recordId: { $in: [sale.id, small.id] } })).toBe(0)
  })
})

describe('the budget', () => {
  const more = async (count: number) => {
    const sales = [sale]
    for (let n = 0; n < count; n++) {
      const { id, shortcode } = await meta.act.post({ caption: null, at: minutesAgo(5_000) })
      sales.push(await addSale(app, { state: 'open', shortcode, mediaId: id }))
      await write(`on ${n}`, { mediaId: id })
    }
    return sales
  }
  const scraped = async (sales: Sale[]) => {
    const now = await Promise.all(sales.map((one) => saleNow(app, one)))
    return now.map(({ scrapedAt }) => scrapedAt?.getTime() ?? null)
  }

  test('000-050 fifteen posts are read in an hour, the rest in the next, the one that waited longest first', async () => {
    const sales = await more(19)
    expect(await scrapeComments(app)).toBe(15)
    expect(calls()).toBe(15)
    const first = app.now.getTime()
    expect(await scraped(sales)).toEqual([...Array(15).fill(first), ...Array(5).fill(null)])
    const freeAt = bellsOf(app, 'orders.scrape')
    expect(freeAt).toEqual([new Date(first + 3_630_000)])
    expect(await saleNow(app, sales[15]!)).toMatchObject({ attempts: 0, nextTryAt: null, leaseToken: null })

    pass(app, 30)
    expect(await scrapeComments(app)).toBe(0)
    app.now = freeAt[0]!
    expect(await scrapeComments(app)).toBe(15)
    expect(await scraped(sales)).toEqual([
      ...Array(10).fill(freeAt[0]!.getTime()),
      ...Array(5).fill(first),
      ...Array(5).fill(freeAt[0]!.getTime()),
    ])
  })

  test('000-051 a larger allowance is a setting', async () => {
    const sales = await more(19)
    const larger = { ...app, settings: { ...app.settings, COMMENT_CALLS_PER_HOUR: 60 } }
    expect(await scrapeComments(larger)).toBe(sales.length)
  })

  test('a post with many comments is read in turns: nobody starves, nothing is left out, after whatever interruption', async () => {
    const { app, meta } = await instagramApp()
    const big = meta.view().posts[0]!
    const at = app.now.getTime() - 10_000_000
    await meta.act.comments(
      Array.from({ length: 900 }, (_, n) => ({
        username: 'x',
        text: `${n}`,
        mediaId: big.id,
        at: new Date(at + n * 1000),
      })),
    )
    await addSale(app, { state: 'open', shortcode: big.shortcode, mediaId: big.id })
    const { id, shortcode } = await meta.act.post({ caption: null, at: new Date(at) })
    const small = await addSale(app, { state: 'open', shortcode, mediaId: id })
    await scrapeComments(app)
    expect((await saleNow(app, small)).scrapedAt).toEqual(app.now)
    expect(await app.em.fork().count(Order, {})).toBe(700)
    await meta.act.comment({ username: 'x', text: 'while we wait', mediaId: big.id })
    // One page, then Meta wants quiet.
    pass(app, 61)
    await meta.act.setUsage({ percent: 82 })
    await scrapeComments(app)
    expect(await app.em.fork().count(Order, {})).toBe(750)
    await meta.act.setUsage({ percent: 0 })
    for (let n = 0; n < 3; n++) {
      pass(app, 61)
      await scrapeComments(app)
    }
    expect(await app.em.fork().count(Order, {})).toBe(901)
    expect(await app.em.fork().count(Move, { verb: 'gap' })).toBe(0)
  })
})

describe('what goes wrong', () => {
  test('a post that is gone holds up no other, and people are told until it is back', async () => {
    const gone = await addSale(app, { state: 'open', shortcode: 'goneGoneGone', mediaId: '17999' })
    await sql(app.em.fork(), 'update sales set scraped_at = $1 where id = $2', [minutesAgo(999), sale.id])
    await write('2 black')
    expect(await scrapeComments(app)).toBe(1)
    expect(await orders()).toEqual(['2 black'])
    expect(await saleNow(app, gone)).toMatchObject({ attempts: 1, state: 'open', leaseToken: null })
    expect(await app.em.fork().find(Alert, { state: 'open' })).toMatchObject([
      { key: `sale:${gone.number}`, title: `Instagram does not show us the comments of S-${gone.number} any more.` },
    ])
    await sql(app.em.fork(), `update sales set ig_media_id = $1 where id = $2`, [meta.view().posts[2]!.id, gone.id])
    pass(app, 60)
    await scrapeComments(app)
    expect(await app.em.fork().find(Alert, { state: 'open' })).toEqual([])
  })

  test('with a dead token one call is made, not one per sale', async () => {
    await addSale(app, { state: 'open', shortcode: 'C1mVt0pH9xE', mediaId: meta.view().posts[1]!.id })
    await meta.act.expireToken()
    expect(await scrapeComments(app)).toBe(0)
    expect(await app.em.fork().find(Alert, { state: 'open' })).toMatchObject([{ key: 'vendor:instagram' }])
    const [{ n }] = (await sql<{ n: number }>(
      app.em.fork(),
      `select count(*)::int as n from calls where budget <> 'instagram-app/day'`,
    )) as [{ n: number }]
    expect(n).toBe(1)
    await meta.act.renewToken()
    pass(app, 60)
    expect(await scrapeComments(app)).toBe(2)
    expect(await app.em.fork().find(Alert, { state: 'open' })).toEqual([])
  })

  test('a cursor that Instagram no longer takes begins anew', async () => {
    await writeMany(60, 600)
    await sql(app.em.fork(), `insert into notes (name, value, at) values ($1, $2, $3)`, [
      `orders.scrape:${sale.id}`,
      JSON.stringify({ through: null, resume: { cursor: 'bm9uc2Vuc2U', head: null, shown: 50 } }),
      app.now,
    ])
    expect(await scrapeComments(app)).toBe(1)
    expect(await orders()).toHaveLength(60)
  })

  test('000-041 two workers never page the same post', async () => {
    await writeMany(120, 600)
    const counts = await Promise.all([scrapeComments(app), scrapeComments(app)])
    expect(counts.toSorted()).toEqual([0, 1])
    expect(calls()).toBe(3)
    expect(await orders()).toHaveLength(120)
  })

  test('without Instagram nothing happens', async () => {
    expect(await scrapeComments({ ...app, instagram: null })).toBe(0)
  })
})
