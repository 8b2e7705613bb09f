import { Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { OpenAi } from '#src/integrations/openai.ts'
import { countVendorError } from '#src/metrics.ts'
import { type ReadOrder, saleOf, salesOf, settleReadings } from './extract.ts'
import { offerOf } from './offer-of.ts'
import { readByModel } from './read-by-model.ts'
import { readComment } from './read-comment.ts'
import { ASK_MODEL } from './steps.ts'

const LEASE_MS = 120_000
const AT_ONCE = 8

type ModelApp = Needs<'em' | 'clock' | 'ring' | 'openai' | 'log'>

/** Asks the model about comments the rules are unsure of. A model that fails costs nothing: the rules' reading stands. */
export async function askModel(app: ModelApp): Promise<number> {
  for (let count = 0; ; ) {
    const token = uuid()
    const orders = await claim(app, token)
    if (orders.length === 0) return count
    const sales = await salesOf(app.em.fork(), orders)
    const read = await Promise.all(orders.map((order) => readOne(app, order, saleOf(sales, order))))
    await inTransaction(app, async (tx) => {
      const held = await sql<{ id: string }>(tx.em, 'select id from orders where lease_token = $1 for update', [token])
      const ours = new Set(held.map(({ id }) => id))
      await settleReadings(
        tx,
        sales,
        read.filter(({ order }) => ours.has(order.id)),
      )
    })
    count += orders.length
  }
}

async function claim(app: ModelApp, token: string): Promise<Order[]> {
  const now = app.clock()
  const em = app.em.fork()
  const rows = await sql<{ id: string }>(
    em,
    `update orders set lease_token = $1, leased_until = $2 where id in (
       select id from orders where state = 'scraped' and attempts > 0 and (leased_until is null or leased_until < $3)
       order by id limit ${AT_ONCE} for update skip locked) returning id`,
    [token, new Date(now.getTime() + LEASE_MS), now],
  )
  return rows.length === 0 ? [] : em.find(Order, { id: { $in: rows.map(({ id }) => id) } })
}

async function readOne(app: ModelApp, order: Order, sale: Sale): Promise<ReadOrder> {
  const { text } = order.sourceComment
  const rules = readComment(text, offerOf(sale))
  const reading = app.openai
    ? await ask(app, app.openai, { text, caption: sale.caption ?? '', colours: sale.colours }, rules)
    : rules
  return { order, reading }
}

async function ask(
  app: ModelApp,
  openai: OpenAi,
  comment: { text: string; caption: string; colours: string[] },
  rules: ReadOrder['reading'],
): Promise<ReadOrder['reading']> {
  try {
    return await readByModel(openai, comment, rules)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    countVendorError(error)
    app.log.warn({ operation: ASK_MODEL, error }, 'the model did not answer: the rules stand')
    return rules
  }
}
