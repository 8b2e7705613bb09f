import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { prune } from '#src/prune/prune.ts'
import { testApp } from '#test/app.ts'
import { makeOrder, makeShop } from '#test/http/web.ts'

const app = await testApp()
const run = (text: string, params: unknown[] = []) => sql<{ n: number }>(app.em.fork(), text, params)
const days = (count: number) => new Date(app.now.getTime() - count * 86_400_000)
const count = async (table: string) => (await run(`select count(*)::int as n from ${table}`))[0]?.n

test('what was read is kept 30 days, what was not read for ever', async () => {
  const insert = `with items as (
      insert into inbox (id, source, external_id, body, received_at)
      select gen_random_uuid(), 'instagram', $1 || i, '{}', $2 from generate_series(1, $4::int) i returning id)
    insert into inbox_readings (id, item_id, step, received_at, read_at)
    select gen_random_uuid(), id, step, $2, case step when 'a.read' then $2 else $3::timestamptz end
    from items, unnest('{a.read,b.read}'::text[]) step`
  await run(insert, ['old', days(90), days(31), 4_500])
  await run(insert, ['fresh', days(90), days(29), 3])
  await run(insert, ['unread', days(90), null, 5])
  expect(await prune(app)).toBe(4_500)
  expect(await count('inbox')).toBe(8)
  expect(await count('inbox_readings')).toBe(16)
})

test('the moves of an order that is closed go after 400 days, those of one at work stay', async () => {
  const shop = await makeShop(app)
  const open = await makeOrder(app, shop)
  const closed = await makeOrder(app, shop, { state: 'not-valid' })
  const insert = `insert into moves (id, kind, record_id, verb, "from", "to", by, at) values (gen_random_uuid(), 'order', $1, 'edit', 'x', 'x', '{}', $2)`
  for (const { id } of [open, closed]) for (const age of [401, 399]) await run(insert, [id, days(age)])
  expect(await prune(app)).toBe(1)
  expect(await count(`moves where record_id = '${closed.id}'`)).toBe(1)
  expect(await count(`moves where record_id = '${open.id}'`)).toBe(2)
})

test('sent messages go after 180 days, those that wait for a person never', async () => {
  const insert = `insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, not_before, created_at, sent_at)
    values (gen_random_uuid(), $1, gen_random_uuid()::text, 'orders.reply', 'gmail', 'a@example.com', 'UTC', '{}', $2, $2, $3)`
  await run(insert, ['sent', days(200), days(181)])
  await run(insert, ['sent', days(200), days(179)])
  await run(insert, ['dead', days(900), null])
  await run(insert, ['waiting', days(900), null])
  expect(await prune(app)).toBe(1)
  expect(await count('deliveries')).toBe(3)
})

test('links, sessions, dialogues, calls and refused presses go when they no longer tell anything', async () => {
  for (const age of [40, -1]) {
    await run(
      `insert into links (id, token_hash, purpose, created_at, expires_at) values (gen_random_uuid(), gen_random_uuid()::text, 'sign-in', $1, $1)`,
      [days(age)],
    )
    await run(
      `insert into sessions (id, token_hash, person_id, created_at, expires_at) values (gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid(), $1, $1)`,
      [days(age)],
    )
    await run(
      `insert into dialogues (id, chat, user_id, token, answers, expires_at) values (gen_random_uuid(), $2, 'u', 't', '{}', $1)`,
      [days(age), String(age)],
    )
    await run(`insert into calls (id, budget, at) values (gen_random_uuid(), 'x', $1)`, [days(age)])
    await run(
      `insert into refused_presses (id, via, user_id, what, why, at) values (gen_random_uuid(), 'slack', 'u', 'x', 'y', $1)`,
      [days(age * 5)],
    )
  }
  expect(await prune(app)).toBe(5)
  expect(await prune(app)).toBe(0)
  for (const table of ['links', 'sessions', 'dialogues', 'calls', 'refused_presses']) expect(await count(table)).toBe(1)
})

test('a bell for later rings though the business is days ahead of the machine; one that has rung goes', async () => {
  const set = (at: string) =>
    run(`insert into agenda_jobs (name, type, next_run_at) values ('jobs.watch', 'normal', now() + interval '${at}')`)
  await set('3 hours')
  await set('-2 days')
  app.now = new Date(Date.now() + 3 * 86_400_000)
  await prune(app)
  expect(await run('select (next_run_at > now()) as n from agenda_jobs')).toEqual([{ n: true }])
})
