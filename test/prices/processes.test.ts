import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { restoreArchive } from '#src/prices/archive/restore.ts'
import { blockedQueries, testApp } from '#test/app.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 120_000 })

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'deskhand-prices-'))
afterAll(() => rm(folder, { recursive: true }))

async function openKilling() {
  const market = await openMarket()
  const { app, shop, smtp } = market
  const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
  const ARCHIVE_URL = pathToFileURL(await mkdtemp(join(folder, 'archive-'))).href
  const environment = JSON.stringify({
    ...{ MAIL_URL: smtp.url, MAIL_FROM: 'hello@beadandbranch.example', FETCH_ALLOW: new URL(shop.url).host },
    ...{ PRICE_SPACING_MS: '0', ARCHIVE_URL },
  })
  return {
    ...market,
    ...{ rows, ARCHIVE_URL },
    /** One step in a process of its own. */
    start(step: 'look' | 'send' | 'archive') {
      const child = fork(WORKER, [step, app.databaseUrl, app.now.toISOString(), environment], { execArgv: [] })
      const gone = once(child, 'exit')
      afterAll(() => child.kill('SIGKILL'))
      return {
        gone: () => gone.then(([code]) => code as number | null),
        async kill() {
          child.kill('SIGKILL')
          await gone
        },
      }
    },
    /** Holds something in the database, so that whoever comes there waits; returns what lets go. */
    async hold(statement: string): Promise<() => Promise<void>> {
      const client = new pg.Client({ connectionString: app.databaseUrl })
      await client.connect()
      await client.query('begin')
      await client.query(statement)
      return async () => {
        await client.query('rollback')
        await client.end()
      }
    },
    /** Postgres hears a moment later that a process is gone, and lets go of what it held. */
    async released() {
      const held = `select 1 from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`
      while ((await rows(held)).length > 0) await setTimeout(5)
    },
    async confirmed() {
      await market.watch()
      await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
    },
    /** A price that falls, seen and not mailed yet. */
    async drop(price: number) {
      market.price(price)
      market.pass(61)
    },
  }
}

test('004-050: kill -9 between the mail and its record: one mail, and a person is asked', async () => {
  const market = await openKilling()
  await market.confirmed()
  await market.drop(4900)
  expect(await market.start('look').gone()).toBe(0)
  // Whoever records that it has left waits here.
  const letGo = await market.hold('select 1 from price_alerts for update')
  const sender = market.start('send')
  await blockedQueries(market.app, 1)
  expect(market.mails()).toHaveLength(2)
  await sender.kill()
  await letGo()
  expect(await market.rows('select sent_at from price_alerts')).toEqual([{ sent_at: null }])
  for (let minute = 0; minute < 20; minute += 1) {
    market.pass(60)
    await market.send()
  }
  expect(market.mails().map(({ subject }) => subject)).toEqual([
    'Confirm: Blue denim jacket, M · $59.00',
    'Now $49.00 (was $59.00): Blue denim jacket, M',
  ])
  const [delivery] = await market.rows<{ state: string }>(`select state from deliveries where kind = 'prices.alert'`)
  expect(delivery?.state).toBe('doubtful')
})

test('kill -9 between the page and its record: it is looked at again, and told once', async () => {
  const market = await openKilling()
  await market.confirmed()
  await market.drop(4900)
  const letGo = await market.hold('select 1 from tracked_products for update')
  const looker = market.start('look')
  await blockedQueries(market.app, 1)
  await looker.kill()
  await letGo()
  expect(await market.product()).toMatchObject({ price: 5900n })
  await market.look(61)
  await market.look(61)
  expect(await market.product()).toMatchObject({ price: 4900n })
  expect(market.mails()).toHaveLength(2)
})

test('004-050: two processes read one page at once, one of them late: one reading, one alert', async () => {
  const market = await openKilling()
  await market.confirmed()
  await market.drop(4900)
  const letGo = await market.hold('select 1 from tracked_products for update')
  const first = market.start('look')
  await blockedQueries(market.app, 1)
  // Its hold on the shop has run out, and it does not know.
  market.pass(61)
  const second = market.start('look')
  await blockedQueries(market.app, 2)
  await letGo()
  expect([await first.gone(), await second.gone()]).toEqual([0, 0])
  await Promise.all([market.start('send').gone(), market.start('send').gone()])
  expect(await market.rows('select price from prices order by at')).toEqual([{ price: '5900' }, { price: '4900' }])
  expect(await market.rows('select 1 from price_alerts')).toHaveLength(1)
  expect(market.mails()).toHaveLength(2)
})

test.each([
  ['half of the files are written', 'lock table price_users in access exclusive mode', 2],
  ['the files are whole and nothing is marked', 'lock table price_archives in share mode', 6],
])('004-012: an archive killed when %s prunes nothing, and the day is made up', async (_, statement, files) => {
  const market = await openKilling()
  const { app, rows } = market
  await market.confirmed()
  await market.drop(4900)
  await market.look(1)
  app.now = new Date('2026-03-03T00:10:00Z')
  const prices = await rows('select * from prices order by at')
  const letGo = await market.hold(statement)
  const archiver = market.start('archive')
  await blockedQueries(app, 1)
  await archiver.kill()
  await letGo()
  await market.released()
  expect(await readdir(fileURLToPath(`${market.ARCHIVE_URL}/2026-03-02`))).toHaveLength(files)
  expect(await rows('select * from prices order by at')).toEqual(prices)
  const store = createObjectStore({ url: market.ARCHIVE_URL, vendor: 'archive' })
  const [done] = await archiveDays(Object.assign(Object.create(app), { archive: store }))
  expect(done).toMatchObject({ day: '2026-03-02', rows: 2, pruned: 1 })
  const restored = await testApp()
  await restoreArchive(restored, store)
  for (const table of ['price_days', 'tracked_products', 'price_users', 'price_subscriptions']) {
    const query = `select * from ${table} order by 1, 2`
    expect(await sql(restored.em.fork(), query), table).toEqual(await rows(query))
  }
  expect(await sql(restored.em.fork(), 'select id, price from prices order by at')).toEqual(
    prices.map((price) => ({ id: (price as { id: string }).id, price: (price as { price: string }).price })),
  )
})
