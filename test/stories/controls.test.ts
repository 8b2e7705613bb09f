import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { type Deskhand, startDeskhand } from '#src/main.ts'
import { stories } from '#src/world/stories/index.ts'
import { copyOfTemplate } from '#test/copy-of-template.ts'

const ORDERS = 'C0ORDERS'
const DAY_MS = 24 * 3_600_000
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 60_000, interval: 40 }
let desk: Deskhand
let settings: Record<string, string>

beforeAll(async () => {
  const database = await copyOfTemplate('controls')
  const dir = await mkdtemp(join(tmpdir(), 'deskhand-controls-'))
  settings = { DATABASE_URL: database.url, DATA_DIR: dir, LOG_LEVEL: 'error', PORT: '0', UNDO_WINDOW_S: '600' }
  desk = await startDeskhand(settings, 'apart')
  return async () => {
    await desk.stop()
    await database.drop()
    await rm(dir, { recursive: true, force: true })
  }
}, 60_000)

const parts = () => {
  const { world, controls, app } = desk
  if (!world || !controls?.worker) throw new Error('no sandbox with a worker')
  return { world, controls, worker: controls.worker, app }
}
const press = (name: string, form: Record<string, string> = {}) =>
  fetch(`${desk.url}/sandbox/controls/${name}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { accept: 'text/plain' },
  })
const page = async () => (await fetch(`${desk.url}/sandbox`)).text()
const command = (text: string) =>
  parts().world.slack.act.command({ user: 'U0ANN', channel: ORDERS, text: `/desk ${text}` })
const slack = () => JSON.stringify(parts().world.slack.messages(ORDERS))
const mails = () =>
  parts()
    .world.google.view()
    .customers.flatMap(({ threads }) => threads.flatMap(({ letters }) => letters))

/** How many have left; where none has, why: a machine that is too busy, or a fault of ours. */
async function leftOrWhy(): Promise<unknown> {
  if (mails().length > 0) return mails().length
  const { app } = parts()
  const waiting = 'select key, state, attempts, next_try_at, trying_since, leased_until, last_error from deliveries'
  const failing = 'select step, failures, last_error, next_try_at from step_runs where failures > 0'
  return { now: app.clock(), waiting: await sql(app.em.fork(), waiting), failing: await sql(app.em.fork(), failing) }
}

async function approveAnOrder(): Promise<void> {
  await command('sale add https://www.instagram.com/p/28yy9oRb9O')
  await expect.poll(slack, soon).toContain('Sale S-1 · black')
  await command('confirm S-1')
  await parts().world.meta.act.comments([
    { username: 'tilly.f', text: '2 black tilly@example.com', shortcode: '28yy9oRb9O' },
  ])
  await expect.poll(slack, soon).toContain('O-1 @tilly.f')
  await command('approve O-1')
}

test('PORT=0 takes any free port, and the vendors are told which', async () => {
  expect(desk.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/)
  expect(desk.app.publicUrl).toBe(desk.url)
  expect((await fetch(`${desk.url}/healthz`)).status).toBe(200)
})

test('who opens the bare address lands on the stage', async () => {
  const opened = await fetch(desk.url)
  expect([opened.url, opened.status]).toEqual([`${desk.url}/sandbox`, 200])
  expect(await opened.text()).toContain('Play it for me')
  expect(await page()).toContain('Texts leave at any hour here; a real shop keeps quiet hours')
})

test('the worker is killed while a mail waits: it comes back, time is wound on, and the mail leaves once', async () => {
  const { worker } = parts()
  await worker.ready()
  await approveAnOrder()
  const before = worker.view().pid
  await press('kill')
  await expect.poll(() => worker.view().pid !== before && worker.view().working, soon).toBe(true)
  expect(await page()).toContain(`works as process ${worker.view().pid}, restarted once`)
  expect(mails()).toEqual([])
  await press('forward', { minutes: '15' })
  await expect.poll(slack, soon).toContain('Mail sent · waiting for address')
  expect(mails()).toHaveLength(1)
  expect(await page()).toContain('15 min ahead')
})

test('three days later the customer has been reminded, once, and everything lives in that time', async () => {
  const { app, world } = parts()
  await press('forward', { minutes: '4320' })
  await expect.poll(() => mails().length, soon).toBe(2)
  expect(app.clock().getTime() - Date.now()).toBeGreaterThan(3 * DAY_MS)
  expect(world.google.view().customers[0]?.threads).toHaveLength(1)
  expect(mails()[1]?.at.getTime()).toBeGreaterThan(Date.now() + 3 * DAY_MS)
  expect((await press('forward', { minutes: '5' })).status).toBe(422)
})

test('a bell set for later comes nearer when time is wound on', async () => {
  const { app } = parts()
  const find = () =>
    sql<{ in_h: number }>(
      app.em.fork(),
      `select extract(epoch from next_run_at - now())::float8 / 3600 as in_h from agenda_jobs where name = 'jobs.watch' and type = 'normal'
         and next_run_at > now() + interval '30 minutes'`,
    )
  app.ring('jobs.watch', new Date(app.clock().getTime() + 3 * 3_600_000))
  await expect.poll(async () => (await find()).map(({ in_h }) => Math.round(in_h)), soon).toEqual([3])
  await press('forward', { minutes: '60' })
  expect((await find()).map(({ in_h }) => Math.round(in_h))).toEqual([2])
})

test.each(stories.map(({ name }) => name))('the story of %s begins again', async (name) => {
  const answer = await fetch(`${desk.url}/sandbox/story/${name}/reset`, {
    method: 'POST',
    headers: { accept: 'text/plain' },
  })
  expect([answer.status, await answer.text()]).toEqual([200, ''])
})

test('each vendor is broken in each way, and mended', async () => {
  const { world } = parts()
  for (const vendor of ['slack', 'telegram', 'instagram', 'google', 'twilio']) {
    for (const trouble of ['down', 'error', 'limited', 'lost', 'revoked']) {
      expect((await press('break', { vendor, [`trouble-${vendor}`]: trouble })).status).toBe(200)
    }
    expect(await page()).toContain('took our token back</span>')
    await press('break', { vendor })
    expect(await page()).not.toContain('class="broken"')
  }
  expect([world.google.view().connected, world.meta.view().tokenExpired, world.slack.fault]).toEqual([
    true,
    false,
    null,
  ])
  expect((await press('break', { vendor: 'nobody' })).status).toBe(422)
})

test('reset: as at the very first start, and it works again', async () => {
  const { app, world } = parts()
  await press('reset')
  await parts().worker.ready()
  expect(Math.abs(app.clock().getTime() - Date.now())).toBeLessThan(1_000)
  expect([mails(), world.slack.messages(ORDERS)]).toEqual([[], []])
  expect((await sql(app.em.fork(), 'select 1 from people')).length).toBe(5)
  await approveAnOrder()
  await expect.poll(slack, soon).toContain('Approved by Ann')
})

test('an orderly stop ends the worker first, and a start goes on where it was', async () => {
  const { worker } = parts()
  await worker.ready()
  const pid = worker.view().pid ?? 0
  await desk.stop()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  desk = await startDeskhand(settings, 'apart')
  await parts().worker.ready()
  await press('forward', { minutes: '15' })
  await expect.poll(leftOrWhy, soon).toBe(1)
})
