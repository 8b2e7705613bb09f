import type { Actor } from '#entities/actor.ts'
import type { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import { BookingSeat } from '#entities/bookings/booking-seat.ts'
import type { NewDelivery } from '#entities/outbox/delivery.ts'
import type { Needs } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import type { BookingView, OfferView, OptionView } from '../card/booking-view.ts'
import { bookingKind } from '../kinds.ts'
import { holdsSeat, spanOf } from '../offers/standing.ts'
import { releaseText } from '../offers/write-texts.ts'
import { offerKey, textDelivery } from '../write-deliveries.ts'
import { takenElsewhere } from './booked-elsewhere.ts'
import { confirmationsOf } from './confirmations.ts'
import { takeEventsBack } from './take-events-back.ts'

export type CompletingApp = Needs<'settings' | 'publicUrl' | 'calendar'>

/**
 * A time whose every chair has a yes wins. Its musicians are booked, told and get
 * their events; who had accepted another time is released; every other offer is closed. `accepted`: the yes that is
 * being taken now. False when someone of it was booked elsewhere at that time a moment ago: that yes is closed.
 */
export async function completeBooking(
  tx: Tx,
  app: CompletingApp,
  view: BookingView,
  option: OptionView,
  accepted: string | null,
  by: Actor,
): Promise<boolean> {
  const yes = option.offers.filter((offer) => holdsSeat(offer) || offer.id === accepted)
  const taken = await takenElsewhere(tx, view, option, yes)
  if (taken.length > 0) {
    await close(tx, taken, 'conflict')
    return false
  }
  const winners = chooseWinners(view, yes)
  const studio = studioEvent(app, view, option)
  const deliveries = [
    ...(await confirmationsOf(tx, app, view, option, winners, studio)),
    ...(await closeOthers(tx, app, view, option, winners, by)),
  ]
  await seat(tx, view, winners)
  const set: Partial<Booking> = {
    // What a musician wrote, and nobody has seen, is no less open once all is booked.
    ...(view.attention !== 'words' && { attention: null, attentionNote: null }),
    optionId: option.id,
    completedAt: tx.at,
    completions: view.completions + 1,
    studioEventId: studio.id,
    advanceAt: null,
    paused: false,
  }
  await enqueue(tx, deliveries)
  await move(tx, bookingKind, [view as Booking], 'complete', by, { set: () => set, note: winnersNote(winners) })
  return true
}

/** The first to say yes, as many as there are chairs of the instrument. */
function chooseWinners({ instruments }: BookingView, yes: OfferView[]): OfferView[] {
  const at = ({ answeredAt }: OfferView) => answeredAt?.getTime() ?? Number.MAX_SAFE_INTEGER
  const first = yes.toSorted((a, b) => at(a) - at(b))
  return Object.entries(instruments).flatMap(([name, count]) =>
    first.filter(({ instrument }) => instrument === name).slice(0, count),
  )
}

function studioEvent(app: CompletingApp, view: BookingView, option: OptionView): { id: string | null; isNew: boolean } {
  if (!app.calendar || !app.settings.STUDIO_CALENDAR_ID) return { id: null, isNew: false }
  if (view.studioEventId && view.optionId === option.id) return { id: view.studioEventId, isNew: false }
  return { id: `${option.id.replaceAll('-', '')}s${view.completions}`, isNew: true }
}

/** Closes every offer that did not win, and says so to whoever had said yes to another time. */
async function closeOthers(
  tx: Tx,
  app: CompletingApp,
  view: BookingView,
  option: OptionView,
  winners: OfferView[],
  by: Actor,
): Promise<NewDelivery[]> {
  const won = new Set(winners.map(({ id }) => id))
  const booked = new Set(winners.map(({ musicianId }) => musicianId))
  const others = view.options.flatMap(({ offers }) => offers).filter(({ id }) => !won.has(id))
  const held = others.filter(holdsSeat)
  await close(tx, held, 'released')
  await close(
    tx,
    others.filter(({ closedAt }) => closedAt === null).filter((offer) => !held.includes(offer)),
    'filled',
  )
  await tx.em.nativeUpdate(
    BookingOption,
    { bookingId: view.id, id: { $ne: option.id }, closedAt: null },
    { closedAt: tx.at },
  )
  await cancel(tx, others.map(offerKey), by)
  const sorry = [
    ...new Map(held.filter(({ musicianId }) => !booked.has(musicianId)).map((o) => [o.musicianId, o])).values(),
  ]
  return [
    ...sorry.map((offer) => release(app, view, offer)),
    ...(await takeEventsBack(tx, app, view, held, view.optionId !== option.id, by)),
  ]
}

function release(app: CompletingApp, view: BookingView, offer: OfferView): NewDelivery {
  const option = view.options.find(({ id }) => id === offer.optionId)
  if (!option) throw new Error('an offer without its time')
  const text = releaseText(app.settings, spanOf(option), offer.musician.zone)
  return textDelivery(view, 'release', offer.musician, `${offer.id}:${view.completions}`, { text })
}

export async function close(
  tx: Tx,
  offers: OfferView[],
  closedAs: 'filled' | 'released' | 'conflict' | 'cancelled',
): Promise<void> {
  if (offers.length === 0) return
  const ids = offers.map(({ id }) => id)
  await tx.em.nativeUpdate(BookingMessage, { id: { $in: ids } }, { closedAt: tx.at, closedAs, holdUntil: null })
}

async function seat(tx: Tx, view: BookingView, winners: OfferView[]): Promise<void> {
  const left = [...winners]
  for (const chair of view.seats) {
    const at = left.findIndex(({ instrument }) => instrument === chair.instrument)
    const [winner] = at === -1 ? [] : left.splice(at, 1)
    await tx.em.nativeUpdate(BookingSeat, { id: chair.id }, { musicianId: winner?.musicianId ?? null })
  }
}

function winnersNote(winners: OfferView[]): string {
  return winners.map(({ instrument, musician }) => `${instrument} ${musician.name}`).join(', ')
}
