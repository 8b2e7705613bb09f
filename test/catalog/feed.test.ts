import { parse } from 'csv-parse/sync'
import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { letIn, openApi, openShop, visitorOf } from './shop.ts'

const { app, storeId } = await openShop()
const { url } = await openApi(app)
const other = uuid()
await sql(
  app.em.fork(),
  `insert into stores (id, name, zone, currency, created_at) values ($1, 'Duka la Étoffes 布', 'UTC', 'UGX', $2)`,
  [...[other, app.now]],
)
await letIn(app, 'Otis', other)
const sell = (store: string, name: string, more: Record<string, unknown> = {}) => {
  const row = {
    ...{ state: 'active', price: 250_000, compare_at_price: null, currency: 'KES', inventory_quantity: 1 },
    ...{ description: '', categories: '[]', pictures: '[]', source_external_url: null, ...more },
  }
  const columns = Object.keys(row)
  return sql(
    app.em.fork(),
    `insert into products (id, store_id, name, slug, created_at, updated_at, ${columns.join()})
     values ($1, $2, $3, $1::uuid::text, $4, $4, ${columns.map((_, at) => `$${at + 5}`).join()})`,
    [uuid(), store, name, app.now, ...Object.values(row)],
  )
}
const hash = 'a'.repeat(64)
await sell(storeId, 'Wrap dress', {
  ...{ compare_at_price: 300_000, categories: '["Fashion & Apparel"]', pictures: JSON.stringify([hash, hash]) },
  source_external_url: 'https://www.instagram.com/p/abc/',
})
await sell(storeId, '=cmd() <script>alert("x")</script> & \u0007bell', { inventory_quantity: 0 })
await sell(storeId, 'Linen blazer', { source_caption: 'Linen blazer, thrift grade A. KES 2500' })
await sell(storeId, 'Hidden hat', { state: 'hidden' })
await sell(storeId, 'Sold shoes', { state: 'sold' })
await sell(other, 'Kitambaa', { currency: 'UGX', price: 40_000 })

const read = async (path: string) => {
  const answer = await fetch(`${url}/feed/${path}`)
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
}

/** The items of a feed, each field by its name. */
function readItems(xml: string): Record<string, string>[] {
  const items: Record<string, string>[] = []
  let field = ''
  const parser = new Parser(
    {
      onopentag(name) {
        if (name === 'item') items.push({})
        field = name.startsWith('g:') ? name.slice(2) : ''
      },
      ontext(text) {
        const item = items.at(-1)
        if (item && field) item[field] = (item[field] ?? '') + text
      },
      onclosetag() {
        field = ''
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return items
}

test('a merchant reads what the shop sells as XML, and nothing it does not', async () => {
  const { type, text } = await read('zuri-closet.xml')
  expect(type).toContain('application/xml')
  const items = readItems(text)
  const item = (title: string) => items.find((one) => one.title?.includes(title))
  expect(items).toHaveLength(3)
  expect(item('Wrap dress')).toEqual({
    ...{
      id: expect.any(String),
      title: 'Wrap dress',
      description: 'Wrap dress',
      brand: 'Zuri Closet',
      condition: 'new',
    },
    ...{ link: 'https://www.instagram.com/p/abc/', product_type: 'Fashion & Apparel', availability: 'in_stock' },
    ...{ price: '3000.00 KES', sale_price: '2500.00 KES' },
    image_link: `${app.publicUrl}/product-pictures/${hash}.jpg`,
    additional_image_link: `${app.publicUrl}/product-pictures/${hash}.jpg`,
  })
  expect(item('cmd()')).toMatchObject({
    title: '=cmd() <script>alert("x")</script> & bell',
    availability: 'out_of_stock',
    price: '2500.00 KES',
  })
})

test('what somebody had before is not called new', async () => {
  const items = readItems((await read('zuri-closet.xml')).text)
  expect(Object.fromEntries(items.map(({ title, condition }) => [title?.slice(0, 12), condition]))).toEqual({
    ...{ 'Wrap dress': 'new', '=cmd() <scri': 'new', 'Linen blazer': 'used' },
  })
})

test('as CSV it runs nothing in a spreadsheet', async () => {
  const { type, text } = await read('zuri-closet.csv')
  expect(type).toContain('text/csv')
  const rows: Record<string, string>[] = parse(text, { columns: true })
  expect(rows.map(({ title }) => title).toSorted()).toEqual([
    `'=cmd() <script>alert("x")</script> & \u0007bell`,
    'Linen blazer',
    'Wrap dress',
  ])
})

test('products tells a seller the address, letters of every script included; an unknown shop has none', async () => {
  const said = async (name: string) => (await runCommand(app, 'products', visitorOf(name))).text
  expect(await said('Zuri')).toContain(`For Google and others: ${app.publicUrl}/feed/zuri-closet.xml, or .csv`)
  const address = /\S+\.xml/.exec(await said('Otis'))?.[0] ?? ''
  const { status, text } = await read(address.slice(address.lastIndexOf('/') + 1))
  expect([status, text.includes('Kitambaa'), text.includes('Wrap dress')]).toEqual([200, true, false])
  for (const path of ['nobody.xml', 'zuri-closet.pdf', 'zuri-closet']) expect((await read(path)).status).toBe(404)
})

test('001-039, 001-041: what is not counted, and what may be ordered ahead, never runs out', async () => {
  await sell(storeId, 'Counted cap', { inventory_quantity: 0 })
  await sell(storeId, 'Gift card', { inventory_quantity: 0, track_inventory: false })
  await sell(storeId, 'Made to order', { inventory_quantity: 0, allow_backorder: true })
  const items = readItems((await read('zuri-closet.xml')).text)
  const standing = Object.fromEntries(items.map(({ title, availability }) => [title, availability]))
  expect(standing).toMatchObject({
    ...{ 'Counted cap': 'out_of_stock', 'Gift card': 'in_stock', 'Made to order': 'in_stock' },
  })
})
