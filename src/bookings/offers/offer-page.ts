import type { EntityManager } from '@mikro-orm/postgresql'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { type BookingView, loadBooking, type OfferView, type OptionView } from '../card/booking-view.ts'
import { writeIcs } from '../completion/write-ics.ts'
import { bookingKind } from '../kinds.ts'
import { writeSession, writeStart } from '../write-times.ts'
import { openSeats } from './next-offers.ts'
import { askedOf, spanOf } from './standing.ts'
import { pencilledText, plainAnswer } from './write-answers.ts'

type OfferApp = Needs<'em' | 'clock' | 'settings'>
export type FoundOffer = { offer: OfferView; option: OptionView; booking: BookingView }

export async function findOffer(em: EntityManager, offerId: string): Promise<FoundOffer | null> {
  const message = await em.findOne(BookingMessage, offerId, { fields: ['bookingId'] })
  const booking = message && (await loadBooking(em, message.bookingId))
  for (const option of booking?.options ?? []) {
    const offer = option.offers.find(({ id }) => id === offerId)
    if (offer && booking) return { offer, option, booking }
  }
  return null
}

/** The page behind the link of a text. `said`: the answer that was just given, in words. */
export function renderOffer(
  { settings, clock }: OfferApp,
  found: FoundOffer,
  path: string,
  said: string | null,
  chosen: Answerable | null = null,
): Html {
  const { offer, option } = found
  const { zone } = offer.musician
  const { title, sentence, buttons, isBooked } = standing(found, settings, clock())
  const session = writeSession(spanOf(option), zone)
  const shown = choose(buttons, chosen)
  const form = html`<form method="post" action="${path}" class="answers">${shown.map(renderButton)}</form>`
  return renderPublicPage({
    shop: settings.STUDIO_NAME,
    title,
    body: html`<section class="offer" aria-labelledby="title">
      <p class="eyebrow">${offer.instrument}</p>
      <h1 id="title">${title}</h1>
      <p class="lead" role="status">${said ?? sentence}</p>
      <dl>
        <div><dt>When</dt><dd>${session}</dd></div>
        <div><dt>Where</dt><dd>${[settings.STUDIO_NAME, settings.STUDIO_ADDRESS].filter(Boolean).join(', ')}</dd></div>
        <div><dt>Pay</dt><dd>${settings.BOOKING_PAY}</dd></div>
      </dl>
      ${isBooked ? html`<p><a class="button primary" href="${path}/event.ics">Add to my calendar</a></p>` : ''}
      ${shown.length > 0 ? form : ''}
    </section>
    <p class="footer">${byText(shown, offer.code)}${callUs(settings.OWNER_PHONE)}</p>`,
  })
}

/** What the page takes, by text as well. */
function byText(shown: Button[], code: string): string {
  const words = shown.flatMap(({ answer }) => (answer === 'none' ? [] : [`${answer.toUpperCase()} ${code}`]))
  return words.length > 0 ? `You can also answer the text: ${words.join(' or ')}.` : ''
}

/** Whom a musician calls who has a question. */
function callUs(phone: string | undefined): Html {
  return phone ? html` Questions? Call <a href="tel:${phone}">${phone}</a>.` : html``
}

/** What was tapped in the text stands first; it is sent by a press all the same. */
function choose(buttons: Button[], chosen: Answerable | null): Button[] {
  if (!buttons.some(({ answer }) => answer === chosen)) return buttons
  const marked = buttons.map((one) => ({ ...one, isFirst: one.answer === chosen }))
  return [...marked.filter(({ isFirst }) => isFirst), ...marked.filter(({ isFirst }) => !isFirst)]
}

const answers = ['yes', 'no', 'none'] as const
type Answerable = (typeof answers)[number]
type Button = { answer: Answerable; label: string; isFirst?: boolean }
type Standing = { title: string; sentence: string; buttons: Button[]; isBooked?: boolean }

export function readAnswer(text: string): Answerable | null {
  return answers.find((answer) => answer === text) ?? null
}

const YES: Button = { answer: 'yes', label: 'Yes', isFirst: true }
const NO: Button = { answer: 'no', label: 'No' }
const NONE: Button = { answer: 'none', label: 'No to all dates' }

/** What the page says now, from the state of the booking alone. */
function standing(found: FoundOffer, settings: Settings, now: Date): Standing {
  const { offer, option } = found
  if (offer.closedAs && !canReopen(found)) return closed(offer, option, settings)
  if (option.startsAt <= now) return { title: 'This offer has expired', sentence: 'That time has passed.', buttons: [] }
  if (offer.answer === 'yes') return pencilled(offer, option, settings, now)
  if (isFilled(found)) return filled(settings)
  if (offer.answer) return { title: 'You said no', sentence: 'Changed your mind? First yes gets it.', buttons: [YES] }
  const buttons = isOneOfSeveral(found) ? [YES, NO, NONE] : [YES, NO]
  return { title: 'Can you play?', sentence: 'First yes gets it.', buttons }
}

/** Only then is there more than one date to say no to. */
function isOneOfSeveral({ booking }: FoundOffer): boolean {
  return booking.options.filter(({ closedAt, position }) => closedAt === null && position !== null).length > 1
}

/** Whoever stepped back may still say yes while the seat is open. */
function canReopen({ offer, booking }: FoundOffer): boolean {
  return offer.closedAs === 'conflict' && booking.state === 'offering'
}

function filled(settings: Settings): Standing {
  return { title: 'Already filled', sentence: plainAnswer(settings, 'filled'), buttons: [] }
}

function closed({ closedAs, musician }: OfferView, option: OptionView, settings: Settings): Standing {
  const when = writeStart(spanOf(option), musician.zone)
  if (closedAs === 'booked') {
    const sentence = `See you ${when}. If you cannot come after all, tell us here.`
    return { title: 'You are booked', sentence, buttons: [{ answer: 'no', label: 'I cannot come' }], isBooked: true }
  }
  if (closedAs === 'filled') return filled(settings)
  if (closedAs === 'cancelled') {
    return { title: 'Cancelled', sentence: 'This session was cancelled. Nothing is needed from you.', buttons: [] }
  }
  if (closedAs === 'released') {
    return { title: 'Another time was chosen', sentence: 'You are free at this time. Thank you.', buttons: [] }
  }
  return {
    title: 'This offer has expired',
    sentence: 'It no longer stands. We write again when there is another one.',
    buttons: [],
  }
}

function pencilled({ holdUntil, musician }: OfferView, option: OptionView, settings: Settings, now: Date): Standing {
  const when = { time: spanOf(option), zone: musician.zone }
  const sentence = holdUntil ? pencilledText(settings, when, holdUntil, now) : 'You hear from us soon.'
  return { title: "You're pencilled in", sentence, buttons: [{ answer: 'no', label: 'I cannot come' }] }
}

function isFilled({ offer, option, booking }: FoundOffer): boolean {
  const others = option.offers.filter(({ id }) => id !== offer.id).map(askedOf)
  return openSeats(booking.instruments, others, offer.instrument) === 0
}

function renderButton({ answer, label, isFirst }: Button): Html {
  return html`<button name="answer" value="${answer}" class="${isFirst ? 'primary' : ''}">${label}</button>`
}

/** The session for the calendar of a musician who is booked for it; null for anyone else. */
export function writeOfferIcs({ settings, clock }: OfferApp, { offer, option, booking }: FoundOffer): string | null {
  if (offer.closedAs !== 'booked' || booking.state !== 'completed') return null
  const ref = writeRef(bookingKind, booking)
  return writeIcs({
    uid: `${offer.id}@deskhand`,
    at: booking.completedAt ?? clock(),
    time: spanOf(option),
    summary: `${settings.STUDIO_NAME}: ${offer.instrument}`,
    description: `Session ${ref}, ${offer.instrument}. Pay: ${settings.BOOKING_PAY}`,
    ...(settings.STUDIO_ADDRESS && { location: settings.STUDIO_ADDRESS }),
  })
}
