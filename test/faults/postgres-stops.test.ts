import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#src/database/embedded/embedded-postgres.ts'
import { addOpenSale, META_SECRET, writeNotice } from '#test/bench/ground.ts'
import { ownPort } from '#test/port.ts'
import { killProcessesAfterAll, startProcess, times } from './processes.ts'
import { tellMeta } from './tell-meta.ts'

killProcessesAfterAll()

const STOPS = times(2, 20)
const PER_SECOND = times(50, 200)
const SECONDS_UP = 2
/** What is promised is measured at length, on a machine with nothing else to do. */
const BACK_WITHIN_MS = times(Number.POSITIVE_INFINITY, 10_000)

const dataDir = await mkdtemp(join(tmpdir(), 'deskhand-stops-'))
const port = await ownPort()
const startDatabase = () => startEmbeddedPostgres({ dataDir, port, settings: { log_min_messages: 'panic' } })
let database = await startDatabase()
afterAll(async () => {
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
})
const { url } = database
const product = await startProcess({
  ...{ DATABASE_URL: url, DESKHAND_ROLES: 'web,jobs', LOG_LEVEL: 'silent', META_APP_SECRET: META_SECRET },
  ...{ SLACK_CHANNEL: 'C0ORDERS', SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` },
})
afterAll(() => product.kill())

async function ask<Row extends object>(text: string, params: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query(text, params).finally(() => client.end())
  return rows
}

/** At once, as when the machine loses power: whatever was in hand is cut. */
async function stopAtOnce(): Promise<void> {
  const [row] = await ask<{ pid: string }>(`select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`)
  process.kill(Number(row?.pid), 'SIGQUIT')
}

const told = new Set<string>()
const statuses = new Set<number>()
let isOpen = true
let next = 1

/** Meta's side: so many a second, each again until it is acknowledged. */
async function tellAll(): Promise<void> {
  const pending: Promise<void>[] = []
  const tell = async (body: string) => {
    for (;;) {
      const status = await tellMeta(product.url, body)
      statuses.add(status)
      if (status === 200) return void told.add(body)
      await setTimeout(100)
    }
  }
  while (isOpen) {
    pending.push(tell(writeNotice(next++)))
    await setTimeout(1000 / PER_SECOND)
  }
  await Promise.all(pending)
}

test(
  `the database stopped at once ${STOPS} times under ${PER_SECOND}/s: the process stays, and nothing acknowledged is lost`,
  async () => {
    await addOpenSale(ask)
    const telling = tellAll()
    for (let stop = 0; stop < STOPS; stop += 1) {
      await setTimeout(SECONDS_UP * 1000)
      await stopAtOnce()
      await setTimeout(300)
      database = await startDatabase()
      const sent = next
      const up = performance.now()
      while (told.size < sent - 1) {
        expect(product.exitCode()).toBeNull()
        expect(performance.now() - up, 'ms until what waited was acknowledged').toBeLessThan(BACK_WITHIN_MS)
        await setTimeout(20)
      }
    }
    isOpen = false
    await telling
    expect([...statuses].toSorted()).toEqual([200, 503])
    const stored = await ask<{ body: string }>('select body from inbox')
    expect(stored.map(({ body }) => body).toSorted()).toEqual([...told].toSorted())
    const orders = async () =>
      (await ask<{ n: number }>('select count(*)::int as n from orders where state <> $1', ['scraped']))[0]?.n
    await expect.poll(orders, { timeout: 90_000 }).toBe(told.size)
  },
  STOPS * 30_000 + 120_000,
)
