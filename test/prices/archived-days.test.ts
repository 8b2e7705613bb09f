import { beforeEach, describe, expect, test } from 'vitest'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { checkArchive } from '#src/prices/archive/check-archive.ts'
import { forgetPrice } from '#src/prices/archive/forget-price.ts'
import { keepDays, pruneArchived } from '#src/prices/archive/keep-days.ts'
import { readHistory } from '#src/prices/history/history.ts'
import { addProduct } from '#src/prices/watches/add-product.ts'
import { openMarket } from './market.ts'

const { app, shop } = await openMarket()
const { id: productId } = await addProduct(app, `${shop.url}/p/p-2`)
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const time = (hour: number, day = 2) => new Date(Date.UTC(2026, 2, day, hour))
const hourOf = (column: string) => `extract(hour from ${column} at time zone 'UTC')::int`
/** What is kept of each day, with the hours. */
const kept = () =>
  rows(
    `select currency, low::int, high::int, last::int, falls, ${hourOf('low_at')} as "lowAt",
       ${hourOf('high_at')} as "highAt", ${hourOf('last_at')} as "lastAt" from price_days order by day, currency`,
  )
type Cell = [hour: number, price: number | null, more?: { currency?: string; before?: number; withdrawnAt?: Date }]

/** Prices of the second of March; they are archived where that is said. */
async function put(cells: Cell[], archivedOn: string | null = null): Promise<string[]> {
  const ids: string[] = []
  for (const [hour, price, { currency = 'USD', before = null, withdrawnAt = null } = {}] of cells) {
    const id = uuid()
    ids.push(id)
    await rows(
      `insert into prices (id, product_id, price, currency, before, withdrawn_at, at, archived_on, availability, source,
         piece)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'in_stock', 'page', '')`,
      [id, productId, price, price === null ? null : currency, before, withdrawnAt, time(hour), archivedOn],
    )
  }
  return ids
}
const keep = async (cells: Cell[]) => {
  const ids = await put(cells)
  await inTransaction(app, (tx) => keepDays(tx, '2026-03-02', ids))
}
const forget = (price: bigint, since: Date) =>
  inTransaction(app, (tx) => forgetPrice(tx, { productId, price, currency: 'USD', since }))

beforeEach(async () => {
  await rows('delete from price_days')
  await rows('delete from prices')
})

describe('004-012: of a day that is archived stay the lowest, the highest and the last price, and when', () => {
  test('of equal ones the first counts; what was sold out, in other money or taken back shapes nothing', async () => {
    await keep([
      [8, 50, { before: 60 }],
      [9, 70, { before: 50 }],
      [10, 50, { before: 70 }],
      [11, 70, { before: 50 }],
      [12, 60, { before: 70 }],
      [13, null],
      [14, 10, { withdrawnAt: time(15) }],
      [16, 9, { currency: 'KES' }],
    ])
    expect(await kept()).toMatchObject([
      { currency: 'KES', low: 9, falls: 0 },
      { low: 50, lowAt: 8, high: 70, highAt: 9, last: 60, lastAt: 12, falls: 3 },
    ])
  })

  test('what is found later joins it: by its price for the lowest and highest, by its hour for the last', async () => {
    await keep([
      [8, 60, { before: 70 }],
      [12, 50, { before: 60 }],
    ])
    await keep([[10, 55, { before: 60 }]])
    const before = { low: 50, lowAt: 12, high: 60, highAt: 8, last: 50, lastAt: 12 }
    expect(await kept()).toMatchObject([{ ...before, falls: 3 }])
    await keep([
      [11, 40],
      [9, 80],
    ])
    expect(await kept()).toMatchObject([{ ...before, low: 40, lowAt: 11, high: 80, highAt: 9 }])
    await keep([[13, 45]])
    expect(await kept()).toMatchObject([{ low: 40, high: 80, last: 45, lastAt: 13 }])
  })

  test('the last price that counts stays in the house, also where it was sold out or taken back since', async () => {
    await put(
      [
        [8, 70],
        [9, 60],
        [10, null],
        [11, 10, { withdrawnAt: time(12) }],
      ],
      '2026-03-02',
    )
    expect(await inTransaction(app, pruneArchived)).toBe(1)
    expect(
      (await rows<{ price: string | null }>('select price::int from prices order by at')).map(({ price }) => price),
    ).toEqual([60, null, 10])
  })
})

describe('004-012: a price that was never asked leaves the days that are archived', () => {
  test('from the moment on it was read: the same price before it stands, and so does it in other money', async () => {
    await keep([
      [8, 50],
      [9, 60],
      [10, 50],
      [11, 50, { currency: 'EUR' }],
    ])
    await forget(50n, time(10))
    expect(await kept()).toMatchObject([
      { currency: 'EUR', low: 50 },
      { low: 50, lowAt: 8, high: 60, highAt: 9, last: 60, lastAt: 9 },
    ])
  })

  test('a day that knows nothing else goes; one that was over before it was read stays as it was', async () => {
    await keep([[8, 50]])
    const before = await kept()
    await forget(50n, time(9))
    await forget(50n, time(0, 3))
    expect(await kept()).toEqual(before)
    await forget(50n, time(8))
    expect(await kept()).toEqual([])
  })

  test('the highest and the last make way too, each with its hour', async () => {
    await keep([
      [8, 50],
      [9, 40],
      [10, 45],
      [20, 90],
    ])
    await forget(90n, time(20))
    expect(await kept()).toMatchObject([{ low: 40, lowAt: 9, high: 40, highAt: 9, last: 40, lastAt: 9 }])
  })
})

test('a chart begins with the price that held thirty days ago, in the money of now', async () => {
  await put([
    [6, 90],
    [8, 50],
    [9, 60, { currency: 'KES' }],
    [11, 40],
    [12, 30, { withdrawnAt: time(13) }],
  ])
  const now = new Date(time(10).getTime() + 30 * 24 * 3_600_000)
  const read = (currency: string | null) => readHistory(app.em.fork(), { id: productId, currency }, now)
  expect(await read('USD')).toEqual([
    { at: time(10), price: 50n },
    { at: time(11), price: 40n },
  ])
  expect(await read(null)).toEqual([])
})

test('the doctor says up to which day the archive is whole, and when it fell behind three days', async () => {
  const asked: string[] = []
  const list = async (below: string) => {
    asked.push(below)
    return []
  }
  const archive = { list } as unknown as NonNullable<typeof app.archive>
  const check = (archive: typeof app.archive) => checkArchive({ ...app, archive, clock: () => app.now })
  expect(await check(null)).toMatchObject({ state: 'off' })
  expect(JSON.stringify(await check(archive))).toContain('nothing is archived yet')
  expect(asked).toEqual(['2026-03-02'])
  await rows(`insert into price_archives (day, part, name, key, rows, sha256, verified_at)
    values ('2026-02-25', 1, 'prices', 'a', 0, '', now()), ('2026-02-26', 1, 'prices', 'b', 0, '', now())`)
  app.now = new Date('2026-03-01T00:00:00Z')
  expect(JSON.stringify(await check(archive))).toContain('up to 2026-02-26')
  app.now = new Date('2026-03-01T00:00:01Z')
  expect(JSON.stringify(await check(archive))).toContain('but the last archived day is 2026-02-26')
  const gone = { list: () => Promise.reject(new Error('no such bucket')) } as unknown as typeof archive
  await expect(check(gone)).rejects.toThrow('no such bucket')
})
