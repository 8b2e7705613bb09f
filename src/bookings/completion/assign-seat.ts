import type { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { findNamed } from '#src/basics/find-named.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import { Refusal } from '#src/errors.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import type { BenchMusician, BookingView } from '../card/booking-view.ts'
import { freshCode, loadCodes, newOffer } from '../offers/send-offers.ts'
import { holdsSeat } from '../offers/standing.ts'
import { CHECK } from '../steps.ts'
import { offerKey } from '../write-deliveries.ts'
import { bookedElsewhere } from './booked-elsewhere.ts'
import { openSeatsOf, seatValue } from './open-seats.ts'

/** Dane has someone's word: the seat counts as accepted. The check completes the booking when it was the last one. */
export async function assignSeat({ tx, view, by, answers }: Acting<BookingView>): Promise<Effect<Booking>> {
  const seat = openSeatsOf(view).find(({ option, instrument }) => seatValue(view, option, instrument) === answers.seat)
  if (!seat) throw new Refusal('That seat is taken or gone.', { seat: 'Taken or gone.' })
  const { option, instrument } = seat
  const musician = findMusician(view, answers.musician ?? '')
  if (!musician.instruments.includes(instrument)) {
    throw new Refusal(`${musician.name} does not play ${instrument}.`, { musician: `Does not play ${instrument}.` })
  }
  if (option.offers.some((offer) => offer.musicianId === musician.id && holdsSeat(offer))) {
    throw new Refusal(`${musician.name} holds a seat of that session already.`, { musician: 'Holds a seat already.' })
  }
  if ((await bookedElsewhere(tx, view.id, [musician.id], option)).size > 0) {
    throw new Refusal(`${musician.name} is booked for another session then.`, { musician: 'Booked elsewhere then.' })
  }
  await accept(acceptedBy(by.name, tx.at), { tx, view, by, option, instrument, musician })
  tx.ring(CHECK)
  const set: Partial<Booking> =
    view.attention === 'stuck' ? { attention: null, attentionNote: null, advanceAt: tx.at } : {}
  return { set, note: `${instrument}: ${musician.name}`, tell: `${musician.name} has the ${instrument} seat.` }
}

type Seat = Pick<Acting<BookingView>, 'tx' | 'view' | 'by'> & {
  option: BookingView['options'][number]
  instrument: string
  musician: BenchMusician
}

function acceptedBy(name: string, at: Date): Partial<BookingMessage> {
  return { answer: 'yes', answeredAt: at, answeredVia: `by ${name}`, closedAt: null, closedAs: null }
}

async function accept(
  set: Partial<BookingMessage>,
  { tx, view, by, option, instrument, musician }: Seat,
): Promise<void> {
  const asked = option.offers.find((offer) => offer.musicianId === musician.id && offer.instrument === instrument)
  if (asked) {
    // Dane has their word: a text that still waits for the morning asks nobody any more.
    await cancel(tx, [offerKey(asked)], by)
    await tx.em.nativeUpdate(BookingMessage, { id: asked.id }, set)
    return
  }
  const musicianId = musician.id
  const code = freshCode(musicianId, await loadCodes(tx, [{ musicianId }]))
  await tx.em.insert(BookingMessage, { ...newOffer(view, option, { instrument, musicianId }, code), ...set })
}

function findMusician({ bench }: BookingView, text: string): BenchMusician {
  const wanted = text.trim().toLowerCase()
  const numbered = bench.filter(({ number }) => `m-${number}` === wanted)
  const found = numbered.length > 0 ? numbered : findNamed(bench, text)
  if (found.length === 1 && found[0]) return found[0]
  const why = found.length > 1 ? 'There are several of that name: use the number.' : 'I know no such musician.'
  throw new Refusal(why, { musician: why })
}
