import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { App as Bolt, HTTPReceiver, LogLevel } from '@slack/bolt'
import { Bot, webhookCallback } from 'grammy'
import { type Context, Hono } from 'hono'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { send, type Web } from '#src/http/web.ts'
import { createLog } from '#src/log.ts'
import { cartLink, everything, makeOrder, makeShop, testWeb } from './web.ts'

const lines: string[] = []
const log = createLog('debug', (line) => void lines.push(line))

const held = Promise.withResolvers<void>()
const arrived = Promise.withResolvers<void>()
const slow = new Hono().get('/slow', async (c) => {
  arrived.resolve()
  await held.promise
  return c.text('done')
})
const broken = new Hono().get('/broken', () => {
  throw new Error('the password is hunter2')
})

const cut = new Hono().get('/cut/:after', (c) => {
  const pieces = piecesUntil(Number(c.req.param('after')))
  return send(c as unknown as Context<Web>, { pieces })
})
async function* piecesUntil(after: number) {
  for (let n = 0; n < after; n += 1) yield 'a piece'
  throw new Error('the password is hunter2')
}

const receiver = new HTTPReceiver({
  signingSecret: 'slack-secret',
  endpoints: ['/slack/events'],
  logLevel: LogLevel.ERROR,
})
const slack = new Bolt({ receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' }) })
const commands: string[] = []
slack.command('/desk', async ({ ack, command }) => {
  commands.push(command.text)
  await ack('hello')
})
const grammy = new Bot('1:x', { botInfo: { id: 1, is_bot: true, first_name: 'b', username: 'b' } as never })
const texts: string[] = []
grammy.on('message:text', (ctx) => void texts.push(ctx.msg.text))

const web = await testWeb(
  {},
  { log },
  {
    slackRequests: (request, response) => void receiver.requestListener(request, response),
    telegramWebhook: webhookCallback(grammy, 'hono', { secretToken: 'tg-secret' }),
    extraRoutes: [slow, broken, cut],
  },
)

test('001-330: the process is up without its database, and ready only with it', async () => {
  expect(await (await web.get('/healthz')).json()).toEqual({ ok: true })
  expect(await (await web.get('/readyz')).json()).toEqual({ ready: true })
  const apart = await testWeb()
  await shutOut(apart.app.databaseUrl)
  const answer = await apart.get('/readyz')
  expect([answer.status, await answer.json()]).toEqual([503, { ready: false, missing: ['database'] }])
  const alive = await apart.get('/healthz')
  expect([alive.status, await alive.json()]).toEqual([200, { ok: true }])
})

/** Ends every connection to a database, and lets no new one in. */
async function shutOut(databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1)
  const client = new pg.Client({ connectionString: `${inject('postgresUrl')}/postgres` })
  await client.connect()
  await client.query(`alter database ${name} allow_connections false`)
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await client.end()
}

test('what is not ready is named', async () => {
  const apart = await testWeb({}, {}, { missing: () => ['jobs'] })
  const answer = await apart.get('/readyz')
  expect([answer.status, await answer.json()]).toEqual([503, { ready: false, missing: ['jobs'] }])
})

test('a scrape counts orders by state and presses', async () => {
  const shop = await makeShop(web.app)
  await makeOrder(web.app, shop)
  const text = await (await web.get('/metrics')).text()
  expect(text).toContain('deskhand_orders{state="pending-details-validation"} 1')
  expect(text).toContain('# TYPE deskhand_presses_total counter')
})

test('every answer forbids inline scripts, frames, sniffing and referrers', async () => {
  for (const path of ['/', '/healthz', '/a/AAAAAAAAAAAAAAAAAAAAAA', '/api/orders', '/slack/events']) {
    const { headers } = await web.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test.each(['/api/webhooks/instagram', '/slack/events', '/api/sales', '/press', '/nowhere'])(
  'a body above 1 MB is refused on %s and stores nothing',
  async (path) => {
    const before = await everything(web.app)
    const answer = await web.post(path, Buffer.alloc(1_000_001, 'a'))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toEqual({ error: { code: 'too_large', message: 'The body is larger than 1 MB.' } })
    expect(await everything(web.app)).toBe(before)
  },
)

test('a body that does not say how long it is is counted', async () => {
  const body = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 12; i += 1) controller.enqueue(new Uint8Array(100_000))
      controller.close()
    },
  })
  const answer = await fetch(`${web.url}/api/sales`, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(answer.status).toBe(413)
})

test('a bug is told without its details, and written down with them', async () => {
  const answer = await web.get('/broken', { accept: 'application/json' })
  expect([answer.status, JSON.stringify(await answer.json())]).toEqual([500, expect.not.stringContaining('hunter2')])
  const id = answer.headers.get('x-request-id') ?? 'none'
  expect(lines.filter((line) => line.includes(id) && line.includes('hunter2'))).toHaveLength(1)
})

test('an answer that breaks off is never whole, and does not say why, whenever it does', async () => {
  for (const after of [0, 1, 2, 5]) {
    const read = async () => {
      const answer = await web.get(`/cut/${after}`)
      return { isOk: answer.ok, text: await answer.text() }
    }
    const said = await read().catch((error: Error) => ({ isOk: false, text: error.message }))
    expect(said, `after ${after}`).toEqual({ isOk: false, text: expect.not.stringContaining('hunter2') })
  }
})

test('what was searched for, and the token of a public link, are in no log', async () => {
  await web.get('/orders?q=tilly.fernsworth@example.com')
  const shop = await makeShop(web.app)
  const { id } = await makeOrder(web.app, shop)
  const path = await cartLink(web.app, id)
  await web.get(`${path}?utm=${path.slice(3)}`)
  await web.post(path, 'x')
  await web.get(`${path}/more`)
  expect(lines.join('')).toContain('/a/[secret]')
  expect(lines.join('')).not.toContain(path.slice(3))
  expect(lines.join('')).not.toContain('tilly')
})

const sign = (body: string, at: number) =>
  `v0=${createHmac('sha256', 'slack-secret').update(`v0:${at}:${body}`).digest('hex')}`
const askSlack = async (body: string, at: number, signature = sign(body, at)) =>
  web.post('/slack/events', body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': signature,
  })

test('Slack is heard when it signed the call within five minutes, and not otherwise', async () => {
  const body = 'command=%2Fdesk&text=pending&team_id=T1&user_id=U1&channel_id=C1'
  const now = Math.floor(Date.now() / 1000)
  const good = await askSlack(body, now)
  expect([good.status, await good.text()]).toEqual([200, 'hello'])
  expect((await askSlack(body, now, sign(`${body}x`, now))).status).toBe(401)
  expect((await askSlack(`${body}&x=1`, now, sign(body, now))).status).toBe(401)
  expect((await askSlack(body, now - 400)).status).toBe(401)
  expect((await web.post('/slack/events', body)).status).toBe(401)
  expect(commands).toEqual(['pending'])
})

test('Telegram is heard when it knows our secret', async () => {
  const from = { id: 1, is_bot: false, first_name: 'x' }
  const message = { message_id: 1, date: 1, chat: { id: 1, type: 'private', first_name: 'x' }, from, text: 'pending' }
  const update = JSON.stringify({ update_id: 1, message })
  const tell = (secret: string) =>
    web.post('/telegram/webhook', update, {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': secret,
    })
  expect((await tell('tg-secret')).status).toBe(200)
  expect((await tell('tg-secreT')).status).toBe(401)
  expect(texts).toEqual(['pending'])
})

test('a vendor that is not connected has no door', async () => {
  const bare = await testWeb()
  for (const path of ['/slack/events', '/telegram/webhook', '/twilio/sms']) {
    expect((await bare.post(path, '{}')).status).toBe(404)
  }
})

test('a page that is not there leads home; a dead link of a customer does not', async () => {
  const html = { accept: 'text/html' }
  expect(await (await web.get('/telegram/nothing', html)).json()).toEqual({ error: expect.anything() })
  const page = await web.get('/assets/gone.css', html)
  expect([page.status, (await page.text()).includes('href="/">To the overview')]).toEqual([404, true])
  expect(await (await web.get(`/a/${'x'.repeat(22)}`, html)).text()).not.toContain('To the overview')
})

test('on the way down it takes no more, and finishes what it has', async () => {
  const running = web.get('/slow')
  await arrived.promise
  const closing = web.close()
  const refused = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(web.url).port), '127.0.0.1')
    socket.on('error', ({ message }) => resolve(message))
    socket.on('connect', () => resolve('connected'))
  })
  expect(refused).toContain('ECONNREFUSED')
  held.resolve()
  const answer = await running
  expect([await answer.text(), answer.headers.get('connection')]).toEqual(['done', 'close'])
  await closing
})
