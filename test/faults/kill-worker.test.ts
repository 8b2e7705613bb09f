import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { sql } from '#src/database/sql.ts'
import { openBusiness } from './business.ts'
import { killProcessesAfterAll, type Process, startProcess, times } from './processes.ts'

killProcessesAfterAll()

const KILLS = times(6, 200)
const ENDS = times(2, 50)
/** The promise, where nothing runs beside it; elsewhere only that it ends by itself. */
const ENDS_WITHIN_MS = times(60_000, 10_000)
/** Two hundred kills make some 2,400 mails: as many as Gmail takes in five days. */
const business = await openBusiness({ GMAIL_PER_DAY: '1000000' })
const { app, google, ann } = business
const buyers: string[] = []
let isOpen = true
/** All mailboxes at once: the stand-in answers nobody while it draws them. */
const mailboxes = () => {
  const threads = new Map(google.view().customers.map((customer) => [customer.address, customer.threads]))
  return (name: string) => threads.get(`${name}@example.com`) ?? []
}

/** People at work while the process lives: comments come in, admins approve, customers answer. */
async function work(): Promise<void> {
  if (isOpen) for (let count = 0; count < 3; count += 1) buyers.push(await business.comment())
  const pending = await app.em.fork().find(Order, { state: 'pending-details-validation' })
  for (const { id } of pending) await business.press(ann, 'order', 'approve', id).catch(() => undefined)
  const threads = mailboxes()
  for (const name of buyers) {
    const [thread] = threads(name)
    if (thread?.letters.length !== 1) continue
    const text = 'Tilly Fernsworth\n1420 Alderwick Lane, Springfield IL 62704'
    await google.act.customerReplies({ from: `${name}@example.com`, text })
  }
}

test(
  `${KILLS} workers killed between any two beats: no order lost, no mail twice, every card right`,
  async () => {
    await strike(KILLS, (worker) => worker.kill())
    await everythingIsDoneOnce()
  },
  KILLS * 40_000,
)

test(
  `${ENDS} workers asked to end between any two beats: each ends in time by itself, nothing is repeated`,
  async () => {
    await strike(ENDS, async (worker) => {
      const from = performance.now()
      expect(await worker.end()).toBe(0)
      expect(performance.now() - from).toBeLessThan(ENDS_WITHIN_MS)
    })
    await everythingIsDoneOnce()
  },
  ENDS * 40_000,
)

async function strike(count: number, end: (worker: Process) => Promise<void>): Promise<void> {
  isOpen = true
  for (let left = count; left > 0; left -= 1) {
    app.now = new Date()
    await work()
    const worker = await startProcess({ ...business.settings, DESKHAND_ROLES: 'jobs' })
    const alive = (left * 137) % 500
    const half = setTimeout(alive / 2).then(work)
    await setTimeout(alive)
    await end(worker)
    await half
    await business.expireLeases()
  }
  isOpen = false
  app.now = new Date()
  await rest()
}

async function everythingIsDoneOnce(): Promise<void> {
  const orders = await business.orders()
  expect(orders.map(({ username }) => username).toSorted()).toEqual(buyers.toSorted())
  const left = orders.filter(({ state }) => state !== 'shopping-cart-link-sent')
  const stories = await Promise.all(left.map(({ id }) => storyOf(id)))
  expect(stories).toEqual([])
  const threads = mailboxes()
  for (const name of buyers) {
    expect(threads(name), name).toHaveLength(1)
    const ours = threads(name)[0]?.letters.filter(({ from }) => from.includes('orders@')) ?? []
    expect(
      ours.filter(({ text }) => text.includes('Where shall we send it?')),
      name,
    ).toHaveLength(1)
    expect(
      ours.filter(({ text }) => text.includes('Here is your cart')),
      name,
    ).toHaveLength(1)
  }
  expect(await app.em.fork().count(Delivery, { state: { $ne: 'sent' } })).toBe(0)
  expect(await business.wrongCards()).toEqual([])
  expect(await openAlerts()).toEqual([])
}

async function rest(): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await work()
    await business.settle()
    quiet = (await business.deliver()) === 0 ? quiet + 1 : 0
    business.pass(60)
  }
}

const openAlerts = () => sql(app.em.fork(), `select key, title, detail from alerts where state = 'open'`)

/** What happened to an order, for whoever reads a failure. */
async function storyOf(id: string): Promise<unknown> {
  const { username, state, attention, attentionNote, lastError, attempts } = await app.em
    .fork()
    .findOneOrFail(Order, { id })
  const moves = await sql<{ verb: string; to: string; note: string | null }>(
    app.em.fork(),
    'select verb, "to", note from moves where record_id = $1 order by at, id',
    [id],
  )
  const mails = await sql(
    app.em.fork(),
    'select direction, left(text, 40) as text, kind from order_mails where order_id = $1',
    [id],
  ).catch(String)
  const deliveries = await sql(
    app.em.fork(),
    'select key, state, last_error, attempts, next_try_at, trying_since from deliveries where subject_id = $1',
    [id],
  )
  const letters = mailboxes()(username).map(({ letters: all }) => all.map(({ text }) => text.slice(0, 40)))
  return {
    username,
    state,
    attention,
    attentionNote,
    lastError,
    attempts,
    moves: moves.map(({ verb, to, note }) => `${verb} ${to} ${note}`),
    mails,
    deliveries,
    letters,
  }
}
