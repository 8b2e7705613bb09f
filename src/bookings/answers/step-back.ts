import type { Actor } from '#entities/actor.ts'
import type { Booking } from '#entities/bookings/booking.ts'
import { type Answer, BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingSeat } from '#entities/bookings/booking-seat.ts'
import type { Needs } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import type { BookingView, OfferView } from '../card/booking-view.ts'
import { takeEventsBack } from '../completion/take-events-back.ts'
import { bookingKind } from '../kinds.ts'
import { holdsSeat } from '../offers/standing.ts'
import { CHECK } from '../steps.ts'

export type NoAnswer = { answer: Exclude<Answer, 'yes'>; via: string; by: Actor }

/**
 * Someone says no to these offers of theirs, all of one booking. A seat they had said yes to opens again: the event
 * goes, the next are asked without waiting, and Dane hears of it. A plain no is recorded, no more.
 */
export async function sayNo(
  tx: Tx,
  app: Needs<'settings'>,
  view: BookingView,
  offers: OfferView[],
  { answer, via, by }: NoAnswer,
): Promise<void> {
  const held = offers.filter(holdsSeat)
  const answered = { answer, answeredAt: tx.at, answeredVia: via, holdUntil: null }
  const reopened = held.filter(({ closedAs }) => closedAs === 'booked')
  await tx.em.nativeUpdate(BookingMessage, { id: { $in: offers.map(({ id }) => id) } }, answered)
  await tx.em.nativeUpdate(
    BookingMessage,
    { id: { $in: reopened.map(({ id }) => id) } },
    { closedAt: null, closedAs: null },
  )
  await enqueue(tx, await takeEventsBack(tx, app, view, held, false, by))
  await cancel(
    tx,
    reopened.map(({ id }) => `booking-confirm:${id}:${view.completions - 1}`),
    by,
  )
  if (view.state === 'cancelled') return
  if (held.length > 0) return openSeats(tx, view, held, by)
  const isLast = app.settings.BOOKING_ADVANCE_ON_NO && !isAnyoneSilent(view, offers)
  if (isLast) tx.ring(CHECK)
  await answerMove(tx, view, by, `${by.name}: ${answer === 'none' ? 'no to all dates' : 'no'}`, {
    ...(isLast && { advanceAt: tx.at }),
  })
}

/** A seat is free again: who found it filled may be asked for it, the next of the plan go without waiting. */
async function openSeats(tx: Tx, view: BookingView, held: OfferView[], by: Actor): Promise<void> {
  for (const { optionId, instrument, musicianId } of held) {
    const seat = { optionId, instrument }
    const waiting = { round: 0, answer: null, answeredAt: null, closedAt: null, closedAs: null }
    await tx.em.nativeUpdate(BookingMessage, { ...seat, answer: 'yes', closedAs: 'filled' }, waiting)
    await tx.em.nativeUpdate(
      BookingMessage,
      { ...seat, answer: null, closedAs: 'filled' },
      { closedAt: null, closedAs: null },
    )
    await tx.em.nativeUpdate(BookingSeat, { bookingId: view.id, instrument, musicianId }, { musicianId: null })
  }
  tx.ring(CHECK)
  const who = held[0]?.musician.name ?? by.name
  const what = [...new Set(held.map(({ instrument }) => instrument))].join(' and ')
  const note = `${who} stepped back: ${what} is open again`
  const set: Partial<Booking> = { attention: 'back', attentionNote: note, advanceAt: tx.at }
  const verb = view.state === 'completed' ? 'back' : 'answer'
  await move(tx, bookingKind, [view as Booking], verb, by, { set: () => set, note, ring: true })
}

function isAnyoneSilent(view: BookingView, offers: OfferView[]): boolean {
  const done = new Set(offers.map(({ id }) => id))
  return view.options.some((option) =>
    option.offers.some(({ id, answer, closedAt }) => !done.has(id) && answer === null && closedAt === null),
  )
}

/** An answer moves nothing but is kept in the history; on a finished booking not even that. */
export async function answerMove(
  tx: Tx,
  view: BookingView,
  by: Actor,
  note: string,
  set: Partial<Booking> = {},
): Promise<void> {
  if (view.state === 'completed' || view.state === 'cancelled') return
  await move(tx, bookingKind, [view as Booking], 'answer', by, { set: () => set, note })
}
