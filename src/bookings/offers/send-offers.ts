import { randomInt } from 'node:crypto'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import type { BookingView, OptionView } from '../card/booking-view.ts'
import { textDelivery } from '../write-deliveries.ts'
import type { NextOffer } from './next-offers.ts'
import { spanOf } from './standing.ts'
import { offerText } from './write-texts.ts'

type OfferingApp = Needs<'settings' | 'publicUrl'>

/** Links live a day longer than the session: a late answer is told so kindly. */
const AFTERWARDS_MS = 24 * 3_600_000

/** Enqueues one group of texts; the caller moves the booking. Someone who was silent keeps the code they have. */
export async function sendOffers(tx: Tx, app: OfferingApp, view: BookingView, group: NextOffer[]): Promise<void> {
  if (app.settings.BOOKING_VOID_PREVIOUS) await voidSilent(tx, view)
  const codes = await loadCodes(tx, group)
  for (const next of group) {
    const option = view.options.find(({ id }) => id === next.optionId)
    const musician = view.bench.find(({ id }) => id === next.musicianId)
    if (!option || !musician) throw new Error('an offer of another booking')
    const { id, code, asks } = await keepOffer(tx, view, option, next, codes)
    const expiresAt = new Date(option.endsAt.getTime() + AFTERWARDS_MS)
    const token = await mintLink(tx, { purpose: 'offer', subjectId: id, expiresAt })
    const seat = { instrument: next.instrument, time: spanOf(option), zone: musician.zone }
    const text = offerText(app.settings, seat, code, writeLink(app.publicUrl, token))
    await enqueue(tx, [textDelivery(view, 'offer', musician, `${id}:${asks}`, { text, offerId: id })])
  }
}

type Kept = { id: string; code: string; asks: number }

async function keepOffer(
  tx: Tx,
  view: BookingView,
  option: OptionView,
  { instrument, musicianId }: NextOffer,
  codes: Set<string>,
): Promise<Kept> {
  const again = option.offers.find((offer) => offer.instrument === instrument && offer.musicianId === musicianId)
  const asked = { round: view.round, queuedAt: tx.at, sentAt: null, deliveryStatus: null }
  if (again) {
    const asks = again.asks + 1
    await tx.em.nativeUpdate(BookingMessage, { id: again.id }, { ...asked, asks, closedAt: null, closedAs: null })
    return { id: again.id, code: again.code, asks }
  }
  const row = newOffer(view, option, { instrument, musicianId }, freshCode(musicianId, codes))
  await tx.em.insert(BookingMessage, { ...row, ...asked, asks: 1 })
  return { id: row.id, code: row.code, asks: 1 }
}

/** A row for one seat, one time, one musician; nothing is sent by it. */
export function newOffer(
  { id: bookingId, round }: Pick<BookingView, 'id' | 'round'>,
  option: Pick<OptionView, 'id' | 'position' | 'startsAt'>,
  { instrument, musicianId }: Pick<NextOffer, 'instrument' | 'musicianId'>,
  code: string,
) {
  return {
    id: uuid(),
    bookingId,
    musicianId,
    optionId: option.id,
    option: option.position ?? -1,
    bookingTime: option.startsAt,
    instrument,
    code,
    round,
    asks: 0,
    queuedAt: null,
    sentAt: null,
    sid: null,
    deliveryStatus: null,
    answer: null,
    answeredAt: null,
    answeredVia: null,
    holdUntil: null,
    closedAt: null,
    closedAs: null,
    eventId: null,
  }
}

/** Codes that these musicians were ever given: none is given to the same one twice. */
export async function loadCodes(tx: Tx, group: Pick<NextOffer, 'musicianId'>[]): Promise<Set<string>> {
  const musicianId = { $in: group.map((next) => next.musicianId) }
  const known = await tx.em.find(BookingMessage, { musicianId }, { fields: ['musicianId', 'code'] })
  return new Set(known.map((message) => `${message.musicianId} ${message.code}`))
}

const LETTERS = 'BCDFGHJKLMNPQRTVWXYZ'
const DIGITS = '23456789'

/** `K7Q2`: never a word, never one of Twilio's, no letter that looks like a digit. */
export function freshCode(musicianId: string, codes: Set<string>): string {
  for (;;) {
    const code = [LETTERS, DIGITS, LETTERS, DIGITS].map((chars) => chars[randomInt(chars.length)]).join('')
    const key = `${musicianId} ${code}`
    if (codes.has(key)) continue
    codes.add(key)
    return code
  }
}

/** Decision 2, when BOOKING_VOID_PREVIOUS is on: what nobody answered expires with the next text. */
async function voidSilent(tx: Tx, view: BookingView): Promise<void> {
  const silent = view.options.flatMap(({ offers }) => offers).filter(({ answer, closedAt }) => !answer && !closedAt)
  const ids = silent.map(({ id }) => id)
  await tx.em.nativeUpdate(BookingMessage, { id: { $in: ids } }, { closedAt: tx.at, closedAs: 'void' })
}
