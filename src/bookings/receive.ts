import { createHash } from 'node:crypto'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { READ } from './steps.ts'

/** A mail as it came; `messageId` is its sender's id of it, null where there is none. */
export type BookingMail = {
  messageId: string | null
  subject: string
  from: string
  body: string
  receivedAt: Date
}

/** What the inbox keeps of it. */
export type StoredMail = { subject: string; from: string; body: string; receivedAt: string }

/**
 * Rows 002-001, 002-002: stores a booking mail before anything reads it; resolves when it is committed. The same mail
 * again (by its id, else by its words) is the one that is there already.
 */
export async function receiveBookingMail(
  app: Needs<'em' | 'clock' | 'ring'>,
  mail: BookingMail,
): Promise<{ id: string }> {
  const { subject, from, body, receivedAt } = mail
  const stored: StoredMail = { subject, from, body, receivedAt: receivedAt.toISOString() }
  const externalId = mail.messageId ? `id:${withBrackets(mail.messageId).slice(0, 500)}` : `hash:${hashOf(mail)}`
  return inTransaction(app, async (tx) => {
    await sql(
      tx.em,
      `insert into inbox (id, source, external_id, body, received_at) values ($1, 'booking', $2, $3, $4)
       on conflict (source, external_id) do nothing`,
      [uuid(), externalId, JSON.stringify(stored).replaceAll('\\u0000', '\\ufffd'), tx.at],
    )
    const [row] = await sql<{ id: string }>(
      tx.em,
      `select id from inbox where source = 'booking' and external_id = $1`,
      [externalId],
    )
    if (!row) throw new Error('a stored mail is gone')
    tx.ring(READ)
    return row
  })
}

/** Zapier and some mail programs leave the brackets of a Message-ID out. */
function withBrackets(messageId: string): string {
  return /^[^<>\s@]+@[^<>\s@]+$/.test(messageId) ? `<${messageId}>` : messageId
}

/** The time of receipt is not part of it: a repeated call would bring another. */
function hashOf({ subject, from, body }: BookingMail): string {
  return createHash('sha256')
    .update(JSON.stringify([subject, from, body]))
    .digest('hex')
}
