import { step } from '#entities/actor.ts'
import { Order, type OrderState } from '#entities/orders/order.ts'
import type { Delivery } from '#entities/outbox/delivery.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { withoutTokens } from '#src/links/without-tokens.ts'
import { move } from '#src/moves/move.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import type { DeliveryKind, DeliveryKinds } from '#src/outbox/send-due.ts'
import { orderKind } from './kinds.ts'
import { withEarlierWords } from './mails/earlier-words.ts'
import type { MailKind } from './mails/mails.ts'
import { CHECK_ADDRESS } from './steps.ts'

const actor = step(SEND)

/** What the customer gets. */
const called: Record<MailKind, string> = {
  'ask-address': 'address question to',
  'ask-again': 'second address question to',
  remind: 'reminder to',
  'send-link': 'cart link to',
  reply: 'reply to',
  shipped: 'shipping notice to',
  payment: 'payment details to',
}

/** A state changes when Gmail has taken the mail, with its thread and Message-ID. */
function orderMailKind(kind: MailKind): DeliveryKind {
  return {
    called: called[kind],
    table: 'orders',
    isFirst: kind === 'send-link' || kind === 'payment',
    async onSent(tx, delivery) {
      const order = await lockOrder(tx, delivery)
      if (!order) return
      const set = { ...afterSending(kind, order, delivery, tx.at), ...askedFor(delivery, order) }
      await keepMail(tx, order, delivery)
      await move(tx, orderKind, [order], verbOf(kind, order.state), actor, {
        set: () => set,
        note: kind,
        ring: set.attention === 'payment',
      })
      // An answer may have overtaken this.
      if (order.address && !order.address.verdict) tx.ring(CHECK_ADDRESS)
    },

    async onWait(tx, delivery) {
      const order = await lockOrder(tx, delivery)
      if (order) await redrawCards(tx, orderKind, [order])
    },

    async onDead(tx, delivery, error) {
      const order = await lockOrder(tx, delivery)
      if (!order || !/^(400|invalid\w*) |invalid to header|recipient/i.test(error)) return false
      const set = { attention: 'bounce' as const, attentionNote: `${delivery.recipient} cannot be written to` }
      await move(tx, orderKind, [order], 'flag', actor, {
        set: () => withEarlierWords(order, set),
        note: 'The mail cannot be delivered.',
        ring: true,
      })
      return true
    },
  }
}

/** Nobody else can tell the customer how to pay: an admin is asked to. */
function askedFor({ payload }: Delivery, order: Order): Partial<Order> {
  const isFree = order.attention === null || order.attention === 'question' || order.attention === 'mail'
  if (payload.asksPayment !== true || !isFree) return {}
  return withEarlierWords(order, { attention: 'payment', attentionNote: null })
}

/** Nothing follows from it; that it could not leave is told by the delivery's own card. */
const plain = { onSent: async () => {}, onDead: async () => false }

const mails: DeliveryKinds = Object.fromEntries(
  Object.keys(called).map((kind) => [`orders.${kind}`, orderMailKind(kind as MailKind)]),
)

export const orderDeliveries: DeliveryKinds = {
  ...mails,
  'orders.unlink': { called: 'end of a payment link at', ...plain },
  'orders.answer-comment': { called: 'answer to', ...plain },
}

function afterSending(kind: MailKind, order: Order, delivery: Delivery, at: Date): Partial<Order> {
  return {
    ...threadOf(order, delivery),
    mailedAt: at,
    ...(kind === 'send-link' && { linkSentAt: at }),
    ...(kind === 'remind' && { reminded: order.reminded + 1 }),
  }
}

/**
 * A mail to another address than before began a thread of its own. One that left for an address that was mended
 * meanwhile is no thread with the customer, whichever of the two is recorded last.
 */
function threadOf({ email, gmailConversationId, messageIds }: Order, { recipient, vendorRef }: Delivery) {
  if (recipient !== email) return {}
  const { threadId = null, rfcMessageId } = vendorRef ?? {}
  const isFresh = gmailConversationId !== null && gmailConversationId !== threadId
  return {
    gmailConversationId: threadId,
    messageIds: [...(isFresh ? [] : messageIds), ...(rfcMessageId ? [rfcMessageId] : [])],
  }
}

/** Only the first mail and the cart link carry an order on; every other mail leaves it where it stands. */
function verbOf(kind: MailKind, state: OrderState): string {
  if (kind === 'ask-address' && state === 'details-validated') return 'sent'
  return kind === 'send-link' && state === 'awaiting-address-reply' ? 'link' : 'mailed'
}

async function lockOrder(tx: Tx, { subjectId }: Delivery): Promise<Order | null> {
  await sql(tx.em, 'select 1 from orders where id = $1 for update', [subjectId])
  return tx.em.findOne(Order, { id: subjectId ?? '' })
}

async function keepMail(tx: Tx, order: Order, { payload, vendorRef }: Delivery): Promise<void> {
  const { messageId = '', rfcMessageId = null } = vendorRef ?? {}
  await sql(
    tx.em,
    `insert into order_mails (id, order_id, direction, gmail_id, rfc_message_id, subject, text, at)
     values ($1, $2, 'out', $3, $4, $5, $6, $7) on conflict (gmail_id) do nothing`,
    [uuid(), order.id, messageId, rfcMessageId, String(payload.subject), withoutTokens(String(payload.text)), tx.at],
  )
}
