import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { blockedQueries } from '#test/app.ts'
import { live, type OddOutreach, openOdd } from './odd-outreach.ts'

vi.setConfig({ testTimeout: 60_000 })

/** So many the outbox lets go at once. */
const AT_ONCE = 8

test.each([
  ['slow: it did the act, and has not answered in time', () => undefined],
  ['garbage: a page of some proxy instead of an answer', (answer) => answer.writeHead(200).end('<html>Welcome</html>')],
  ['half an answer', (answer) => answer.writeHead(200, { 'content-length': 500 }).end('{"status": "do')],
  ['cut after it was taken', (answer) => answer.destroy()],
  ['502 of a proxy', (answer) => answer.writeHead(502).end('Bad gateway')],
] satisfies [string, NonNullable<OddOutreach['odd']['act']>][])(
  'a channel that is %s is asked, and nothing is done twice',
  async (_, behaviour) => {
    const outreach = await openOdd()
    const { odd, ada, queue, states, day } = outreach
    odd.act = behaviour
    await queue(ada, 1)
    await live(outreach, 3)
    expect(await states()).toEqual({ done: 1 })
    expect([odd.acts.length, odd.asked() > 0]).toEqual([1, true])
    expect(await day(ada)).toMatchObject({ taken: 1, attempts: 1, done: 1 })
  },
)

test('a channel that answers garbage to every question is asked a few times, then a person is; it is not called again', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states, press, day, rows } = outreach
  odd.act = (answer) => answer.writeHead(200).end('<html>')
  odd.ask = (answer) => answer.writeHead(200).end('[1, 2')
  const [request] = await queue(ada, 1)
  await live(outreach, 10)
  expect(await states()).toEqual({ doubtful: 1 })
  expect([odd.acts.length, odd.asked()]).toEqual([1, 3])
  // Counted until somebody knows better: a doubt must not make room for one too many.
  expect(await day(ada)).toMatchObject({ taken: 1, done: 0 })
  odd.act = null
  await press(ada.who, 'request', 'unsent', request?.id ?? '')
  await live(outreach, 2)
  expect(await states()).toEqual({ done: 1 })
  // The stored bytes, under the same id: the channel tells the second by it.
  expect([new Set(odd.ids()).size, odd.acts.length]).toEqual([1, 2])
  expect(await rows('select outcome from rep_shift_activities')).toEqual([{ outcome: 'done' }])
})

test('it has not received it: the same bytes go again, by themselves', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states } = outreach
  Object.assign(odd, { takes: false, act: (answer: { destroy(): void }) => answer.destroy() })
  await queue(ada, 1)
  await outreach.settle()
  Object.assign(odd, { takes: true, act: null })
  await live(outreach, 3)
  expect(await states()).toEqual({ done: 1 })
  expect(odd.acts).toHaveLength(1)
})

test('429 with a date in Retry-After waits until then, for everyone in that channel; a deferral is no send', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states, rep, day, rows, app, pass, settle } = outreach
  const ben = await rep('Ben', { lifted: true })
  Object.assign(odd, { takes: false })
  odd.act = (answer) => {
    const until = new Date(Date.now() + 600_000).toUTCString()
    answer.writeHead(429, { 'retry-after': until }).end('{"error": {"code": 613, "message": "too many"}}')
  }
  await queue(ada, 1)
  await settle()
  await queue(ben, 1)
  await settle()
  expect(await states()).toEqual({ queued: 2 })
  expect(odd.connections()).toBe(1)
  expect(await day(ada)).toMatchObject({ taken: 0, done: 0, attempts: 1 })
  expect(await rows('select 1 from rep_shift_activities')).toEqual([])
  Object.assign(odd, { takes: true, act: null })
  pass(9)
  await settle()
  expect(odd.acts).toHaveLength(0)
  pass(2)
  await settle()
  expect(await states()).toEqual({ done: 2 })
  expect(app.now.toISOString()).toBe('2026-03-02T18:11:00.000Z')
})

test('003-026: a capacity lowered while requests wait, and while some are on their way, is kept', async () => {
  const outreach = await openOdd({ capacity: 10 })
  const { odd, ada, queue, states, dispatch, send, rows, settle } = outreach
  await queue(ada, 8)
  await dispatch()
  expect(await states()).toEqual({ sending: 8 })
  await rows('update rep_channels set max_capacity = 3')
  await send()
  await settle()
  expect(odd.acts).toHaveLength(3)
  expect(await states()).toEqual({ done: 3, queued: 5 })
  await rows('update rep_channels set max_capacity = 0')
  outreach.pass(24 * 60)
  await settle()
  expect(odd.acts).toHaveLength(3)
})

test('003-025: a dry run of every activity, a broadcast, a retry and a reconciliation opens not one connection', async () => {
  const outreach = await openOdd({ sandbox: true, capacity: 50 })
  const { odd, ada, queue, states, rows, dispatch, settle, press, lead, write } = outreach
  for (const activity of ['message', 'like', 'comment', 'broadcast']) await queue(ada, 2, { activity })
  await queue(ada, 3, { activity: 'broadcast', isBulk: true })
  const [failed] = await queue(ada, 1)
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await rows(`update rep_requests set state = 'failed' where id = $1`, [failed?.id])
  await press(ada.who, 'request', 'retry', failed?.id ?? '')
  // A process that died in mid-call leaves a delivery that looks as if it had been tried.
  await dispatch()
  await rows(`update deliveries set trying_since = created_at, attempts = 1`)
  for (let minutes = 0; minutes < 420; minutes += 60) {
    await settle()
    outreach.pass(60)
  }
  await write('tilly.f', 'What does it cost?')
  await press(ada.who, 'lead', 'reply', tilly, { text: 'From $12.' })
  await rows('update rep_channels set start_time = $1, end_time = $2', ['00:00', '24:00'])
  await settle()
  expect((await states()).done).toBe(14)
  expect(odd.connections()).toBe(0)
  expect(await rows('select distinct sandbox from rep_shift_activities')).toEqual([{ sandbox: true }])
})

test('what was on its way when a rep was put into the sandbox, or taken out, does not leave', async () => {
  const outreach = await openOdd({ sandbox: true })
  const { odd, ada, queue, states, rows, dispatch, send } = outreach
  await queue(ada, 2)
  await dispatch()
  await rows('update rep_channels set sandbox = false')
  await send()
  expect([odd.connections(), await states()]).toEqual([0, { refused: 2 }])
  await queue(ada, 2)
  await dispatch()
  await rows('update rep_channels set sandbox = true')
  await send()
  expect([odd.connections(), await states()]).toEqual([0, { refused: 2, done: 2 }])
})

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))

/** A process of its own that lets what is due leave; to be killed. */
function startWorker({ app }: OddOutreach) {
  const child = fork(WORKER, [app.databaseUrl, app.now.toISOString()], { execArgv: [], silent: true })
  const gone = once(child, 'exit')
  return { kill: () => child.kill('SIGKILL'), gone }
}

test('kill -9 while the channel has the call: it is asked, and nothing is done twice', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states, dispatch } = outreach
  await queue(ada, 1)
  await dispatch()
  const called = new Promise<void>((resolve) => Object.assign(odd, { act: () => resolve() }))
  const worker = startWorker(outreach)
  await called
  worker.kill()
  await worker.gone
  odd.act = null
  expect(await states()).toEqual({ sending: 1 })
  await live(outreach, 4)
  expect(await states()).toEqual({ done: 1 })
  expect(odd.acts).toHaveLength(1)
})

test('kill -9 between the answer and its record: it is recorded, and nothing is done twice', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states, dispatch, app, day, rows } = outreach
  const [request] = await queue(ada, 1)
  await dispatch()
  // Whoever records it has to wait for this row.
  const client = new pg.Client({ connectionString: app.databaseUrl })
  await client.connect()
  odd.act = async (answer) => {
    await client.query('begin')
    await client.query('select 1 from rep_requests where id = $1 for update', [request?.id])
    answer.writeHead(200).end('{"status": "done", "ref": "m1"}')
  }
  const worker = startWorker(outreach)
  await blockedQueries(app, 1)
  worker.kill()
  await worker.gone
  await client.query('rollback')
  await client.end()
  odd.act = null
  await live(outreach, 4)
  expect(await states()).toEqual({ done: 1 })
  expect([odd.acts.length, odd.asked()]).toEqual([1, 0])
  expect(await day(ada)).toMatchObject({ taken: 1, done: 1 })
  expect(await rows('select 1 from rep_shift_activities')).toHaveLength(1)
})

/** The service takes calls and answers none, until it is let go. */
function hold({ odd }: OddOutreach) {
  const held = Promise.withResolvers<void>()
  odd.act = (answer) => held.promise.then(() => answer.writeHead(200).end('{"status": "done"}'))
  return held.resolve
}

test('off in mid-burst: from that moment nothing more leaves, and what was taken comes back uncounted', async () => {
  const outreach = await openOdd({ capacity: 200 })
  const { odd, ada, queue, states, dispatch, send, say, day } = outreach
  const letGo = hold(outreach)
  await queue(ada, 120)
  await dispatch()
  const burst = send()
  await vi.waitUntil(() => odd.acts.length === AT_ONCE, { timeout: 45_000 })
  await say(ada.who, 'available off')
  letGo()
  await burst
  expect(odd.acts).toHaveLength(AT_ONCE)
  expect(await states()).toEqual({ done: AT_ONCE, queued: 120 - AT_ONCE })
  expect(await day(ada)).toMatchObject({ taken: AT_ONCE, attempts: AT_ONCE })
})

test('a lead answers in mid-burst: from that moment nothing more of theirs leaves, whoever has it queued or claimed', async () => {
  const outreach = await openOdd({ capacity: 200 })
  const { odd, ada, rep, lead, queue, states, dispatch, send, write } = outreach
  const ben = await rep('Ben', { lifted: true })
  const tilly = await lead('tilly.f')
  const letGo = hold(outreach)
  for (let at = 0; at < 20; at += 1) await queue(ada, 1, { leadIds: [tilly], activity: 'like', content: '' })
  await queue(ben, 1, { leadIds: [tilly] })
  await queue(ben, 1, { leadIds: [tilly], activity: 'broadcast' })
  await queue(ada, 3)
  await dispatch()
  const burst = send()
  // One of hers is on the wire, and the three to others.
  await vi.waitUntil(() => odd.acts.length === 4, { timeout: 45_000 })
  await write('tilly.f', 'Who are you all?')
  letGo()
  await burst
  await outreach.settle()
  expect(odd.acts).toHaveLength(4)
  expect(await states()).toEqual({ done: 4, refused: 21 })
})
