import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { readCsv } from '#src/prices/archive/csv.ts'
import { restoreArchive } from '#src/prices/archive/restore.ts'
import { testApp } from '#test/app.ts'
import { openMarket } from './market.ts'

const folder = await mkdtemp(join(tmpdir(), 'deskhand-parts-'))
afterAll(() => rm(folder, { recursive: true }))
const market = await openMarket()
const { app } = market
app.archive = createObjectStore({ url: pathToFileURL(folder).href, vendor: 'archive' })
const store = app.archive
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
await market.watch()
await market.watch('', 'p-10', 'omar@example.com')
const { id: productId } = await market.product()
const DAY = '2026-03-02'
const found = async (price: number, time: string) => {
  await rows(
    `insert into prices (id, product_id, price, currency, availability, at, source, piece)
     values ($1, $2, $3, 'USD', 'in_stock', $4, 'page', '')`,
    [uuid(), productId, price, `${DAY}T${time}Z`],
  )
}
const pricesIn = async (file: string) =>
  readCsv(await readFile(join(folder, DAY, file), 'utf8')).map(({ price }) => Number(price))
app.now = new Date('2026-03-03T00:10:00Z')

test('004-010, 004-011: a day is written whole, from its first moment to its last, in the order of its hours, its other tables in that in which they came', async () => {
  await found(6100, '23:59:59.999')
  await found(6000, '01:00:00')
  await found(5950, '00:00:00')
  // Of the days beside it, and none of this one's.
  for (const [price, at] of [
    [1, '2026-03-01T23:59:59.999Z'],
    [2, '2026-03-03T00:00:00Z'],
  ])
    await rows(
      `insert into prices (id, product_id, price, currency, availability, at, source, piece, archived_on)
       values (gen_random_uuid(), $1, $2, 'USD', 'in_stock', $3, 'page', '', $4)`,
      [productId, price, at, price === 1 ? '2026-03-01' : null],
    )
  await rows(`update price_users set first_name = 'Nia' where email = 'nia@example.com'`)
  await rows(
    `update price_subscriptions set asked_at = now() where user_id = (select min(id::text)::uuid from price_users)`,
  )
  await archiveDays(app)
  expect(await pricesIn('prices.csv')).toEqual([5950, 6000, 5900, 5500, 6100])
  await rows('delete from prices where price < 10')
  const ids = async (table: string) =>
    readCsv(await readFile(join(folder, DAY, `${table}.csv`), 'utf8')).map(({ id }) => id)
  for (const table of ['users', 'user_preferences', 'products', 'websites']) {
    expect(await ids(table), table).toEqual((await ids(table)).toSorted())
  }
  const manifest = JSON.parse(await readFile(join(folder, DAY, 'manifest.json'), 'utf8'))
  expect(manifest).toMatchObject({ day: DAY, part: 1, exportedAt: '2026-03-03T00:10:00.000Z' })
})

test('004-010: what is found of it twice becomes a second part and a third, of prices alone; none is written over', async () => {
  for (const [price, time] of [
    [6200, '02:00:00'],
    [6300, '03:00:00'],
  ] as const) {
    await found(price, time)
    await archiveDays(app)
  }
  expect((await readdir(join(folder, DAY))).toSorted()).toEqual([
    ...['manifest-2.json', 'manifest-3.json', 'manifest.json', 'prices-2.csv', 'prices-3.csv', 'prices.csv'],
    ...['products.csv', 'user_preferences.csv', 'users.csv', 'websites.csv'],
  ])
  expect([await pricesIn('prices-2.csv'), await pricesIn('prices-3.csv')]).toEqual([[6200], [6300]])
  const restored = await testApp()
  expect(await restoreArchive(restored, store)).toMatchObject({ days: 1 })
  const prices = await sql<{ price: number }>(
    restored.em.fork(),
    'select price::int from prices order by at, price desc',
  )
  expect(prices.map(({ price }) => price)).toEqual([5950, 6000, 6200, 6300, 5900, 5500, 6100])
})

test.each<[string, (text: string) => string, string]>([
  ['is no JSON', () => '{', 'cannot be read'],
  ['lacks what it must say', (text) => text.replace('"part"', '"piece"'), 'cannot be read'],
  ['names a table nobody knows', (text) => text.replace('"users"', '"people"'), 'cannot be read'],
  ['counts other rows than there are', (text) => text.replace('"rows": 5', '"rows": 6'), 'does not read back'],
])(
  '004-010: a list of a day that %s puts nothing back, and stops what would be archived of it',
  async (_, spoil, words) => {
    const path = join(folder, DAY, 'manifest.json')
    const text = await readFile(path, 'utf8')
    expect(spoil(text)).not.toBe(text)
    await writeFile(path, spoil(text))
    const empty = await testApp()
    await expect(restoreArchive(empty, store)).rejects.toThrow(words)
    expect(await sql(empty.em.fork(), 'select 1 from websites')).toEqual([])
    if (words === 'cannot be read') {
      await found(6400, '04:00:00')
      await expect(archiveDays(app)).rejects.toThrow('manifest.json cannot be read')
      await rows('delete from prices where price = 6400')
    }
    await writeFile(path, text)
  },
)

test('004-010: of a day that is found eleven times no part is written over', async () => {
  const parts: number[] = []
  for (let minute = 10; minute < 18; minute += 1) {
    await found(6500 + minute, `05:${minute}:00`)
    parts.push(...(await archiveDays(app)).map(({ part }) => part))
  }
  expect(parts).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
})
