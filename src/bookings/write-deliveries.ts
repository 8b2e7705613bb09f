import type { Booking } from '#entities/bookings/booking.ts'
import type { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Musician } from '#entities/bookings/musician.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import { type Settings, studioAddress } from '#src/config.ts'
import type { EventPayload } from '#src/outbox/calendar-sender.ts'
import { fillWords } from '#src/words/words.ts'

type Of = Pick<Booking, 'id' | 'number'>
type Person = Pick<Musician, 'phone' | 'zone'>

const about = ({ id }: Of) => ({ subject: 'booking', subjectId: id })

/** `name` makes it one text: the same again changes nothing. */
export function textDelivery(
  booking: Of,
  kind: 'offer' | 'confirm' | 'release' | 'hold' | 'reply',
  { phone, zone }: Person,
  name: string,
  payload: { text: string; offerId?: string },
): NewDelivery {
  const key = `booking-${kind}:${name}`
  return { key, kind: `bookings.${kind}`, channel: 'sms', recipient: phone, zone, payload, ...about(booking) }
}

export function offerKey({ id, asks }: Pick<BookingMessage, 'id' | 'asks'>): string {
  return `booking-offer:${id}:${asks}`
}

export function ownerDelivery(booking: Of, settings: Settings, name: string, text: string): NewDelivery[] {
  if (!settings.OWNER_PHONE) return []
  const recipient = settings.OWNER_PHONE
  const zone = settings.BOOKING_TIMEZONE
  const key = `booking-tell-owner:${name}`
  const payload = { text }
  return [{ key, kind: 'bookings.tell-owner', channel: 'sms', recipient, zone, payload, ...about(booking) }]
}

/** An event under our own id, so that a second try makes no second one. */
export function eventDelivery(
  booking: Of,
  calendarId: string,
  zone: string,
  event: Extract<EventPayload, { event: unknown }>['event'],
): NewDelivery {
  const key = eventKey(event.id)
  const payload = { event }
  return { key, kind: 'bookings.event', channel: 'calendar', recipient: calendarId, zone, payload, ...about(booking) }
}

export function eventKey(eventId: string): string {
  return `booking-event:${eventId}`
}

export function uneventDelivery(booking: Of, calendarId: string, eventId: string, late = false): NewDelivery {
  const key = `booking-unevent:${eventId}${late ? ':late' : ''}`
  const payload = { removeId: eventId }
  return {
    key,
    kind: 'bookings.unevent',
    channel: 'calendar',
    recipient: calendarId,
    zone: 'UTC',
    payload,
    ...about(booking),
  }
}

/** Through Gmail where it is connected, else the mail server; no mail where neither is. */
export function clientDelivery(
  booking: Of & Pick<Booking, 'client'>,
  settings: Settings,
  name: string,
  mail: { subject: string; text: string },
): NewDelivery[] {
  const channel = mailChannel(settings)
  const { email } = booking.client
  if (!channel || !email) return []
  const key = `booking-tell-client:${name}`
  const payload = { ...mail, ...fromStudio(channel, settings) }
  const zone = settings.BOOKING_TIMEZONE
  return [{ key, kind: 'bookings.tell-client', channel, recipient: email, zone, payload, ...about(booking) }]
}

/** Dane's words, in the thread where there is one. */
export function clientReply(
  booking: Of & Pick<Booking, 'client' | 'moves' | 'clientThreadId' | 'clientMessageIds' | 'clientSubject'>,
  settings: Settings,
  words: string,
): NewDelivery[] {
  const { clientThreadId: threadId, clientMessageIds: references, moves, id } = booking
  const { subject, text } = fillWords(
    'bookings.reply-client',
    { words, studio: settings.STUDIO_NAME },
    settings.MAIL_TEMPLATES,
  )
  const [mail] = clientDelivery(booking, settings, `${id}:reply:${moves}`, { subject, text: `${text}\n` })
  const last = references.at(-1)
  if (!mail) return []
  const thread = threadId && last ? { thread: { threadId, inReplyTo: last, references } } : {}
  const payload = {
    ...mail.payload,
    ...thread,
    ...(booking.clientSubject && { subject: answering(booking.clientSubject) }),
  }
  return [{ ...mail, kind: 'bookings.reply-client', payload }]
}

function answering(subject: string): string {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`
}

/** The studio writes to its clients, from its own account or from the shop's mailbox that it shares. */
function fromStudio(channel: string, settings: Settings): { headers?: { From: string } } {
  const address = studioAddress(settings) ?? settings.GMAIL_ADDRESS
  if (channel === 'mail' || !address) return {}
  return { headers: { From: `"${settings.STUDIO_NAME.replace(/["\\\r\n]/g, '')}" <${address}>` } }
}

/** A token that is missing or refused is not asked here: the mail waits, and a card says what to mend. */
function mailChannel(settings: Settings): 'gmail' | 'studio-gmail' | 'mail' | null {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, MAIL_URL, MAIL_FROM } = settings
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) return studioAddress(settings) ? 'studio-gmail' : 'gmail'
  return MAIL_URL && MAIL_FROM ? 'mail' : null
}
