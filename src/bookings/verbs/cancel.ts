import type { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import { cancel as stopDeliveries } from '#src/outbox/enqueue.ts'
import { fillWords } from '#src/words/words.ts'
import type { BookingView } from '../card/booking-view.ts'
import { close } from '../completion/complete.ts'
import { takeEventsBack } from '../completion/take-events-back.ts'
import { bookingKind } from '../kinds.ts'
import { holdsSeat, spanOf } from '../offers/standing.ts'
import { offText } from '../offers/write-texts.ts'
import { clientDelivery, offerKey, textDelivery } from '../write-deliveries.ts'
import { helloTo } from '../write-hello.ts'
import { writeSession } from '../write-times.ts'
import { type BookingVerb, settled } from './verb.ts'

export const cancel: BookingVerb = {
  label: 'Give up',
  past: 'gave {it} up',
  pastFrom: { completed: 'cancelled' },
  style: 'danger',
  offered: ({ state }) => (state === 'completed' ? [{ label: 'Cancel session' }] : state !== 'cancelled'),
  form: (view) => ({
    title: `${isBooked(view) ? 'Cancel the session' : 'Give up'} ${writeRef(bookingKind, view)}`,
    submit: isBooked(view) ? 'Cancel it' : 'Give up',
    fields: [{ name: 'reason', label: 'Why', kind: 'text', optional: true, hint: 'For the record.' }],
  }),
  effect: giveUp,
}

const isBooked = ({ state }: BookingView) => state === 'completed'

/** Texts that have not left stay here; events are removed; whoever held a seat is told. */
async function giveUp(acting: Acting<BookingView>): Promise<Effect<Booking>> {
  const { tx, app, view, by, answers } = acting
  const offers = view.options.flatMap((option) => option.offers)
  const held = offers.filter(holdsSeat)
  await stopDeliveries(
    tx,
    [...offers.map(offerKey), ...held.map(({ id }) => `booking-confirm:${id}:${view.completions - 1}`)],
    by,
  )
  const removals = await takeEventsBack(tx, app, view, held, true, by)
  await close(
    tx,
    offers.filter((offer) => offer.closedAt === null || held.includes(offer)),
    'cancelled',
  )
  await tx.em.nativeUpdate(BookingOption, { bookingId: view.id, closedAt: null }, { closedAt: tx.at })
  await tx.em.nativeUpdate(BookingMessage, { bookingId: view.id }, { holdUntil: null })
  const wasBooked = isBooked(view)
  const reason = answers.reason?.trim()
  return {
    set: {
      ...settled,
      studioEventId: null,
      advanceAt: null,
      closedReason: reason || (wasBooked ? 'session cancelled' : 'given up'),
    },
    ...(reason && { note: reason }),
    deliveries: [...removals, ...tellHolders(acting, held), ...(wasBooked ? tellClient(acting) : [])],
    tell: wasBooked ? 'Cancelled. I remove the events and tell everyone.' : 'Given up. Who held a seat is told.',
  }
}

function tellHolders(
  { app, view }: Acting<BookingView>,
  held: BookingView['options'][number]['offers'],
): NewDelivery[] {
  const first = new Map(held.map((offer) => [offer.musicianId, offer]))
  return [...first.values()].flatMap((offer) => {
    const option = view.options.find(({ id }) => id === offer.optionId)
    if (!option) return []
    const text = offText(app.settings, spanOf(option), offer.musician.zone)
    return [textDelivery(view, 'release', offer.musician, `${offer.id}:off`, { text })]
  })
}

function tellClient({ app, view }: Acting<BookingView>): NewDelivery[] {
  const option = view.options.find(({ id }) => id === view.optionId)
  const when = option ? writeSession(spanOf(option), view.zone) : ''
  const values = { hello: helloTo(view.client), session: when, studio: app.settings.STUDIO_NAME }
  const mail = fillWords('bookings.cancelled', values, app.settings.MAIL_TEMPLATES)
  return clientDelivery(view, app.settings, `${view.id}:off`, mail)
}
