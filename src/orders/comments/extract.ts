import type { EntityManager } from '@mikro-orm/postgresql'
import { Order } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import { closeAlert } from '#src/alerts/alerts.ts'
import { itemKey } from '#src/alerts/item-key.ts'
import { putBack } from '#src/alerts/put-back.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { isDatabasesFault } from '#src/database/database-away.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import { inBatches, isTried } from '#src/limits/in-batches.ts'
import { type Lease, release, SHORT_LEASE_MS } from '#src/limits/lease.ts'
import { orderKind } from '../kinds.ts'
import { holdOrder } from '../leased-orders.ts'
import { offerOf } from '../sales/offer-of.ts'
import { ASK_MODEL, EXTRACT } from '../steps.ts'
import { type CommentReading, readComment } from './read-comment.ts'
import { saleOf } from './sale-of.ts'
import { settleReadings } from './settle-readings.ts'

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
  return inBatches(app, takeBatch, (id) => extractOne(app, id))
}

/** One that failed before, or this one; false when none is due. */
async function extractOne(app: ExtractingApp, id: string | null): Promise<boolean> {
  const due = `${SCRAPED} and ${isTried('$5')}`
  const what = { table: 'orders', due, params: [id], order: 'id', limit: 1, leaseMs: SHORT_LEASE_MS, counts: true }
  const [lease] = await claimFor(app, EXTRACT, what)
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

async function salesOf(em: EntityManager, orders: Order[]): Promise<Map<string, Sale>> {
  const sales = await em.find(Sale, { igMediaId: { $in: [...new Set(orders.map(({ igMediaId }) => igMediaId))] } })
  return new Map(sales.map((sale) => [sale.igMediaId ?? '', sale]))
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
