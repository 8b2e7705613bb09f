import type { Actor } from '#entities/actor.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import type { BookingView, OfferView, OptionView } from '../card/booking-view.ts'
import { bookedElsewhere, type CompletingApp, completeBooking } from '../completion/complete.ts'
import { openSeats } from '../offers/next-offers.ts'
import { askedOf, holdsSeat, spanOf } from '../offers/standing.ts'
import { bookedText, ELSEWHERE, EXPIRED, FILLED, OFF, OTHER_TIME, OVER, pencilledText } from '../offers/write-texts.ts'
import { offerKey } from '../write-deliveries.ts'
import { decideYes } from './decide-yes.ts'
import { holdUntil } from './hold-until.ts'
import { answerMove } from './step-back.ts'

type Yes = { view: BookingView; option: OptionView; offer: OfferView; via: string; by: Actor }

/** A yes, in the transaction that holds the booking. Returns what its musician reads. */
export async function sayYes(tx: Tx, app: CompletingApp, yes: Yes): Promise<string> {
  const { view, option, offer } = yes
  const known = standingAnswer(tx, app, yes)
  if (known) return known
  const elsewhere = await bookedElsewhere(tx, view.id, [offer.musicianId], option)
  if (elsewhere.size > 0) return ELSEWHERE
  const verdict = decideYes(view.instruments, option.offers.map(askedOf), offer.id)
  if (verdict === 'filled') return tellFilled(tx, yes)
  const until = holdUntil(tx.at, option.startsAt, app.settings.BOOKING_TIMEZONE)
  await record(tx, yes, { closedAt: null, closedAs: null, holdUntil: until })
  if (verdict === 'complete' && (await completeBooking(tx, app, view, option, offer.id, yes.by))) {
    return bookedText({ instrument: offer.instrument, time: spanOf(option), zone: offer.musician.zone })
  }
  await stopUnsent(tx, yes)
  await answerMove(tx, view, yes.by, `${offer.musician.name}: yes, ${offer.instrument}`)
  return pencilledText(spanOf(option), offer.musician.zone, until, tx.at)
}

/** Where a yes changes nothing: said before, too late, or for a time that has lost. */
function standingAnswer(tx: Tx, app: CompletingApp, yes: Yes): string | null {
  const { option, offer } = yes
  const { zone } = offer.musician
  if (offer.answer === 'yes' && offer.closedAs === 'booked' && option.endsAt > tx.at) {
    return bookedText({ instrument: offer.instrument, time: spanOf(option), zone })
  }
  const late = tooLate(tx, yes)
  if (late || !holdsSeat(offer)) return late
  const until = offer.holdUntil ?? holdUntil(tx.at, option.startsAt, app.settings.BOOKING_TIMEZONE)
  return pencilledText(spanOf(option), zone, until, tx.at)
}

function tooLate({ at }: Tx, { view, option, offer }: Yes): string | null {
  if (view.state === 'cancelled') return OFF
  if (option.startsAt <= at) return OVER
  if (offer.closedAs === 'void') return EXPIRED
  if (view.state === 'completed' && option.id === view.optionId) return FILLED
  return view.state === 'completed' || option.closedAt ? OTHER_TIME : null
}

/** The booking stays as it is. The yes is kept: should the seat open again, they are asked again. */
async function tellFilled(tx: Tx, yes: Yes): Promise<string> {
  await record(tx, yes, { closedAt: tx.at, closedAs: 'filled', holdUntil: null })
  const { musician, instrument } = yes.offer
  await answerMove(tx, yes.view, yes.by, `${musician.name}: yes, but ${instrument} was filled`)
  return FILLED
}

async function record(tx: Tx, { offer, via }: Yes, set: Partial<BookingMessage>): Promise<void> {
  const answered = { answer: 'yes' as const, answeredAt: tx.at, answeredVia: via, ...set }
  await tx.em.nativeUpdate(BookingMessage, { id: offer.id }, answered)
}

/** The last chair of an instrument is taken: texts for it that have not left stay here. */
async function stopUnsent(tx: Tx, { view, option, offer, by }: Yes): Promise<void> {
  const { instrument } = offer
  const after = option.offers.map((one) =>
    one.id === offer.id ? { ...askedOf(one), answer: 'yes' as const, counts: true } : askedOf(one),
  )
  if (openSeats(view.instruments, after, instrument) > 0) return
  const others = option.offers.filter((one) => one.instrument === instrument && one.id !== offer.id)
  await cancel(tx, others.map(offerKey), by)
}
