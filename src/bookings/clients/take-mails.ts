import { step } from '#entities/actor.ts'
import type { Booking } from '#entities/bookings/booking.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader } from '#src/inbox/reader.ts'
import type { IncomingMail } from '#src/integrations/google/gmail.ts'
import { readsMail } from '#src/mailbox/reads-mail.ts'
import { MAILBOX, STUDIO_MAILBOX } from '#src/mailbox/sources.ts'
import { move } from '#src/moves/move.ts'
import { type MailMessage, readMessage } from '#src/reading/mail.ts'
import { readReply } from '#src/reading/reply.ts'
import { loadBooking } from '../card/booking-view.ts'
import { bookingKind } from '../kinds.ts'
import { TAKE_MAILS } from '../steps.ts'

const actor = step(TAKE_MAILS)
/** How long a client's mail is still about their booking. */
const READ_DAYS = 90
const MOST_WORDS = 2_000

/** What a client writes about their session reaches Dane, on its card; no rule decides anything of it. */
const clientReader: Reader = readsMail({
  step: TAKE_MAILS,
  waits: isAnyoneWriting,
  async read(app, mail, item) {
    if (app.studioGmail && item.source === MAILBOX) return 'not mine'
    const message = await readMessage(mail.raw)
    if (message.isAuto) return 'not mine'
    const { text } = await readReply(mail.raw)
    return item.take(async (tx) => {
      const bookingId = await findBooking(tx, mail, message)
      if (!bookingId) return 'not mine'
      await take(tx, bookingId, mail, message, text || message.text)
      return 'mine'
    })
  },
})

/** In the mailbox that the studio writes from: its own, or the shop's where it shares that. */
export const clientReaders: Reader[] = [clientReader, { ...clientReader, source: STUDIO_MAILBOX }]

export function takeClientMails(app: App): Promise<number> {
  return readInbox(app, clientReader)
}

async function isAnyoneWriting({ em, clock }: App): Promise<boolean> {
  const since = new Date(clock().getTime() - READ_DAYS * 24 * 3_600_000)
  const rows = await sql(em.fork(), `select 1 from bookings where client_told_at > $1 limit 1`, [since])
  return rows.length > 0
}

/**
 * By the thread of our mail; else the newest booking of the writer's address, unless this mail is what it came from.
 */
async function findBooking(
  tx: Tx,
  { threadId, receivedAt }: IncomingMail,
  { from }: MailMessage,
): Promise<string | null> {
  const since = new Date(tx.at.getTime() - READ_DAYS * 24 * 3_600_000)
  const [found] = await sql<{ id: string }>(
    tx.em,
    `select id from bookings where client_thread_id = $1
       or (lower(client ->> 'email') = $2 and created_at between $3 and $4)
     order by (client_thread_id = $1) desc nulls last, number desc limit 1`,
    [threadId, from.address.toLowerCase(), since, receivedAt],
  )
  return found?.id ?? null
}

async function take(tx: Tx, id: string, mail: IncomingMail, message: MailMessage, words: string): Promise<void> {
  await sql(tx.em, 'select 1 from bookings where id = $1 for update', [id])
  const view = await loadBooking(tx.em, id)
  const { messageId } = message
  if (!view || (messageId && view.clientMessageIds.includes(messageId))) return
  const before = view.clientWords ? `\n\nBefore: ${view.clientWords}` : ''
  const set: Partial<Booking> = {
    clientWords: `${words}${before}`.slice(0, MOST_WORDS),
    clientThreadId: view.clientThreadId ?? mail.threadId,
    clientSubject: view.clientSubject ?? message.subject,
    clientMessageIds: messageId ? [...view.clientMessageIds, messageId] : view.clientMessageIds,
  }
  const note = words.replace(/\s+/g, ' ').slice(0, 200)
  await move(tx, bookingKind, [view as Booking], 'receive', actor, { set: () => set, note, ring: true })
}
