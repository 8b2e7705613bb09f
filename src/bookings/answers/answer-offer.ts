import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import { type Answer, BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import { Musician } from '#entities/bookings/musician.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { loadBooking } from '../card/booking-view.ts'
import type { CompletingApp } from '../completion/complete.ts'
import { holdsSeat, spanOf } from '../offers/standing.ts'
import { conflictText, type Plain, plainAnswer, steppedBackText } from '../offers/write-answers.ts'
import { type Said, sayYes } from './say-yes.ts'
import { sayNo } from './step-back.ts'

export type OfferAnswer = ({ offerId: string } | { code: string; phone: string }) & {
  /** `none`: no to all dates of that booking. */
  answer: Answer
  via: 'link' | 'sms'
}

export type AnsweringApp = CompletingApp & Needs<'em' | 'clock' | 'ring'>

/**
 * A musician answers an offer, by its link or by its code. Their calendar is asked first
 * (decision 18); then one transaction holds the booking, so that of two who want one seat at one instant one gets it.
 * `sentence` is what the musician reads. An answer may be changed as long as the booking is open.
 */
export async function answerOffer(app: AnsweringApp, asked: OfferAnswer): Promise<{ sentence: string }> {
  const offer = await findOffer(app.em.fork(), asked)
  if (!offer) return { sentence: plainAnswer(app.settings, 'unknown-code') }
  const conflict = await findConflict(app, offer, asked.answer)
  if (conflict) return { sentence: conflict }
  return inTransaction(app, (tx) => takeAnswer(tx, app, offer, asked))
}

async function findOffer(
  em: EntityManager,
  asked: { offerId: string } | { code: string; phone: string },
): Promise<BookingMessage | null> {
  if ('offerId' in asked) return em.findOne(BookingMessage, { id: asked.offerId })
  const musician = await em.findOne(Musician, { phone: asked.phone })
  return musician && em.findOne(BookingMessage, { musicianId: musician.id, code: asked.code.toUpperCase() })
}

/** What their calendar has against a yes; null when nothing, or when it cannot be read: they know best. */
export async function findConflict(
  app: Needs<'em' | 'calendar' | 'settings'>,
  offer: BookingMessage,
  answer: Answer,
): Promise<string | null> {
  if (answer !== 'yes' || offer.answer === 'yes' || !app.calendar) return null
  const em = app.em.fork()
  const musician = await em.findOne(Musician, { id: offer.musicianId })
  const option = await em.findOne(BookingOption, { id: offer.optionId })
  if (!musician?.calendarId || !option) return null
  try {
    const found = await app.calendar.freeBusy([musician.calendarId], option.startsAt, option.endsAt)
    const read = found[musician.calendarId]
    if (!read || !('busy' in read) || read.busy.length === 0) return null
    return conflictText(app.settings, { time: spanOf(option), zone: musician.zone }, offer.code)
  } catch (error) {
    if (error instanceof OutsideError) return null
    throw error
  }
}

/** The answer itself, in a transaction of the caller's. */
export async function takeAnswer(
  tx: Tx,
  app: CompletingApp,
  { id, bookingId }: Pick<BookingMessage, 'id' | 'bookingId'>,
  { answer, via }: Pick<OfferAnswer, 'answer' | 'via'>,
): Promise<Said> {
  await sql(tx.em, 'select 1 from bookings where id = $1 for update', [bookingId])
  const view = await loadBooking(tx.em, bookingId)
  const option = view?.options.find(({ offers }) => offers.some((offer) => offer.id === id))
  const offer = option?.offers.find((one) => one.id === id)
  const say = (name: Plain) => ({ sentence: plainAnswer(app.settings, name) })
  if (!view || !option || !offer) return say('unknown-code')
  const by: Actor = { personId: null, name: offer.musician.name, via: 'link' }
  if (answer === 'yes') return sayYes(tx, app, { view, option, offer, via, by })
  if (option.endsAt <= tx.at) return say('over')
  const own = view.options.flatMap(({ offers }) => offers).filter(({ musicianId }) => musicianId === offer.musicianId)
  await sayNo(tx, app, view, answer === 'none' ? own : [offer], { answer, via, by })
  if (answer === 'none') return say('none-noted')
  if (!holdsSeat(offer)) return say('noted')
  return { sentence: steppedBackText(app.settings, { time: spanOf(option), zone: offer.musician.zone }) }
}
