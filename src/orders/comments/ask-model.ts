import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { callModel } from '#src/limits/call-model.ts'
import { countVendorError } from '#src/metrics.ts'
import type { OrderView } from '../card/order-view.ts'
import { claimOrders } from '../leased-orders.ts'
import { offerOf } from '../sales/offer-of.ts'
import { ASK_MODEL } from '../steps.ts'
import { readByModel } from './read-by-model.ts'
import { readComment } from './read-comment.ts'
import { type ReadOrder, settleReadings } from './settle-readings.ts'

const AT_ONCE = 8
const DUE = `state = 'scraped' and asks_model`

type ModelApp = Needs<'em' | 'clock' | 'ring' | 'openai' | 'log'>

/**
 * Asks the model about comments the rules are unsure of. A model that fails costs nothing: the rules' reading stands.
 * One that is silent or busy is left alone for a while, so that a thousand comments do not wait for it one by one.
 */
export async function askModel(app: ModelApp): Promise<number> {
  for (let count = 0; ; ) {
    const claimed = await claimOrders(app, DUE, AT_ONCE)
    if (claimed.length === 0) return count
    const read = await Promise.all(claimed.map(({ view }) => readOne(app, view)))
    const sales = new Map(claimed.map(({ view }) => [view.igMediaId, view.sale]))
    await inTransaction(app, async (tx) => {
      const held = await sql<{ id: string }>(
        tx.em,
        'select id from orders where lease_token = any($1::uuid[]) for update',
        [claimed.map(({ lease }) => lease.token)],
      )
      const ours = new Set(held.map(({ id }) => id))
      await settleReadings(
        tx,
        sales,
        read.filter(({ order }) => ours.has(order.id)),
      )
    })
    count += claimed.length
  }
}

async function readOne(app: ModelApp, order: OrderView): Promise<ReadOrder> {
  const { sale } = order
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
    return await callModel(app, 'openai', () => readByModel(openai, comment, rules))
  } catch (error) {
    if (error instanceof BudgetSpent) return rules
    if (!(error instanceof OutsideError)) throw error
    countVendorError(error)
    app.log.warn({ operation: ASK_MODEL, error }, 'the model did not answer: the rules stand')
    return rules
  }
}
