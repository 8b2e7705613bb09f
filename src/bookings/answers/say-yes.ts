import type { Actor } from '#entities/actor.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cancel } from '#src/outbox/enqueue.ts'
import type { BookingView, OfferView, OptionView } from '../card/booking-view.ts'
import { bookedElsewhere } from '../completion/booked-elsewhere.ts'
import { type CompletingApp, completeBooking } from '../completion/complete.ts'
import { openSeats } from '../offers/next-offers.ts'
import { askedOf, holdsSeat, spanOf } from '../offers/standing.ts'
import { bookedText, pencilledText, plainAnswer } from '../offers/write-answers.ts'
import { offerKey } from '../write-deliveries.ts'
import { decideYes } from './decide-yes.ts'
import { holdUntil } from './hold-until.ts'
import { answerMove } from './step-back.ts'

type Yes = { view: BookingView; option: OptionView; offer: OfferView; via: string; by: Actor }

/** What a musician reads. `isBooked`: who is booked by this very answer reads it in the confirmation too. */
export type Said = { sentence: string; isBooked?: true }

/** A yes, in the transaction that holds the booking. */
export async function sayYes(tx: Tx, app: CompletingApp, yes: Yes): Promise<Said> {
  const { view, option, offer } = yes
  const known = standingAnswer(tx, app, yes)
  if (known) return known
  const elsewhere = await bookedElsewhere(tx, view.id, [offer.musicianId], option)
  if (elsewhere.size > 0) return { sentence: plainAnswer(app.settings, 'elsewhere') }
  const verdict = decideYes(view.instruments, option.offers.map(askedOf), offer.id)
  if (verdict === 'filled') return tellFilled(tx, app, yes)
  const until = holdUntil(tx.at, option.startsAt, app.settings.BOOKING_TIMEZONE)
  await record(tx, yes, { closedAt: null, closedAs: null, holdUntil: until })
  if (verdict === 'complete' && (await completeBooking(tx, app, view, option, offer.id, yes.by))) {
    return booked(app, yes)
  }
  await stopUnsent(tx, yes)
  await answerMove(tx, view, yes.by, `${offer.musician.name}: yes, ${offer.instrument}`)
  return pencilled(tx, app, yes, until)
}

function booked({ settings }: CompletingApp, { option, offer }: Yes): Said {
  const seat = { instrument: offer.instrument, time: spanOf(option), zone: offer.musician.zone }
  return { sentence: bookedText(settings, seat), isBooked: true }
}

function pencilled({ at }: Tx, { settings }: CompletingApp, { option, offer }: Yes, until: Date): Said {
  return { sentence: pencilledText(settings, { time: spanOf(option), zone: offer.musician.zone }, until, at) }
}

/** Where a yes changes nothing: said before, too late, or for a time that has lost. */
function standingAnswer(tx: Tx, app: CompletingApp, yes: Yes): Said | null {
  const { option, offer } = yes
  if (offer.answer === 'yes' && offer.closedAs === 'booked' && option.endsAt > tx.at) return booked(app, yes)
  const late = tooLate(tx, yes)
  if (late) return { sentence: plainAnswer(app.settings, late) }
  if (!holdsSeat(offer)) return null
  const until = offer.holdUntil ?? holdUntil(tx.at, option.startsAt, app.settings.BOOKING_TIMEZONE)
  return pencilled(tx, app, yes, until)
}

function tooLate({ at }: Tx, { view, option, offer }: Yes) {
  if (view.state === 'cancelled') return 'off'
  if (option.startsAt <= at) return 'over'
  if (offer.closedAs === 'void') return 'expired'
  if (view.state === 'completed' && option.id === view.optionId) return 'filled'
  return view.state === 'completed' || option.closedAt ? 'other-time' : null
}

/** The booking stays as it is. The yes is kept: should the seat open again, they are asked again. */
async function tellFilled(tx: Tx, { settings }: CompletingApp, yes: Yes): Promise<Said> {
  await record(tx, yes, { closedAt: tx.at, closedAs: 'filled', holdUntil: null })
  const { musician, instrument } = yes.offer
  await answerMove(tx, yes.view, yes.by, `${musician.name}: yes, but ${instrument} was filled`)
  return { sentence: plainAnswer(settings, 'filled') }
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
