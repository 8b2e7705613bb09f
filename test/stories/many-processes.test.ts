import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey } from '#src/http/api/keys.ts'
import { seedPeople } from '#src/world/seed.ts'
import { createWorld } from '#src/world/world.ts'
import { blockedQueries, testApp } from '#test/app.ts'
import { startProcess } from '#test/process.ts'

const ORDERS = 'C0ORDERS'
const GROUP = -1002100000001
// Seven processes on a busy machine.
vi.setConfig({ testTimeout: 180_000 })
const soon = { timeout: 60_000, interval: 50 }

const dir = await mkdtemp(join(tmpdir(), 'deskhand-many-'))
const world = await createWorld({ dir })
afterAll(async () => {
  await world.close()
  await rm(dir, { recursive: true, force: true })
})
const app = await testApp({ clock: () => new Date() })
await seedPeople(app)
const key = await inTransaction(app, (tx) => createKey(tx, { name: 'Zapier', role: 'admin' }))

const environment = {
  ...(world.environment as Record<string, string>),
  DATABASE_URL: app.databaseUrl,
  UNDO_WINDOW_S: '1',
}
const web = await startProcess({ ...environment, DESKHAND_ROLES: 'web' })
const others = { ...environment, PUBLIC_URL: web.url }
const start = (roles: string) => startProcess({ ...others, DESKHAND_ROLES: roles })
const [otherWeb, firstBots, ...jobs] = await Promise.all(['web', 'bots', 'jobs', 'jobs'].map(start))
if (!otherWeb || !firstBots) throw new Error('not everything has started')
await world.connect(web.url, () => {})

/** The database's names for who holds the lock of the poller. */
const pollers = () =>
  rows<{ pid: number }>(`select pid from pg_locks where locktype = 'advisory' and objid = 5317421 and granted
    and database = (select oid from pg_database where datname = current_database())`)
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const slackTexts = () => JSON.stringify(world.slack.messages(ORDERS))
const command = (text: string) => world.slack.act.command({ user: 'U0ANN', channel: ORDERS, text: `/desk ${text}` })
const call = (base: string, path: string) =>
  fetch(`${base}/api${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: '{}' })

/** How often a step has run, in all processes together. */
async function runsOf(step: string): Promise<number> {
  const texts = await Promise.all(jobs.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()))
  const count = new RegExp(`deskhand_step_seconds_count\\{step="${step}",outcome="done"\\} (\\d+)`)
  return texts.reduce((sum, text) => sum + Number(count.exec(text)?.[1] ?? 0), 0)
}

// The first one polls; the second finds it taken.
while ((await pollers()).length === 0) await setTimeout(20)
const otherBots = await start('bots')

test('of two bots processes one polls Telegram, and the other takes over when it is killed', async () => {
  const [first, ...more] = await pollers()
  expect(more).toEqual([])
  firstBots.kill('SIGKILL')
  await firstBots.ended()
  await expect.poll(async () => (await pollers()).map(({ pid }) => pid !== first?.pid), soon).toEqual([true])
  const seen = await world.telegram.act.say({ user: 610000002, chat: GROUP, text: '/whoami' })
  expect(seen.replies.map(({ text }) => text).join()).toContain('You are Bo')
})

test('30 orders, approved at once from Slack and Telegram: each mail leaves once', async () => {
  await command('sale add https://www.instagram.com/p/28yy9oRb9O')
  await expect.poll(slackTexts, soon).toContain('Sale S-1 · black')
  await command('confirm S-1')
  const buyers = Array.from({ length: 30 }, (_, n) => `buyer${n}`)
  await world.meta.act.comments(
    buyers.map((username) => ({ username, text: `1 black ${username}@example.com`, shortcode: '28yy9oRb9O' })),
  )
  await expect.poll(slackTexts, soon).toContain('30 new orders')
  const queue = () => world.telegram.messages(GROUP).find(({ text }) => text.includes('30 new orders'))
  await expect.poll(queue, soon).toBeDefined()
  const slackCard = world.slack
    .messages(ORDERS)
    .findLast((message) => JSON.stringify(message).includes('30 new orders'))
  await Promise.all([
    world.slack.act.press({ user: 'U0ANN', channel: ORDERS, ts: slackCard?.ts ?? '', label: 'Approve 30' }),
    world.telegram.act.press({ user: 610000002, chat: GROUP, messageId: queue()?.id ?? 0, label: '✅ Approve 30' }),
  ])
  const mails = () => world.google.view().customers.flatMap(({ threads }) => threads.flatMap(({ letters }) => letters))
  await expect.poll(() => mails().length, soon).toBe(30)
  await expect
    .poll(() => rows(`select 1 from deliveries where state = 'sent'`).then(({ length }) => length), soon)
    .toBe(30)
  expect(new Set(mails().flatMap(({ to }) => to)).size).toBe(30)
  expect(mails()).toHaveLength(30)
})

const makeDue = (step: string) =>
  rows(
    `update agenda_jobs set next_run_at = $2 where name = $1 and type = 'single' and locked_at is null returning 1`,
    [step, new Date()],
  )

test('a scheduled run happens once, however many processes hear that it is due', async () => {
  const step = 'orders.remind'
  const before = await runsOf(step)
  for (let round = 1; round <= 4; round += 1) {
    // While the run before is still being written down its next time would be written over ours.
    await expect.poll(async () => (await makeDue(step)).length, soon).toBe(1)
    await rows('select pg_notify($1, $2)', ['agenda_jobs', JSON.stringify({ jobName: step, jobId: '', priority: 0 })])
    await expect.poll(() => runsOf(step), soon).toBe(before + round)
  }
})

test('SIGTERM during a press: it is finished and answered, and nothing is half done', async () => {
  await world.meta.act.comments([{ username: 'late', text: '2 red late@example.com', shortcode: '28yy9oRb9O' }])
  const find = () =>
    rows<{ id: string; number: number }>(
      `select id, number from orders where username = 'late' and state like 'pending%'`,
    )
  await expect.poll(async () => (await find()).length, soon).toBe(1)
  const [order] = await find()
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select 1 from orders where id = $1 for update', [order?.id])
  const pressed = call(otherWeb.url, `/orders/O-${order?.number}/approve`)
  await blockedQueries(app, 1)
  otherWeb.kill('SIGTERM')
  const ended = otherWeb.ended()
  await expect
    .poll(
      () =>
        fetch(`${otherWeb.url}/healthz`).then(
          () => 'up',
          () => 'closed',
        ),
      soon,
    )
    .toBe('closed')
  await holder.query('commit')
  await holder.end()
  const answer = await pressed
  expect([answer.status, ((await answer.json()) as any).order.state]).toEqual([200, 'details-validated'])
  expect(await ended).toBe(0)
  const moves = await rows(`select 1 from moves where record_id = $1 and verb = 'approve'`, [order?.id])
  const deliveries = await rows('select 1 from deliveries where subject_id = $1', [order?.id])
  expect([moves.length, deliveries.length]).toEqual([1, 1])
})

test('every process ends in time by itself after SIGTERM', async () => {
  const left = [web, ...jobs, otherBots]
  for (const one of left) one.kill('SIGTERM')
  expect(await Promise.all(left.map((one) => one.ended()))).toEqual(left.map(() => 0))
})
