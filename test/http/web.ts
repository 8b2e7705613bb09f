import { randomUUID } from 'node:crypto'
import { afterAll, expect } from 'vitest'
import type { Items, Order, OrderState } from '#entities/orders/order.ts'
import { Person, type Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { routes } from '#src/http/api/api.ts'
import { createHttp, type HttpParts } from '#src/http/server.ts'
import { mintLink } from '#src/links/links.ts'
import type { ApiRoute } from '#src/web/route.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

type TestWeb = {
  app: TestApp
  url: string
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: string | Buffer | URLSearchParams, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

/** The whole web on a port of its own, over its own database. */
export async function testWeb(
  environment: Record<string, string> = {},
  overrides: Partial<App> = {},
  parts: Partial<HttpParts> = {},
): Promise<TestWeb> {
  const app = await testApp(overrides, { INSTAGRAM_ACCESS_TOKEN: 'instagram', ...environment })
  const http = createHttp(app, { databaseUrl: app.databaseUrl, ...parts })
  const { port } = await http.listen(0, '127.0.0.1')
  afterAll(() => http.close())
  const url = `http://127.0.0.1:${port}`
  const options = { redirect: 'manual' as const }
  return {
    app,
    url,
    get: async (path, headers = {}) => asDescribed('get', path, await fetch(url + path, { ...options, headers })),
    post: async (path, body, headers = {}) =>
      asDescribed('post', path, await fetch(url + path, { ...options, method: 'POST', body: body as never, headers })),
    close: () => http.close(),
  }
}

/** Whatever a test asks of the API: the answer is what /openapi.json says. */
async function asDescribed(method: string, path: string, answer: Response): Promise<Response> {
  const [words = ''] = path.replace(/^\/api(?=\/)/, '').split('?')
  const isThis = (route: ApiRoute) =>
    route.method === method && new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(words)
  const route = path.startsWith('/api/') ? routes().find(isThis) : undefined
  if (!route || !answer.ok) return answer
  const read = route.answer.safeParse(await answer.clone().json())
  expect([path, answer.status, read.error?.issues]).toEqual([path, route.status, undefined])
  return answer
}

/** The value of a hidden field of a page. */
export function fieldIn(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
}

/** The cookies a response sets, as a browser sends them back. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')
}

/** Signs a member in as a person does: types `dashboard`, opens the link, presses the button. */
export async function signIn(
  web: Pick<TestWeb, 'app' | 'get' | 'post'>,
  name: string,
  role: Role = 'admin',
  storeId?: string,
) {
  const visitor = await makeMember(web.app, name, role, storeId)
  const { text } = await runCommand(web.app, 'dashboard', visitor)
  const path = new URL(text.split('\n')[1] ?? '').pathname
  const form = await web.get(path)
  const csrf = fieldIn(await form.text(), 'csrf')
  const answer = await web.post(path, new URLSearchParams({ csrf }), { cookie: cookiesOf(form) })
  const cookie = cookiesOf(answer)
  const person = await web.app.em.fork().findOneOrFail(Person, { name })
  const page = await (await web.get('/', { cookie })).text()
  return { cookie, csrf: fieldIn(page, 'csrf'), person, visitor, status: answer.status, path }
}

type Shop = { storeId: string; mediaId: string; saleId: string }

let media = 0

/** A store with one open sale: black and red at $12.00. */
export async function makeShop({ em, now }: TestApp, name = 'Bead & Branch'): Promise<Shop> {
  const [storeId, accountId, saleId] = [randomUUID(), randomUUID(), randomUUID()]
  media += 1
  const mediaId = `178${media}`
  const run = (text: string, params: unknown[]) => sql(em.fork(), text, params)
  await run(`insert into stores (id, name, zone, currency, created_at) values ($1, $2, 'UTC', 'USD', $3)`, [
    storeId,
    name,
    now,
  ])
  await run('insert into instagram_accounts (id, store_id, ig_user_id, connected_at) values ($1, $2, $3, $4)', [
    accountId,
    storeId,
    accountId,
    now,
  ])
  await run(
    `insert into sales (id, created_at, state, store_id, ig_account_id, ig_media_id, ig_media_short_code, colours, price, currency, caption)
     values ($1, $2, 'open', $3, $4, $5::text, $5::text, '{black,red}', 1200, 'USD', 'Summer sale! Black and red, $12 each')`,
    [saleId, now, storeId, accountId, mediaId],
  )
  return { storeId, mediaId, saleId }
}

type OrderParts = Partial<Pick<Order, 'state' | 'email' | 'username' | 'items' | 'address' | 'paidAt'>> & {
  text?: string
}

/** An order of @tilly.f for two black and one red. */
export async function makeOrder(
  { em, now }: TestApp,
  { mediaId }: Shop,
  parts: OrderParts = {},
): Promise<{ id: string; ref: string }> {
  const id = randomUUID()
  const state: OrderState = parts.state ?? 'pending-details-validation'
  const items: Items = parts.items ?? { black: 2, red: 1 }
  const username = parts.username ?? 'tilly.f'
  const email = parts.email === undefined ? 'tilly.fernsworth@example.com' : parts.email
  const from = { id: '1', username, full_name: null, profile_picture: null }
  const text = parts.text ?? '2 black 1 red tilly.fernsworth@example.com'
  const comment = { id, text, created_time: now.toISOString(), from, raw: {} }
  const reading = { why: '', clear: true, confidence: 0.98, doubts: [], evidence: { items: {} }, by: 'rules' }
  const [row] = await sql<{ number: number }>(
    em.fork(),
    `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, email, items, reading, address, paid_at, message_ids, last_modified_date)
     values ($1::uuid, $2, $3, $4, $1::uuid::text, $5, $6, $7, $8, $9, $10, $11, '{}', $2) returning number`,
    [
      id,
      now,
      state,
      mediaId,
      comment,
      username,
      email,
      items,
      reading,
      parts.address ?? null,
      parts.paidAt ?? null,
    ].map(jsonOf),
  )
  return { id, ref: `O-${row?.number}` }
}

function jsonOf(value: unknown): unknown {
  return value !== null && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value
}

/** An address the customer gave and Google accepted. */
export const springfield: Order['address'] = {
  raw: '1420 Alderwick Lane, Springfield IL 62704',
  given: {
    recipient: 'Tilly Fernsworth',
    line1: '1420 Alderwick Lane',
    line2: null,
    city: 'Springfield',
    region: 'IL',
    postcode: '62704',
    country: 'US',
  },
  formatted: '1420 Alderwick Ln, Springfield, IL 62704-1234, USA',
  suggestion: null,
  location: null,
  verdict: 'accepted',
  notes: [],
  responseId: null,
  validatedAt: '2026-03-02T14:00:00.000Z',
}

/** A cart link for an order, valid for two months. */
export async function cartLink(app: TestApp, subjectId: string, days = 60): Promise<string> {
  const expiresAt = new Date(app.now.getTime() + days * 86_400_000)
  return `/a/${await inTransaction(app, (tx) => mintLink(tx, { purpose: 'checkout', subjectId, expiresAt }))}`
}

/** How many rows every table holds, and what they say: for 'nothing was changed'. */
export async function everything({ em }: TestApp): Promise<string> {
  const tables = await sql<{ name: string }>(
    em.fork(),
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const sums = tables.map(
    ({ name }) =>
      `select '${name}' as t, count(*)::int as n, md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as sum from "${name}" x`,
  )
  return JSON.stringify(await sql(em.fork(), `${sums.join(' union all ')} order by t`))
}
