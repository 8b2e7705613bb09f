import { performance } from 'node:perf_hooks'
import { Order } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import type { Comment } from '#src/integrations/meta/instagram.ts'
import type { Deskhand } from '#src/main.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { addOrders } from '#src/orders/comments/take-comments.ts'
import { type Figure, type Ground, MEDIA, round, startProduct } from './ground.ts'

const COMMENTS = 100_000
const SINGLY = 2_000
const PAGE = 1_000

/** 100,000 comments to orders extracted and stored, against the same rows by a flush per row and by a bare unnest. */
export async function benchExtract(ground: Ground): Promise<Figure[]> {
  const desk = await startProduct(await ground.createDatabase('bench_extract'), 'web')
  try {
    const bare = await bareInsert(desk)
    const singly = await flushPerRow(desk)
    const { store, extract } = await ours(desk)
    const rate = COMMENTS / (store + extract)
    return [
      {
        what: `${COMMENTS} comments -> orders extracted and stored`,
        promised: '<= 6',
        measured: round(store + extract),
        unit: 's',
      },
      { what: '  of it: stored', promised: '', measured: round(store), unit: 's' },
      { what: '  of it: extracted, with their moves and cards', promised: '', measured: round(extract), unit: 's' },
      { what: '  against a flush per row', promised: '>= 25', measured: round(rate / singly), unit: 'x' },
      { what: '  against a bare unnest insert', promised: '>= 0.15', measured: round(rate / bare), unit: 'x' },
    ]
  } finally {
    await desk.stop()
  }
}

async function bareInsert({ app }: Deskhand): Promise<number> {
  const em = app.em.fork()
  await sql(em, 'create unlogged table bare_shape (id int)')
  await sql(
    em,
    'create table bare as select id, created_at, state, ig_media_id, comment_id, source_comment, username from orders limit 0',
  )
  await sql(em, 'alter table bare add primary key (id), add unique (comment_id)')
  const from = performance.now()
  for (let at = 0; at < COMMENTS; at += PAGE) {
    const rows = comments(at, PAGE, 'bare')
    await sql(
      em,
      `insert into bare (id, created_at, state, ig_media_id, comment_id, source_comment, username)
       select *  from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[])`,
      [
        rows.map(() => uuid()),
        rows.map(() => new Date()),
        rows.map(() => 'scraped'),
        rows.map(() => MEDIA),
        rows.map(({ comment }) => comment.id),
        rows.map(({ comment }) => JSON.stringify(comment)),
        rows.map(({ comment }) => comment.from.username),
      ],
    )
  }
  return perSecond(COMMENTS, from)
}

/** What an ORM does by itself: one order, one flush; its state changed, one more. */
async function flushPerRow({ app }: Deskhand): Promise<number> {
  const from = performance.now()
  for (const { comment } of comments(0, SINGLY, 'single')) {
    const em = app.em.fork()
    const now = new Date()
    const source = { id: comment.id, text: comment.text, created_time: '', from: comment.from, raw: {} }
    const order = em.create(Order, {
      ...{
        id: uuid(),
        createdAt: now,
        state: 'scraped',
        igMediaId: MEDIA,
        commentId: comment.id,
        lastModifiedDate: now,
      },
      ...{ sourceComment: source as never, username: comment.from.username, messageIds: [] },
    } as never)
    await em.persist(order).flush()
    order.state = 'not-valid'
    await em.flush()
  }
  return perSecond(SINGLY, from)
}

async function ours({ app }: Deskhand): Promise<{ store: number; extract: number }> {
  let from = performance.now()
  for (let at = 0; at < COMMENTS; at += PAGE)
    await inTransaction(app, (tx) => addOrders(tx, comments(at, PAGE, 'ours')))
  const store = (performance.now() - from) / 1000
  from = performance.now()
  await extractOrders(app)
  return { store, extract: (performance.now() - from) / 1000 }
}

function comments(from: number, count: number, run: string): { mediaId: string; comment: Comment }[] {
  return Array.from({ length: count }, (_, i) => {
    const username = `${run}${from + i}`
    const comment = {
      id: `${run.length}${String(from + i).padStart(12, '0')}`,
      text: `2 black 1 red ${username}@example.com`,
      timestamp: new Date(),
      from: { id: `9${from + i}`, username },
      parentId: null,
      raw: { like_count: 0 },
    }
    return { mediaId: MEDIA, comment: comment as Comment }
  })
}

function perSecond(count: number, from: number): number {
  return count / ((performance.now() - from) / 1000)
}
