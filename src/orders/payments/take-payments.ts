import { z } from 'zod'
import { step } from '#entities/actor.ts'
import { Order } from '#entities/orders/order.ts'
import { Sale } from '#entities/orders/sale.ts'
import type { App } from '#src/app.ts'
import { readRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader, Verdict } from '#src/inbox/reader.ts'
import { writeAmount } from '#src/integrations/stripe.ts'
import { toDecimal } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { whenPaid, withEarlierWords } from '../mails/earlier-words.ts'
import { redrawSiblings } from '../redraw-siblings.ts'
import { TAKE_PAYMENTS } from '../steps.ts'
import { totalOf, writeTotal } from '../write-items.ts'

export const STRIPE = 'stripe'
const actor = { ...step(TAKE_PAYMENTS), name: 'Stripe' }

/** A Checkout Session that is paid: of a Payment Link, at once or, by a slow way to pay, later. */
const paidEvent = z.object({
  type: z.enum(['checkout.session.completed', 'checkout.session.async_payment_succeeded']),
  data: z.object({
    object: z.object({
      payment_status: z.literal('paid'),
      client_reference_id: z.string().nullish(),
      /** In the units Stripe counts in. */
      amount_total: z.number().nullish(),
      currency: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
})

/** What Stripe says is paid is paid; every other event is none of ours. */
export const paymentReader: Reader = {
  source: STRIPE,
  step: TAKE_PAYMENTS,
  what: 'A message from Stripe',
  read: (_, item) => item.take((tx) => take(tx, item.body)),
}

export function takePayments(app: App): Promise<number> {
  return readInbox(app, paymentReader)
}

async function take(tx: Tx, body: string): Promise<Verdict> {
  const read = paidEvent.safeParse(JSON.parse(body))
  if (!read.success) return 'not mine'
  const session = read.data.data.object
  // What a link of ours is for stands in its metadata; its reference is a part of the address that anybody may change.
  const ours = session.metadata?.order
  const ref = readRef(ours ?? session.client_reference_id ?? '')
  if (ref?.prefix !== orderKind.prefix) return 'not mine'
  await sql(tx.em, 'select 1 from orders where number = $1 for update', [ref.number])
  const order = await tx.em.findOne(Order, { number: ref.number })
  if (!order) return 'not mine'
  const doubt = ours ? await findShort(tx, order, session) : 'paid at Stripe by a link that is not of this order'
  await (doubt ? flag(tx, order, doubt) : settle(tx, order))
  return 'mine'
}

type Session = z.infer<typeof paidEvent>['data']['object']

/** Less than the order costs now: it was changed while its old link was paid. */
async function findShort(tx: Tx, order: Order, { amount_total: paid, currency }: Session): Promise<string | null> {
  const sale = await tx.em.findOneOrFail(Sale, { igMediaId: order.igMediaId })
  const total = totalOf(order.items, sale)
  if (paid === null || paid === undefined || total === null || !sale.currency) return null
  if (currency?.toUpperCase() !== sale.currency) return null
  const isShort = paid < writeAmount(toDecimal(total, sale.currency), sale.currency)
  return isShort ? `paid at Stripe, but less than the ${writeTotal(order.items, sale)} it costs now` : null
}

/** Who has the mail may pay before we have written down that it left. */
function hasLink({ state, cartLink }: Order): boolean {
  return state === 'shopping-cart-link-sent' || (state === 'awaiting-address-reply' && cartLink !== null)
}

/** Whether Stripe told us before that it has the money, whoever said first that it is paid. */
async function isTold({ em }: Tx, { id }: Order): Promise<boolean> {
  const told = await sql(
    em,
    `select 1 from moves where kind = 'order' and record_id = $1 and verb = 'paid' and by ->> 'personId' is null`,
    [id],
  )
  return told.length > 0
}

/** Paid once. Money for an order that is closed needs a person: they have it, and nothing will be sent. */
async function settle(tx: Tx, order: Order): Promise<void> {
  if (order.paidAt && (await isTold(tx, order))) return
  if (hasLink(order)) {
    // Of one that somebody marked paid before it is only kept that now that mark cannot be taken back.
    const set = order.paidAt ? {} : { set: () => whenPaid(order, tx.at) }
    await redrawSiblings(tx, order)
    await move(tx, orderKind, [order], 'paid', actor, set)
    return
  }
  await flag(tx, order, 'paid at Stripe although the order is not open')
}

async function flag(tx: Tx, order: Order, attentionNote: string): Promise<void> {
  const set = { attention: 'mail' as const, attentionNote }
  const told = { set: () => withEarlierWords(order, set), note: 'Stripe has money for it.', ring: true }
  await move(tx, orderKind, [order], 'flag', actor, told)
}
