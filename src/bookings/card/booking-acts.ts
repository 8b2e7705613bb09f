import type { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import { Refusal } from '#src/errors.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import { assignSeat } from '../completion/assign-seat.ts'
import { close, takeEventsBack } from '../completion/complete.ts'
import { seatRows } from '../completion/seat-rows.ts'
import { holdsSeat, spanOf } from '../offers/standing.ts'
import { offText } from '../offers/write-texts.ts'
import { readInstrumentsField, readTimesField } from '../read-fields.ts'
import { CHECK, PLAN } from '../steps.ts'
import { clientDelivery, offerKey, textDelivery } from '../write-deliveries.ts'
import { writeSession } from '../write-times.ts'
import type { BookingView } from './booking-view.ts'

type Act = (acting: Acting<BookingView>) => Promise<Effect<Booking>> | Effect<Booking>

const settled = { attention: null, attentionNote: null } as const
const fresh = { ...settled, paused: false, attempts: 0, nextTryAt: null, lastError: null }

/** What each verb of Dane's does besides the move. */
export const bookingActs: Record<string, Act> = {
  accept({ tx }) {
    tx.ring(PLAN)
    return { set: fresh, tell: 'All right. I ask the calendars, then the musicians.' }
  },

  choose({ tx, view, arg }) {
    const choice = view.choices[Number(arg)]
    if (!choice) throw new Refusal('That reading is gone. Look at the card as it is now.')
    tx.ring(PLAN)
    return { set: { ...fresh, times: choice.times }, edited: true, tell: `${choice.label}, then. The texts go out.` }
  },

  async edit({ tx, app, view, answers }) {
    const instruments = readInstrumentsField(answers.instruments ?? '')
    const times = await readTimesField(answers.times ?? '', 'times', app.settings.BOOKING_TIMEZONE, tx.at)
    const client = {
      name: answers.name?.trim() || null,
      email: answers.email?.trim() || null,
      phone: answers.phone?.trim() || null,
    }
    await seatRows(tx, view.id, instruments)
    tx.ring(PLAN)
    return { set: { ...fresh, instruments, times, client }, edited: true, tell: 'Saved. The texts go out.' }
  },

  call: ({ view }) => ({ tell: `${view.client.name ?? 'The client'}: ${view.client.phone ?? 'no phone number'}` }),

  pause: () => ({ set: { paused: true }, tell: 'Paused. No new texts leave; answers still count.' }),

  resume({ tx }) {
    tx.ring(CHECK)
    return { set: { paused: false }, tell: 'I go on.' }
  },

  seen: () => ({ set: settled, tell: 'All right.' }),

  assign: assignSeat,

  async other({ tx, app, view, answers }) {
    const added = await readTimesField(answers.time ?? '', 'time', app.settings.BOOKING_TIMEZONE, tx.at)
    const known = new Set(view.times.map(({ start }) => Date.parse(start)))
    const times = [...view.times, ...added.filter(({ start }) => !known.has(Date.parse(start)))]
    tx.ring(PLAN)
    return { set: { ...fresh, times }, edited: true, tell: 'Added. I ask the calendars, then the musicians.' }
  },

  again({ tx, view }) {
    tx.ring(PLAN)
    return { set: { ...fresh, round: view.round + 1 }, tell: 'I ask again who has not answered, and who is new.' }
  },

  cancel: giveUp,
}

/** Texts that have not left stay here; events are removed; whoever held a seat is told. */
async function giveUp(acting: Acting<BookingView>): Promise<Effect<Booking>> {
  const { tx, app, view, by, answers } = acting
  const offers = view.options.flatMap((option) => option.offers)
  const held = offers.filter(holdsSeat)
  await cancel(
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
  const wasBooked = view.state === 'completed'
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
  const { STUDIO_NAME } = app.settings
  const text = `Hello${view.client.name ? ` ${view.client.name}` : ''},\n\nwe are sorry: your session ${when} is cancelled. Please answer this mail for another time.\n\n${STUDIO_NAME}`
  return clientDelivery(view, app.settings, `${view.id}:off`, {
    subject: `Your session at ${STUDIO_NAME} is cancelled`,
    text,
  })
}
