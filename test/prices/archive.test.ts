import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { createSteps } from '#jobs/index.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { priceFacts } from '#src/prices/alerts/facts.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { readCsv, writeCsv } from '#src/prices/archive/csv.ts'
import { restoreArchive } from '#src/prices/archive/restore.ts'
import { archivedTables } from '#src/prices/archive/tables.ts'
import { readHistory } from '#src/prices/history/history.ts'
import { testApp } from '#test/app.ts'
import { deskhand } from '#test/cli/command.ts'
import { openS3 } from '#test/s3.ts'
import { openMarket } from './market.ts'

const folder = await mkdtemp(join(tmpdir(), 'deskhand-archive-'))
afterAll(() => rm(folder, { recursive: true }))
const openStore = (name: string) =>
  createObjectStore({ url: pathToFileURL(join(folder, name)).href, vendor: 'archive' })

const market = await openMarket()
const { app } = market
const at = (time: string) => {
  app.now = new Date(time)
}
/** A day in which the price falls, rises and falls. */
async function day(date: string, prices: number[]) {
  for (const [hour, price] of prices.entries()) {
    at(`${date}T${String(10 + hour)}:00:00Z`)
    market.price(price)
    await market.look(1)
  }
}
const count = async (where = 'true') => (await sql(app.em.fork(), `select 1 from prices where ${where}`)).length
const textOf = (name: string, key: string) => readFile(join(folder, name, key), 'utf8')

at('2026-03-02T09:00:00Z')
await market.watch()
await day('2026-03-02', [5900, 4900, 5500])
await day('2026-03-03', [5200, 5600])
at('2026-03-05T00:10:00Z')
const product = await market.product()
const drawn = () => readHistory(app.em.fork(), product, app.now)
const facts = () => priceFacts(app.em.fork(), { ...product, was: 5900n }, app.now)
const before = { drawn: await drawn(), facts: await facts() }

describe('004-010, 004-011, 004-012: the archive', () => {
  test('an upload that fails, or does not read back as it was written, prunes nothing', async () => {
    const good = openStore('broken')
    const rows = await count()
    const broken: Record<string, ObjectStore> = {
      refused: { ...good, put: () => Promise.reject(new Error('disk full')) },
      cut: { ...good, put: (key, bytes) => good.put(key, bytes.subarray(0, -3)) },
      lost: { ...good, get: async (key) => (key.endsWith('prices.csv') ? null : good.get(key)) },
      unfinished: {
        ...good,
        put: (key, bytes) => (key.includes('manifest') ? Promise.reject(new Error('killed')) : good.put(key, bytes)),
      },
    }
    for (const [name, archive] of Object.entries(broken)) {
      await expect(archiveDays(Object.assign(Object.create(app), { archive })), name).rejects.toThrow()
      expect(await count(), name).toBe(rows)
      expect(await count('archived_on is not null'), name).toBe(0)
    }
  })

  test('missed days are made up, each table of a day is a file, and what is archived goes but for the last price', async () => {
    app.archive = openStore('days')
    const days = await archiveDays(app)
    expect(days).toEqual([
      { day: '2026-03-02', part: 1, rows: 3, pruned: 3 },
      { day: '2026-03-03', part: 1, rows: 2, pruned: 1 },
      { day: '2026-03-04', part: 1, rows: 0, pruned: 0 },
    ])
    for (const table of Object.keys(archivedTables)) {
      const rows = readCsv(await textOf('days', `2026-03-02/${table}.csv`))
      expect(rows.length, table).toBe(table === 'prices' ? 3 : 1)
    }
    expect(readCsv(await textOf('days', '2026-03-02/prices.csv')).map(({ price }) => price)).toEqual([
      '5900',
      '4900',
      '5500',
    ])
    const users = await textOf('days', '2026-03-02/users.csv')
    expect(readCsv(users)).toMatchObject([{ email: 'nia@example.com' }])
    expect(users).not.toContain('code_hash')
    expect(await count()).toBe(1)
    expect(await market.product()).toMatchObject({ price: 5600n, currency: 'USD' })
  })

  test('charts and the figures of 30 days are what they were', async () => {
    expect(await drawn()).toEqual(before.drawn)
    expect(await facts()).toEqual(before.facts)
    expect(before.facts).toMatchObject({ lowest: 4900n, wasSeen: true })
  })

  test('the same day again changes nothing; two processes at once archive it once', async () => {
    expect(await archiveDays(app)).toEqual([])
    await day('2026-03-05', [5100])
    expect(await archiveDays(app), 'a day that is not over').toEqual([])
    at('2026-03-06T00:10:00Z')
    const done = await Promise.all([archiveDays(app), archiveDays(app), archiveDays(app)])
    expect(done.flat()).toEqual([{ day: '2026-03-05', part: 1, rows: 1, pruned: 1 }])
  })

  test('a price that is found of an archived day becomes another part of it; nothing is written over', async () => {
    const first = await textOf('days', '2026-03-03/prices.csv')
    await sql(
      app.em.fork(),
      `insert into prices (id, product_id, price, currency, availability, at, source, piece)
       values (gen_random_uuid(), $1, 4700, 'USD', 'in_stock', '2026-03-03T12:00:00Z', 'page', '')`,
      [product.id],
    )
    // The last price of this day is archived, and still here: it is not archived again.
    await sql(
      app.em.fork(),
      `insert into prices (id, product_id, price, currency, availability, at, source, piece)
       values (gen_random_uuid(), $1, 4800, 'USD', 'in_stock', '2026-03-05T09:00:00Z', 'page', '')`,
      [product.id],
    )
    expect(await archiveDays(app)).toEqual([
      { day: '2026-03-03', part: 2, rows: 1, pruned: 1 },
      { day: '2026-03-05', part: 2, rows: 1, pruned: 1 },
    ])
    expect(await textOf('days', '2026-03-03/prices.csv')).toBe(first)
    expect(await facts()).toMatchObject({ lowest: 4700n, lowestAt: new Date('2026-03-03T12:00:00Z') })
  })

  test('put back into an empty database, every table is what it was', async () => {
    const restored = await testApp()
    expect(await restoreArchive(restored, openStore('days'))).toEqual({ days: 4, rows: 12 })
    const columns = 'id, product_id, price, currency, availability, at, source, piece, before'
    const prices = await sql<{ price: string }>(restored.em.fork(), `select ${columns} from prices order by at`)
    expect(prices.map(({ price }) => Number(price))).toEqual([5900, 4900, 5500, 5200, 5600, 4700, 4800, 5100])
    for (const table of ['websites', 'tracked_products', 'price_users', 'price_subscriptions', 'price_days']) {
      const query = `select * from ${table} order by 1, 2`
      expect(await sql(restored.em.fork(), query), table).toEqual(await sql(app.em.fork(), query))
    }
    expect(await readHistory(restored.em.fork(), product, app.now)).toEqual(expect.arrayContaining(await drawn()))
    await expect(restoreArchive(restored, openStore('days'))).rejects.toThrow('into an empty database')
    expect(await sql(restored.em.fork(), 'select 1 from prices where archived_on is null')).toEqual([])
    const [next] = await sql<{ number: number }>(
      restored.em.fork(),
      `select nextval('tracked_products_number')::int as number`,
    )
    expect(next?.number).toBe(product.number + 1)
  })

  test('an archive that knows more than this database is refused, and nothing of it is put back', async () => {
    const older = await testApp()
    await sql(older.em.fork(), 'alter table prices drop column piece')
    await expect(restoreArchive(older, openStore('days'))).rejects.toThrow('written by a newer Deskhand')
    expect(await sql(older.em.fork(), 'select 1 from tracked_products')).toEqual([])
  })

  test.each([
    [
      'a shop',
      `insert into websites (id, domain, name, created_at) values (gen_random_uuid(), 'a.example', 'a', now())`,
    ],
    [
      'a subscriber',
      `insert into price_users (id, email, notify_by, zone, created_at)
         values (gen_random_uuid(), 'a@example.com', 'mail', 'UTC', now())`,
    ],
  ])('a database with %s is not empty', async (_, statement) => {
    const used = await testApp()
    await sql(used.em.fork(), statement)
    await expect(restoreArchive(used, openStore('days'))).rejects.toThrow('into an empty database')
    expect(await sql(used.em.fork(), 'select 1 from tracked_products')).toEqual([])
  })

  test('a file that somebody changed is not put back', async () => {
    const path = join(folder, 'days', '2026-03-02/prices.csv')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('4900', '4901'))
    const restored = await testApp()
    await expect(restoreArchive(restored, openStore('days'))).rejects.toThrow('does not read back')
    expect(await sql(restored.em.fork(), 'select 1 from tracked_products')).toEqual([])
    await writeFile(path, text)
  })

  // It starts the program twice, on two cores that others use too.
  test('deskhand archive run and restore do it from the terminal', { timeout: 120_000 }, async () => {
    const ARCHIVE_URL = pathToFileURL(join(folder, 'days')).href
    await day('2026-03-06', [5000])
    const { out } = await deskhand(['archive', 'run'], { env: { DATABASE_URL: app.databaseUrl, ARCHIVE_URL } })
    expect(out).toContain('2026-03-06: 1 price archived, 1 pruned.')
    const empty = await testApp()
    const back = await deskhand(['archive', 'restore'], { env: { DATABASE_URL: empty.databaseUrl, ARCHIVE_URL } })
    expect(back.out).toBe('Restored 13 rows of 6 days.\n')
  })

  test('a price that was taken back shapes no figure of its day, and the last that counts stays', async () => {
    await sql(
      app.em.fork(),
      `insert into prices (id, product_id, price, currency, availability, at, source, piece, withdrawn_at)
       values (gen_random_uuid(), $1, 5000, 'USD', 'in_stock', '2026-03-20T10:00:00Z', 'page', '', null),
         (gen_random_uuid(), $1, 100, 'USD', 'in_stock', '2026-03-20T11:00:00Z', 'page', '', '2026-03-20T12:00:00Z')`,
      [product.id],
    )
    at('2026-03-21T00:10:00Z')
    await archiveDays(app)
    const days = await sql(app.em.fork(), `select low, high, last from price_days where day = '2026-03-20'`)
    expect(days).toEqual([{ low: '5000', high: '5000', last: '5000' }])
    expect(await count('price = 5000')).toBe(1)
  })
})

describe('a cell of the archive is never a formula, and comes back as it was', () => {
  const cells = [
    '=1+1',
    '+254700',
    '-5',
    '@SUM(A1)',
    "'quoted",
    "''",
    "'",
    '',
    '\tx',
    'a,b',
    'say "x"',
    'a\nb',
    'a\rb',
    '\r\n',
    ' x ',
    '表',
    'null',
    null,
  ]

  test.each(cells)('%j', (cell) => {
    const text = writeCsv(['a', 'b'], [{ a: cell, b: 'x' }])
    expect(readCsv(text)).toEqual([{ a: cell, b: 'x' }])
    const [, row = ''] = text.split('a,b\r\n')
    expect(row).not.toMatch(/^"?[=+\-@\t\r\n]/)
  })
})

test('004-014: the same over S3, by the job that runs it', async () => {
  const s3 = { ...(await openS3('prices')), vendor: 'archive' }
  const archive = createObjectStore({ ...s3, url: 's3://prices/deskhand' })
  expect(await archive.get('none.csv')).toBe(null)
  const market = await openMarket({}, { archive } as Partial<App>)
  await market.watch()
  market.price(4900)
  await market.look()
  market.app.now = new Date('2026-03-03T00:10:00Z')
  const job = createSteps(market.app, {}).find(({ name }) => name === 'prices.archive')
  expect(await job?.run(market.app)).toBe(1)
  expect(await sql(market.app.em.fork(), 'select 1 from prices')).toHaveLength(1)
  const restored = await testApp()
  expect(await restoreArchive(restored, archive)).toEqual({ days: 1, rows: 6 })
  const prices = 'select id, price, at from prices order by at'
  expect((await sql(restored.em.fork(), prices)).at(-1)).toEqual((await sql(market.app.em.fork(), prices))[0])
  const gone = createObjectStore({ ...s3, url: 's3://nowhere' })
  await expect(gone.list('')).rejects.toMatchObject({ vendor: 'archive', code: 'NoSuchBucket' })
})
