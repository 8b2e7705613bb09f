import { z } from 'zod'
import { step } from '#entities/actor.ts'
import { Order } from '#entities/orders/order.ts'
import type { App } from '#src/app.ts'
import { readRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader, Verdict } from '#src/inbox/reader.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { whenPaid, withEarlierWords } from '../mails/earlier-words.ts'
import { redrawSiblings } from '../redraw-siblings.ts'
import { TAKE_PAYMENTS } from '../steps.ts'

export const STRIPE = 'stripe'
const actor = { ...step(TAKE_PAYMENTS), name: 'Stripe' }

/** A Checkout Session that is paid: of a Payment Link, at once or, by a slow way to pay, later. */
const paidEvent = z.object({
  type: z.enum(['checkout.session.completed', 'checkout.session.async_payment_succeeded']),
  data: z.object({
    object: z.object({
      payment_status: z.literal('paid'),
      client_reference_id: z.string().nullish(),
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
  const { client_reference_id: reference, metadata } = read.data.data.object
  const ref = readRef(metadata?.order ?? reference ?? '')
  if (ref?.prefix !== orderKind.prefix) return 'not mine'
  await sql(tx.em, 'select 1 from orders where number = $1 for update', [ref.number])
  const order = await tx.em.findOne(Order, { number: ref.number })
  if (!order) return 'not mine'
  await settle(tx, order)
  return 'mine'
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
  const set = { attention: 'mail' as const, attentionNote: 'paid at Stripe although the order is not open' }
  const told = { set: () => withEarlierWords(order, set), note: 'Stripe has money for it.', ring: true }
  await move(tx, orderKind, [order], 'flag', actor, told)
}
