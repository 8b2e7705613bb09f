import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { isAwayFromHome } from '#src/moves/routes.ts'
import { fillWords } from '#src/words/words.ts'
import type { BookingView, OfferView, OptionView } from '../card/booking-view.ts'
import { bookingKind } from '../kinds.ts'
import { spanOf } from '../offers/standing.ts'
import { ownerText } from '../offers/write-answers.ts'
import { confirmText } from '../offers/write-texts.ts'
import { clientDelivery, eventDelivery, ownerDelivery, textDelivery } from '../write-deliveries.ts'
import { helloTo } from '../write-hello.ts'
import { writeInstruments } from '../write-instruments.ts'
import { writeSession } from '../write-times.ts'

type App = Needs<'settings' | 'publicUrl' | 'calendar'>

/**
 * What leaves when a booking is completed: to the musicians who are new in it, the studio's calendar, Dane, the
 * client.
 */
export async function confirmationsOf(
  tx: Tx,
  app: App,
  view: BookingView,
  option: OptionView,
  winners: OfferView[],
  studio: { id: string | null; isNew: boolean },
): Promise<NewDelivery[]> {
  const fresh = winners.filter(({ closedAs }) => closedAs !== 'booked')
  const own: NewDelivery[] = []
  for (const offer of fresh) own.push(...(await book(tx, app, view, option, offer)))
  return [
    ...own,
    ...studioDelivery(app, view, option, winners, studio),
    ...(await tellOwner(tx, app, view, option, winners)),
    // By its name one mail for each time: a seat that is filled again is no news to the client.
    ...clientDelivery(view, app.settings, `${view.id}:booked:${option.id}`, clientMail(app, view, option)),
  ]
}

async function book(tx: Tx, app: App, view: BookingView, option: OptionView, offer: OfferView): Promise<NewDelivery[]> {
  const { musician, instrument } = offer
  const round = view.completions
  const eventId = app.calendar && musician.calendarId ? `${offer.id.replaceAll('-', '')}e${round}` : null
  const booked = { closedAt: tx.at, closedAs: 'booked' as const, holdUntil: null, eventId }
  await tx.em.nativeUpdate(BookingMessage, { id: offer.id }, booked)
  const expiresAt = new Date(option.endsAt.getTime() + 24 * 3_600_000)
  const token = await mintLink(tx, { purpose: 'event', subjectId: offer.id, expiresAt })
  const time = spanOf(option)
  const seat = { instrument, time, zone: musician.zone }
  const text = confirmText(app.settings, seat, offer.code, writeLink(app.publicUrl, token))
  const event =
    eventId && eventOf(app, view, option, eventId, musician.zone, `${app.settings.STUDIO_NAME}: ${instrument}`)
  return [
    textDelivery(view, 'confirm', musician, `${offer.id}:${round}`, { text, offerId: offer.id }),
    ...(event && musician.calendarId ? [eventDelivery(view, musician.calendarId, musician.zone, event)] : []),
  ]
}

function studioDelivery(
  app: App,
  view: BookingView,
  option: OptionView,
  winners: OfferView[],
  { id, isNew }: { id: string | null; isNew: boolean },
): NewDelivery[] {
  const { STUDIO_CALENDAR_ID: calendarId, BOOKING_TIMEZONE: zone } = app.settings
  if (!id || !isNew || !calendarId) return []
  const event = eventOf(app, view, option, id, zone, `Session: ${view.client.name ?? 'client'}`)
  return [eventDelivery(view, calendarId, zone, { ...event, description: lineUp(winners) })]
}

function eventOf(app: App, view: BookingView, option: OptionView, id: string, zone: string, summary: string) {
  return {
    id,
    summary,
    description: `${writeRef(bookingKind, view)} at ${app.settings.STUDIO_NAME}`,
    start: option.startsAt.toISOString(),
    end: option.endsAt.toISOString(),
    zone,
    ...(app.settings.STUDIO_ADDRESS && { location: app.settings.STUDIO_ADDRESS }),
    private: { booking: view.id, option: option.id },
  }
}

function lineUp(winners: OfferView[]): string {
  return winners.map(({ instrument, musician }) => `${instrument}: ${musician.name}`).join('\n')
}

/** While a deputy has the cards theirs rings, and Dane is left in peace. */
async function tellOwner(tx: Tx, { settings }: App, view: BookingView, option: OptionView, winners: OfferView[]) {
  if (await isAwayFromHome(tx.em, 'bookings')) return []
  const session = writeSession(spanOf(option), settings.BOOKING_TIMEZONE)
  const who = winners.map(({ instrument, musician }) => `${instrument} ${musician.name}`).join(', ')
  const ref = writeRef(bookingKind, view)
  const text = ownerText(settings, { ref, client: view.client.name ?? 'client', session, who })
  return ownerDelivery(view, settings, `${view.id}:booked:${view.completions}`, text)
}

function clientMail({ settings }: App, view: BookingView, option: OptionView): { subject: string; text: string } {
  const values = {
    hello: helloTo(view.client),
    session: writeSession(spanOf(option), view.zone),
    instruments: writeInstruments(view.instruments),
    address: settings.STUDIO_ADDRESS ?? null,
    studio: settings.STUDIO_NAME,
  }
  return fillWords('bookings.booked', values, settings.MAIL_TEMPLATES)
}
