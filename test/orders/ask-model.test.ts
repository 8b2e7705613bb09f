import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createOpenAi } from '#src/integrations/openai/openai.ts'
import { askModel } from '#src/orders/comments/ask-model.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { addOrders } from '#src/orders/comments/take-comments.ts'
import { addSale, instagramApp, pass } from '#test/instagram/sale.ts'

/** Speaks as the vendor does; `act` says how, `calls` counts what it was asked. */
const vendor = { calls: 0, act: (_: ServerResponse): void => {} }
const server = createServer((request, response) => {
  vendor.calls += 1
  request.resume().on('end', () => vendor.act(response))
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const { app } = await instagramApp()
const { port } = server.address() as AddressInfo
app.openai = createOpenAi({ apiKey: 'k', baseUrl: `http://127.0.0.1:${port}/v1`, model: 'gpt-6-luna', timeoutMs: 200 })
const sale = await addSale(app, { state: 'open', shortcode: 'code2xxxxx', mediaId: '1792' })
let serial = 5_000

const send = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const says = (message: object) => (response: ServerResponse) =>
  void send(response, 200, { choices: [{ finish_reason: 'stop', message }] })

/** Comments whose item no rule can read. */
async function comments(count: number, words = 'two of the crimson sort please'): Promise<void> {
  const told = Array.from({ length: count }, () => {
    serial += 1
    const from = { id: String(serial), username: `u${serial}` }
    const text = `${words} kit${serial}@example.com`
    const comment = { id: String(serial), text, timestamp: app.now, from, parentId: null, raw: {} }
    return { mediaId: sale.igMediaId ?? '', comment: comment as never }
  })
  await inTransaction(app, (tx) => addOrders(tx, told))
}
async function readAll(): Promise<Order[]> {
  await extractOrders(app)
  await askModel(app)
  return app.em.fork().find(Order, {})
}
const states = (orders: Order[]) => [...new Set(orders.map(({ state }) => state))]
const waiting = ['pending-details-validation']

beforeEach(async () => {
  vendor.calls = 0
  await sql(app.em.fork(), 'delete from orders')
  await sql(app.em.fork(), 'delete from calls')
  await sql(app.em.fork(), `delete from notes where name like 'pause:%'`)
})

describe('000-056: the model behind doubtful comments', () => {
  test('betters the draft an admin sees, and never makes it clear', async () => {
    vendor.act = says({
      content: JSON.stringify({ items: [{ colour: 'red', quantity: 2, piece: 'two of the crimson' }] }),
    })
    await comments(1)
    const [order] = await readAll()
    expect(order).toMatchObject({ state: waiting[0], items: { red: 2 }, reading: { by: 'model', clear: false } })
  })

  test.each([
    ['refuses to read', says({ refusal: 'I cannot help with that.' })],
    ['answers no JSON', says({ content: 'Sure! Two.' })],
    ['answers another shape', says({ content: '{"items": "two"}' })],
    ['answers a page of a proxy', (response: ServerResponse) => void response.writeHead(200).end('<html>')],
    ['breaks', (response: ServerResponse) => void send(response, 500, { error: { message: 'oh' } })],
    ['hangs up', (response: ServerResponse) => void response.destroy()],
  ])('one that %s leaves the reading of the rules, and the order waits for an admin', async (_, act) => {
    vendor.act = act
    await comments(2)
    const orders = await readAll()
    expect(states(orders)).toEqual(waiting)
    expect(orders.map(({ reading }) => reading?.by)).toEqual(['rules', 'rules'])
  })

  test('one that never answers holds up no sale: after the first few it is left alone, and asked again later', async () => {
    vendor.act = () => {}
    await comments(40)
    expect(states(await readAll())).toEqual(waiting)
    const { calls } = vendor
    expect(calls).toBeLessThanOrEqual(8)
    pass(app, 1)
    await comments(1)
    await readAll()
    expect(vendor.calls).toBeGreaterThan(calls)
  })

  test('one that asks us to wait is not asked until then', async () => {
    vendor.act = (response) => void send(response, 429, { error: { message: 'slow' } }, { 'retry-after': '90' })
    await comments(1)
    await readAll()
    pass(app, 1)
    await comments(3)
    expect(states(await readAll())).toEqual(waiting)
    expect(vendor.calls).toBe(1)
    pass(app, 1)
    await comments(1)
    await readAll()
    expect(vendor.calls).toBe(2)
  })

  test('costs at most 500 calls a minute: what is beyond them is read by the rules', async () => {
    vendor.act = says({ content: '{"items": []}' })
    await sql(
      app.em.fork(),
      `insert into calls (id, budget, at) select gen_random_uuid(), 'model:openai/minute', $1 from generate_series(1, 499)`,
      [app.now],
    )
    await comments(3)
    expect(states(await readAll())).toEqual(waiting)
    expect(vendor.calls).toBe(1)
  })
})
