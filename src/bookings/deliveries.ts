import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Delivery } from '#entities/outbox/delivery.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { EventPayload } from '#src/outbox/calendar-sender.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import type { DeliveryKind, DeliveryKinds } from '#src/outbox/send-due.ts'
import { noteEarlyStatuses } from './answers/note-status.ts'
import { showChange } from './card/show-change.ts'
import { CHECK } from './steps.ts'
import { uneventDelivery } from './write-deliveries.ts'

/** An offer that left starts its hour; one that cannot leave asked nobody, and the next goes at once. */
const offer: DeliveryKind = {
  called: 'offer to',
  table: 'bookings',
  async onSent(tx, delivery) {
    const bookingId = await lock(tx, delivery)
    const { offerId } = delivery.payload as { offerId: string }
    await tx.em.nativeUpdate(
      BookingMessage,
      { id: offerId },
      { sentAt: tx.at, sid: delivery.vendorRef?.sid ?? null, deliveryStatus: 'sent' },
    )
    await noteEarlyStatuses(tx, delivery.vendorRef?.sid)
    await sql(tx.em, 'update bookings set last_text_at = $2 where id = $1', [bookingId, tx.at])
    await showChange(tx, bookingId)
  },
  async onDead(tx, delivery) {
    const bookingId = await lock(tx, delivery)
    const { offerId } = delivery.payload as { offerId: string }
    const failed = { closedAt: tx.at, closedAs: 'failed' as const, deliveryStatus: 'failed' }
    await tx.em.nativeUpdate(BookingMessage, { id: offerId, answer: null }, failed)
    await sql(tx.em, `update bookings set advance_at = $2 where id = $1 and state = 'offering'`, [bookingId, tx.at])
    await showChange(tx, bookingId)
    tx.ring(CHECK)
    return true
  },
}

/** Told so on the booking's card; where it cannot be, the delivery's own card tells Dane. */
const plain: Omit<DeliveryKind, 'called'> = {
  table: 'bookings',
  onSent: async (tx, delivery) => showChange(tx, delivery.subjectId ?? ''),
  onDead: async () => false,
}

/** The answer to a text: not worth a card. */
const reply: DeliveryKind = { called: 'answer to', onSent: async () => {}, onDead: async () => true }

/** An event that was called off while it was being made is taken back. */
const event: DeliveryKind = {
  called: 'calendar entry for',
  table: 'bookings',
  async onSent(tx, delivery) {
    const bookingId = await lock(tx, delivery)
    const payload = delivery.payload as EventPayload
    if ('removeId' in payload) return
    const booking = await tx.em.findOneOrFail(Booking, { id: bookingId })
    const eventId = payload.event.id
    const isWanted =
      booking.studioEventId === eventId || (await tx.em.count(BookingMessage, { bookingId, eventId })) > 0
    if (!isWanted) await enqueue(tx, [uneventDelivery(booking, delivery.recipient, eventId, true)])
    await showChange(tx, bookingId)
  },
  onDead: async () => false,
}

const tellClient: DeliveryKind = {
  called: 'news to the client',
  table: 'bookings',
  async onSent(tx, delivery) {
    const bookingId = await lock(tx, delivery)
    await sql(tx.em, 'update bookings set client_told_at = $2 where id = $1', [bookingId, tx.at])
    await keepThread(tx, bookingId, delivery)
    await showChange(tx, bookingId)
  },
  onDead: async () => false,
}

const replyClient: DeliveryKind = {
  called: 'reply to the client',
  table: 'bookings',
  async onSent(tx, delivery) {
    const bookingId = await lock(tx, delivery)
    await keepThread(tx, bookingId, delivery)
    await showChange(tx, bookingId)
  },
  onDead: async () => false,
}

/** What the client answers is found by its thread, and answered in it. */
async function keepThread(tx: Tx, bookingId: string, { vendorRef, payload }: Delivery): Promise<void> {
  const { threadId, rfcMessageId } = vendorRef ?? {}
  if (!threadId) return
  await sql(
    tx.em,
    `update bookings set client_thread_id = $2::text, client_subject = $4, client_message_ids =
       case when client_thread_id = $2::text then client_message_ids else '{}' end || $3::text[] where id = $1`,
    [bookingId, threadId, rfcMessageId ? [rfcMessageId] : [], String(payload.subject)],
  )
}

export const bookingDeliveries: DeliveryKinds = {
  'bookings.offer': offer,
  'bookings.confirm': { called: 'confirmation to', ...plain },
  'bookings.release': { called: 'news that the seat is gone, to', ...plain },
  'bookings.hold': { called: 'news that they are still held, to', ...plain },
  'bookings.reply': reply,
  'bookings.event': event,
  'bookings.unevent': { called: 'calendar removal for', ...plain },
  'bookings.tell-client': tellClient,
  'bookings.reply-client': replyClient,
  'bookings.tell-owner': { called: 'news to the owner', ...plain },
}

async function lock(tx: Tx, { subjectId }: Delivery): Promise<string> {
  await sql(tx.em, 'select 1 from bookings where id = $1 for update', [subjectId])
  return subjectId ?? ''
}
