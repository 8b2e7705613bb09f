import { step } from '#entities/actor.ts'
import type { Order } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import type { App, Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader } from '#src/inbox/reader.ts'
import type { IncomingMail } from '#src/integrations/google/gmail.ts'
import { readsMail } from '#src/mailbox/reads-mail.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { type MailMessage, readMessage } from '#src/reading/mail.ts'
import { type ReplyReading, readAddressReply } from '../address/read-address-reply.ts'
import { loadOrders } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { CHECK_ADDRESS, LINK, TAKE_MAILS } from '../steps.ts'
import { decideMail } from './decide-mail.ts'
import { withEarlierWords } from './earlier-words.ts'

const actor = step(TAKE_MAILS)

/** A customer's mail goes to their order; one that belongs to no order is not ours. */
export const mailReader: Reader = readsMail({
  step: TAKE_MAILS,
  waits: isAnyoneWriting,
  async read(app, mail, item) {
    const message = await readMessage(mail.raw)
    return item.take(async (tx) => {
      const orderId = await findOrder(tx, mail, message)
      if (!orderId) return 'not mine'
      await take(tx, app, orderId, mail, message)
      return 'mine'
    })
  },
})

/** Hands stored mails to their orders, as they were written; returns how many were read. */
export function takeMails(app: App): Promise<number> {
  return readInbox(app, mailReader)
}

/** How long a thread is read after its cart link left. */
const READ_DAYS = 30

/** No mail is asked for while no order has a conversation. */
async function isAnyoneWriting({ em, clock }: App): Promise<boolean> {
  const since = new Date(clock().getTime() - READ_DAYS * 24 * 3_600_000)
  const rows = await sql(
    em.fork(),
    `select 1 from orders where gmail_conversation_id is not null
       and (link_sent_at is null or link_sent_at > $1) limit 1`,
    [since],
  )
  return rows.length > 0
}

/** By thread; else the newest order of the writer's address; for a bounce, of the address that bounced. */
async function findOrder(
  tx: Tx,
  { threadId }: IncomingMail,
  { from, bouncedRecipient }: MailMessage,
): Promise<string | null> {
  const email = (bouncedRecipient ?? from.address).toLowerCase()
  const [found] = await sql<{ id: string }>(
    tx.em,
    `select id from orders where gmail_conversation_id = $1
       or (email = $2 and state not in ('scraped', 'pending-details-validation'))
     order by (gmail_conversation_id = $1) desc nulls last, number desc limit 1`,
    [threadId, email],
  )
  return found?.id ?? null
}

async function take(
  tx: Tx,
  app: Needs<'settings'>,
  orderId: string,
  mail: IncomingMail,
  message: MailMessage,
): Promise<void> {
  await sql(tx.em, 'select 1 from orders where id = $1 for update', [orderId])
  const [view] = await loadOrders(tx.em, [orderId])
  if (!view || isOurs(view, message)) return
  const reading = await readAddressReply(mail.raw, app.settings.GMAIL_ADDRESS ?? null)
  const decision = decideMail(view, reading, { ...message, threadId: mail.threadId }, app.settings, tx.at)
  await keepMail(tx, view, { ...mail, asked: Boolean(decision?.set.attention) }, message, reading)
  if (!decision) return
  const thread = view.gmailConversationId ?? mail.threadId
  const messageIds = message.messageId ? [...view.messageIds, message.messageId] : view.messageIds
  const customerName = message.from.name || view.customerName
  const set = { ...withEarlierWords(view, decision.set), gmailConversationId: thread, messageIds, customerName }
  await enqueue(tx, decision.deliveries ?? [])
  await move(tx, orderKind, [view as Order], 'receive', actor, {
    set: () => set,
    note: reading.kind,
    ring: Boolean(decision.set.attention),
  })
  if (decision.set.address) tx.ring(decision.set.address.validatedAt ? LINK : CHECK_ADDRESS)
}

function isOurs({ messageIds }: Order, { messageId }: MailMessage): boolean {
  return messageIds.includes(messageId)
}

async function keepMail(
  tx: Tx,
  order: Order,
  mail: IncomingMail & { asked: boolean },
  message: MailMessage,
  reading: ReplyReading,
): Promise<void> {
  await sql(
    tx.em,
    `insert into order_mails (id, order_id, direction, gmail_id, rfc_message_id, subject, text, reading, at, asked)
     values ($1, $2, 'in', $3, $4, $5, $6, $7, $8, $9) on conflict (gmail_id) do nothing`,
    [
      uuid(),
      order.id,
      mail.id,
      message.messageId || null,
      message.subject,
      reading.replyText || message.text,
      reading.kind,
      mail.receivedAt,
      mail.asked,
    ],
  )
}
