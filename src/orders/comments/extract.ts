import type { EntityManager } from '@mikro-orm/postgresql'
import { step } from '#entities/actor.ts'
import { type Attention, Order, type OrderReading } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { closeAlert } from '#src/alerts/alerts.ts'
import { itemKey } from '#src/alerts/item-key.ts'
import { putBack } from '#src/alerts/put-back.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { inBatches } from '#src/limits/in-batches.ts'
import { claim, type Lease, release, SHORT_LEASE_MS } from '#src/limits/lease.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { holdOrder, workedOn } from '../leased-orders.ts'
import { offerOf } from '../sales/offer-of.ts'
import { ASK_MODEL, EXTRACT } from '../steps.ts'
import { findWish, NO_EMAIL } from '../wishes/answer-comments.ts'
import { gatherWishes } from '../wishes/gather-wishes.ts'
import { type CommentReading, readChange, readComment } from './read-comment.ts'

const actor = step(EXTRACT)

type ExtractingApp = Needs<'em' | 'clock' | 'ring' | 'openai' | 'log'>

/**
 * Reads the comments of scraped orders; by rules, and by a model where rules are unsure. A
 * comment that cannot be read holds up no other: it waits, and a person sees it.
 */
export async function extractOrders(app: ExtractingApp): Promise<number> {
  const hasModel = app.openai !== null
  const takeBatch = async (tx: Tx, limit: number, ids: string[]) => {
    const orders = await takeScraped(tx, limit)
    ids.push(...orders.map(({ id }) => id))
    await extract(tx, orders, hasModel)
  }
  let count = await inBatches(app, takeBatch, (id) => extractOne(app, id))
  while (await extractOne(app)) count += 1
  return count
}

/** One that failed before, or this one; false when none is due. */
async function extractOne(app: ExtractingApp, id: string | null = null): Promise<boolean> {
  const due = `${SCRAPED} and ($5::uuid is null or id = $5)`
  const what = { table: 'orders', due, params: [id], order: 'id', limit: 1, leaseMs: SHORT_LEASE_MS, counts: true }
  const [lease] = await claim(app.em.fork(), app.clock(), what)
  if (!lease) return false
  try {
    await inTransaction(app, async (tx) => {
      const order = await holdOrder(tx, lease)
      if (!order) return
      await extract(tx, [order], app.openai !== null)
      await release(tx.em, lease)
      if (lease.attempts > 1) await closeAlert(tx, itemKey(lease.table, lease.id))
    })
  } catch (error) {
    if (isDatabasesFault(error)) throw error
    await putBack(app, lease, await failing(app, lease), error)
  }
  return true
}

async function failing({ em }: ExtractingApp, { id }: Lease) {
  const order = await em.fork().findOneOrFail(Order, { id })
  const words = async () => `@${order.username}: ${order.sourceComment.text}`
  return { step: EXTRACT, title: `The comment of ${writeRef(orderKind, order)} could not be read.`, words }
}

async function extract(tx: Tx, orders: Order[], hasModel: boolean): Promise<void> {
  if (orders.length === 0) return
  const sales = await salesOf(tx.em, orders)
  const read = orders.map((order) => ({
    order,
    reading: readComment(order.sourceComment.text, offerOf(saleOf(sales, order))),
  }))
  const unsure = hasModel ? read.filter(({ reading }) => isForModel(reading)) : []
  await handToModel(
    tx,
    unsure.map(({ order }) => order.id),
  )
  await settleReadings(
    tx,
    sales,
    read.filter((one) => !unsure.includes(one)),
  )
}

const SCRAPED = `state = 'scraped' and not asks_model`

/** Rows and no entities: of a sale's thousands only these columns are read, and none is written through them. */
function takeScraped(tx: Tx, limit: number): Promise<Order[]> {
  return sql<Order>(
    tx.em,
    `select id, number, state, moves, ig_media_id as "igMediaId", comment_id as "commentId", username, attention,
       source_comment as "sourceComment"
     from orders where ${SCRAPED} and attempts = 0 order by id limit $1 for update skip locked`,
    [limit],
  )
}

export type ReadOrder = { order: Order; reading: CommentReading & { by?: 'model' } }

/** Moves orders on by what was read of them: to an admin, away, or to the order they speak of. */
export async function settleReadings(tx: Tx, sales: Map<string, Sale>, read: ReadOrder[]): Promise<void> {
  const readings = new Map(read.map(({ order, reading }) => [order.id, reading]))
  const pending = read.filter(({ reading }) => needsDecision(reading)).map(({ order }) => order)
  const rest = read.filter(({ reading }) => !needsDecision(reading))
  const wished = await loadWished(tx, read)
  await move(tx, orderKind, pending, 'extract', actor, {
    set: (order) => ({ ...extracted(readings.get(order.id)), ...wished.get(order.id) }),
  })
  await joinOrDismiss(tx, sales, rest)
}

/**
 * A readable e-mail goes to an admin, whatever else is wrong. So does an order whose e-mail is
 * there but broken: to throw it away would lose a customer who only mistyped.
 */
function needsDecision({ email, items, doubts }: CommentReading): boolean {
  return email !== null || (items !== null && doubts.includes('broken-email'))
}

function extracted(reading: ReadOrder['reading'] | undefined): Partial<Order> {
  if (!reading) throw new Error('an order was moved without being read')
  const { email, items, why, needsHuman, confidence, doubts, evidence, notUnderstood, by } = reading
  const read = { why, clear: !needsHuman, confidence, doubts, evidence, notUnderstood }
  const kept: OrderReading = { ...read, by: by ?? 'rules' }
  return { email, items, reading: kept, ...workedOn }
}

/** An e-mail alone belongs to what its writer wished for without one. */
async function loadWished(tx: Tx, read: ReadOrder[]): Promise<Map<string, Partial<Order>>> {
  const bare = read.filter(({ reading }) => reading.email !== null && reading.items === null)
  const wished = new Map<string, Partial<Order>>()
  for (const { order, reading } of bare) {
    const wish = await findWish(tx.em, order)
    if (!wish) continue
    const why = `Joined to what @${order.username} wished for earlier`
    const kept = extracted(reading).reading
    wished.set(order.id, { items: wish.items, reading: kept ? { ...kept, why, clear: false } : null })
  }
  return wished
}

/** Decision 23: a word without an e-mail about the writer's open order is joined to that order. */
async function joinOrDismiss(tx: Tx, sales: Map<string, Sale>, read: ReadOrder[]): Promise<void> {
  if (read.length === 0) return
  const orders = read.map(({ order }) => order)
  const items = new Map(read.map(({ order, reading }) => [order.id, reading.items]))
  const changes = orders.map((order) => ({
    order,
    about: readChange(order.sourceComment.text, offerOf(saleOf(sales, order))).refersToEarlier,
  }))
  const targets = await loadOpenOrders(
    tx,
    changes.filter(({ about }) => about).map(({ order }) => order),
  )
  const reasons = new Map<string, string>()
  const notes = new Map<string, { order: Order; attention: Attention; note: string }>()
  for (const { order, about } of changes) {
    const target = about && targets.get(placeOf(order))
    reasons.set(order.id, target ? `joined to ${writeRef(orderKind, target)}` : NO_EMAIL)
    if (target) notes.set(target.id, { order: target, attention: about, note: order.sourceComment.text })
  }
  await move(tx, orderKind, orders, 'dismiss', actor, {
    set: ({ id }) => ({ closedReason: reasons.get(id) ?? null, items: items.get(id) ?? null, ...workedOn }),
  })
  const asking = read.filter((one) => reasons.get(one.order.id) === NO_EMAIL && asksForAnswer(one))
  await gatherWishes(
    tx,
    asking.map(({ order }) => order),
    (order) => saleOf(sales, order),
  )
  await move(
    tx,
    orderKind,
    [...notes.values()].map(({ order }) => order),
    'flag',
    actor,
    {
      set: ({ id }) => ({ attention: notes.get(id)?.attention ?? null, attentionNote: notes.get(id)?.note ?? null }),
      note: 'The customer wrote under the post again.',
      ring: true,
    },
  )
}

/** A wish, or what may be a question; praise and spam need no answer. */
function asksForAnswer({ order, reading }: ReadOrder): boolean {
  return reading.items !== null || (order.sourceComment.text.includes('?') && reading.why !== 'Spam')
}

/** The newest open order of each writer on each sale, in one query. */
async function loadOpenOrders(tx: Tx, comments: Order[]): Promise<Map<string, Order>> {
  if (comments.length === 0) return new Map()
  const rows = await sql<{ id: string }>(
    tx.em,
    `select distinct on (o.ig_media_id, o.username) o.id from orders o
     join jsonb_to_recordset($1::jsonb) as v(media text, username text) on v.media = o.ig_media_id and v.username = o.username
     where o.state not in ('scraped', 'not-valid') order by o.ig_media_id, o.username, o.number desc`,
    [JSON.stringify(comments.map(({ igMediaId, username }) => ({ media: igMediaId, username })))],
  )
  await sql(tx.em, 'select 1 from orders where id = any($1::uuid[]) order by id for update', [rows.map(({ id }) => id)])
  const orders = await tx.em.find(Order, { id: { $in: rows.map(({ id }) => id) } })
  return new Map(orders.map((order) => [placeOf(order), order]))
}

function placeOf({ igMediaId, username }: Pick<Order, 'igMediaId' | 'username'>): string {
  return `${igMediaId} ${username}`
}

async function salesOf(em: EntityManager, orders: Order[]): Promise<Map<string, Sale>> {
  const sales = await em.find(Sale, { igMediaId: { $in: [...new Set(orders.map(({ igMediaId }) => igMediaId))] } })
  return new Map(sales.map((sale) => [sale.igMediaId ?? '', sale]))
}

function saleOf(sales: Map<string, Sale>, order: Order): Sale {
  const sale = sales.get(order.igMediaId)
  if (!sale) throw new Error(`order ${order.id} has no sale`)
  return sale
}

/** Doubts a model may be able to lift; the others are a person's in any case. */
const forModel = ['ambiguous', 'no-items', 'not-understood']

function isForModel({ needsHuman, doubts }: CommentReading): boolean {
  return needsHuman && doubts.every((doubt) => forModel.includes(doubt))
}

async function handToModel(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await sql(tx.em, 'update orders set asks_model = true where id = any($1::uuid[])', [ids])
  tx.ring(ASK_MODEL)
}
