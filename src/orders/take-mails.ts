import { step } from '#entities/actor.ts'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import type { Order } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import type { IncomingMail } from '#src/integrations/gmail.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { type MailMessage, readMessage } from '#src/reading/mail.ts'
import { decideMail } from './decide-mail.ts'
import { orderKind } from './kinds.ts'
import { loadOrders } from './order-view.ts'
import { type ReplyReading, readAddressReply } from './read-address-reply.ts'
import { CHECK_ADDRESS, LINK, TAKE_MAILS } from './steps.ts'

const BATCH = 100
const actor = step(TAKE_MAILS)

type TakingApp = Needs<'em' | 'clock' | 'ring' | 'settings'>

/** Reads stored mails and hands each to its order; one after the other, as they were written. */
export async function takeMails(app: TakingApp): Promise<number> {
  for (let count = 0; ; count += 1) {
    if (count >= BATCH || !(await inTransaction(app, (tx) => takeNext(tx, app)))) return count
  }
}

async function takeNext(tx: Tx, app: TakingApp): Promise<boolean> {
  const [claimed] = await sql<{ id: string }>(
    tx.em,
    `select id from inbox where source = 'gmail' and read_at is null order by received_at, id limit 1 for update skip locked`,
  )
  if (!claimed) return false
  const item = await tx.em.findOneOrFail(InboxItem, claimed.id)
  const mail = JSON.parse(item.body) as IncomingMail
  const message = await readMessage(mail.raw)
  const orderId = await findOrder(tx, mail, message)
  if (orderId) await take(tx, app, orderId, mail, message)
  await sql(tx.em, 'update inbox set read_at = $2 where id = $1', [claimed.id, tx.at])
  return true
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
    `select id from orders where gmail_conversation_id = $1 or (email = $2 and state not in ('scraped', 'pending-details-validation'))
     order by (gmail_conversation_id = $1) desc nulls last, number desc limit 1`,
    [threadId, email],
  )
  return found?.id ?? null
}

async function take(tx: Tx, app: TakingApp, orderId: string, mail: IncomingMail, message: MailMessage): Promise<void> {
  await sql(tx.em, 'select 1 from orders where id = $1 for update', [orderId])
  const [view] = await loadOrders(tx.em, [orderId])
  if (!view || isOurs(view, message)) return
  const reading = await readAddressReply(mail.raw)
  await keepMail(tx, view, mail, message, reading)
  const decision = decideMail(view, reading, { ...message, threadId: mail.threadId }, app.settings, tx.at)
  if (!decision) return
  const thread = view.gmailConversationId ?? mail.threadId
  const messageIds = message.messageId ? [...view.messageIds, message.messageId] : view.messageIds
  const set = { ...decision.set, gmailConversationId: thread, messageIds }
  await enqueue(tx, decision.deliveries ?? [])
  await move(tx, orderKind, [view as Order], 'receive', actor, {
    set: () => set,
    note: reading.kind,
    ring: Boolean(decision.set.attention),
  })
  if (decision.set.address) tx.ring(decision.set.address.validatedAt ? LINK : CHECK_ADDRESS)
}

function isOurs({ messageIds }: Order, { messageId }: MailMessage): boolean {
  return messageId !== '' && messageIds.includes(messageId)
}

async function keepMail(
  tx: Tx,
  order: Order,
  mail: IncomingMail,
  message: MailMessage,
  reading: ReplyReading,
): Promise<void> {
  await sql(
    tx.em,
    `insert into order_mails (id, order_id, direction, gmail_id, rfc_message_id, subject, text, reading, at)
     values ($1, $2, 'in', $3, $4, $5, $6, $7, $8) on conflict (gmail_id) do nothing`,
    [
      uuid(),
      order.id,
      mail.id,
      message.messageId || null,
      message.subject,
      reading.replyText || message.text,
      reading.kind,
      mail.receivedAt,
    ],
  )
}
