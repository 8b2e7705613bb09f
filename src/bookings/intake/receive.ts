import type { Needs } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'

/** A mail as it came; `messageId` is its sender's id of it, null where there is none. */
export type BookingMail = {
  messageId: string | null
  subject: string
  from: string
  body: string
  receivedAt: Date
}

/** Where they wait to be read. */
export const BOOKING_MAILS = 'booking'

type StoredMail = Omit<BookingMail, 'messageId' | 'receivedAt'> & { receivedAt: string }

/**
 * Stores a booking mail before anything reads it; resolves when it is committed. The same mail
 * again (by its id, else by its words) is the one that is there already.
 */
export async function receiveBookingMail(app: Needs<'inlet'>, mail: BookingMail): Promise<{ id: string }> {
  const { subject, from, body, receivedAt } = mail
  const stored: StoredMail = { subject, from, body, receivedAt: receivedAt.toISOString() }
  const externalId = mail.messageId ? `id:${withBrackets(mail.messageId).slice(0, 500)}` : `hash:${wordsHash(mail)}`
  return app.inlet(BOOKING_MAILS, externalId, JSON.stringify(stored))
}

export function readStored({ body }: { body: string }): StoredMail {
  return JSON.parse(body)
}

/** Zapier and some mail programs leave the brackets of a Message-ID out. */
function withBrackets(messageId: string): string {
  return /^[^<>\s@]+@[^<>\s@]+$/.test(messageId) ? `<${messageId}>` : messageId
}

/** The time of receipt is not part of it: a repeated call would bring another. */
function wordsHash({ subject, from, body }: BookingMail): string {
  return hashOf(JSON.stringify([subject, from, body]))
}
