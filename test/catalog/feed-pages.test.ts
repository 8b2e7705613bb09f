import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { feedDoors } from '#src/catalog/products/feed.ts'
import { sql } from '#src/database/sql.ts'
import type { Call } from '#src/web/answer.ts'
import { watchQueries } from '#test/queries.ts'
import { openApi, openShop } from './shop.ts'

const { app, storeId } = await openShop()
const { url } = await openApi(app)
const run = (text: string, params: unknown[] = []) => sql(app.em.fork(), text, params)
const COUNT = 450
await run(
  `insert into products (id, state, store_id, name, slug, description, price, currency, created_at, updated_at)
   select gen_random_uuid(), 'active', $1, 'Thing ' || n, 'thing-' || n, 'Size ' || n, 1000 * n, 'KES', $2, $2
   from generate_series(1, $3::int) n`,
  [storeId, app.now, COUNT],
)
const newestFirst = Array.from({ length: COUNT }, (_, at) => `Thing ${COUNT - at}`)
const read = async (kind: string) => (await fetch(`${url}/feed/zuri-closet.${kind}`)).text()
const open = async () => {
  const call = { params: { file: 'zuri-closet.xml' } } as unknown as Call
  const { pieces } = (await feedDoors[0]?.take(app, call)) ?? {}
  return pieces![Symbol.asyncIterator]()
}

test('a feed of several pages names each product once, the newest first, and is one whole', async () => {
  const xml = await read('xml')
  expect([...xml.matchAll(/<g:title>([^<]+)/g)].map(([, title]) => title)).toEqual(newestFirst)
  expect(xml.match(/<channel>|<\/channel>/g)).toEqual(['<channel>', '</channel>'])
  expect(xml.match(/<\/item>\n<item>/g)).toHaveLength(COUNT - 1)
  const rows: Record<string, string>[] = parse(await read('csv'), { columns: true })
  expect(rows.map(({ title }) => title)).toEqual(newestFirst)
  expect(rows.at(-1)).toMatchObject({ description: 'Size 1', price: '10.00 KES', brand: 'Zuri Closet' })
})

test('it is read as it leaves: a page at a time, and no more for who has gone', async () => {
  const pieces = await open()
  const asked = async (work: () => Promise<unknown> | undefined) => {
    const statements: string[] = []
    const callOff = watchQueries((text) => statements.push(text))
    await work()
    callOff()
    return statements.length
  }
  const next = () => asked(() => pieces.next())
  expect([await next(), await next()], 'the page that is here already, the second').toEqual([0, 1])
  expect(await asked(() => pieces.return?.())).toBe(0)
  expect(await pieces.next()).toMatchObject({ done: true })
})

test('one that fails on its way is cut off, and never looks whole', async () => {
  await run(`update products set currency = '?' where number = (select min(number) from products)`)
  const answer = await fetch(`${url}/feed/zuri-closet.csv`)
  expect(answer.status).toBe(200)
  await expect(answer.text()).rejects.toThrow('terminated')
  await run(`update products set currency = 'KES'`)
})

test('one that fails at once is told as any request is, without its details', async () => {
  await run(`update products set currency = '?' where number = (select max(number) from products)`)
  const answer = await fetch(`${url}/feed/zuri-closet.xml`)
  expect([answer.status, await answer.text()]).toEqual([503, expect.not.stringContaining('urrency')])
  await run('alter table products rename to away')
  expect((await fetch(`${url}/feed/zuri-closet.csv`)).status).toBe(503)
  await run('alter table away rename to products')
})
