import { setTimeout } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { claimPosts } from '#bots/claim-posts.ts'
import type { App } from '#src/app.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { sql } from '#src/database/sql.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { commentReader } from '#src/orders/comments/take-comments.ts'
import { claimDue } from '#src/outbox/claim-due.ts'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { makeOrder, makeShop } from '#test/http/web.ts'

/** As many rows of the past in each table, and a hundred times as many. */
const FEW = 200
const TIMES = 100

const app = await testApp({}, { REPS: 'on' })
const runAt = (one: App, text: string, params: unknown[] = []) =>
  sql<Record<string, number>>(one.em.fork(), text, params)
const run = (text: string, params: unknown[] = []) => runAt(app, text, params)

/** What runs all day long, mostly to find that nothing waits. */
const busiest: [string, (one: App) => Promise<unknown>][] = [
  ['cards that are out of date', (one) => claimPosts(one, 'telegram')],
  ['messages that are due', (one) => claimDue(one, ['gmail', 'sms', 'mail'])],
  ['what arrived and is not read', (one) => readInbox(one, commentReader)],
  ['comments to read', (one) => extractOrders(one)],
  ['requests that may go', (one) => dispatch(one)],
]

/** The past: read, sent, shown, over. */
async function addPast(one: App, from: number, to: number): Promise<void> {
  const run = (text: string, params: unknown[] = []) => runAt(one, text, params)
  const old = new Date(app.now.getTime() - 86_400_000)
  const range = `from generate_series(${from}, ${to}) i`
  await run(
    `insert into inbox (id, source, external_id, body, received_at)
     select gen_random_uuid(), 'instagram', 'past' || i, '{}', $1 ${range}`,
    [old],
  )
  await run(
    `insert into inbox_readings (id, item_id, step, received_at, read_at)
     select gen_random_uuid(), id, 'orders.take-comments', $1, $1 from inbox i
     where not exists (select 1 from inbox_readings r where r.item_id = i.id)`,
    [old],
  )
  await run(
    `insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, not_before, created_at, sent_at)
     select gen_random_uuid(), 'sent', 'past' || i, 'orders.reply', 'gmail', i || '@example.com', 'UTC', '{}', $1, $1, $1 ${range}`,
    [old],
  )
  await run(
    `insert into card_posts (id, subject, subject_id, platform, place, shown, rung)
     select gen_random_uuid(), 'order', gen_random_uuid(), 'slack', 'C' || i, 1, 1 ${range}`,
  )
  await run(
    `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date)
     select gen_random_uuid(), $1, 'not-valid', (select ig_media_id from sales limit 1), 'past' || i, '{}', 'u' || i, '{}', $1 ${range}`,
    [old],
  )
  await run(
    `insert into rep_requests (id, created_at, state, rep_id, rep_channel_id, rep_activity_id, lead_id, content)
     select gen_random_uuid(), $1, 'done', gen_random_uuid(), gen_random_uuid(), a.id, l.id, '' ${range},
       (select id from rep_activities limit 1) a, (select id from leads limit 1) l`,
    [old],
  )
  for (const table of ['inbox', 'inbox_readings', 'deliveries', 'card_posts', 'orders', 'rep_requests'])
    await run(`analyze ${table}`)
}

const COUNT = `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as n from pg_stat_user_tables`
const count = async () => (await run(COUNT))[0]?.n ?? 0

/** Works through connections of its own, until they have ended: only then have they told all they read. */
async function apart(work: (one: App) => Promise<unknown>): Promise<void> {
  const database = await openDatabase(`${app.databaseUrl}?application_name=measured`, 4)
  const busy = `select count(*)::int as n from pg_stat_activity where application_name = 'measured'`
  await work({ ...app, em: database.em as TestApp['em'] })
  await database.close()
  while ((await run(busy))[0]?.n !== 0) await setTimeout(20)
}

/** How many rows Postgres reads for it. */
async function rowsRead(work: (one: App) => Promise<unknown>): Promise<number> {
  const before = await count()
  await apart(work)
  return (await count()) - before
}

const few = new Map<string, number>()
beforeAll(async () => {
  const shop = await makeShop(app)
  await makeOrder(app, shop)
  const { makeOutreach } = await import('#test/reps/one-of-each.ts')
  await makeOutreach(app)
  await apart((one) => addPast(one, 1, FEW))
  for (const [name, work] of busiest) {
    await rowsRead(work)
    few.set(name, await rowsRead(work))
  }
  await apart((one) => addPast(one, FEW + 1, FEW * TIMES))
}, 240_000)

test.each(busiest)('a hundred times the past costs nothing more to find %s', async (name, work) => {
  await rowsRead(work)
  expect(await rowsRead(work)).toBeLessThanOrEqual((few.get(name) ?? 0) + FEW)
})
