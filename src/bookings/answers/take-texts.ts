import type { EntityManager } from '@mikro-orm/postgresql'
import { Temporal } from 'temporal-polyfill'
import type { Answer } from '#entities/bookings/booking-message.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Musician } from '#entities/bookings/musician.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { readsStatuses, readsTexts } from '#src/inbox/texts/reads-texts.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { heardText, helpText, plainAnswer, whichText } from '../offers/write-answers.ts'
import type { Offered } from '../reading/offered-words.ts'
import { readAnswer } from '../reading/read-answer.ts'
import { TAKE_STATUSES, TAKE_TEXTS } from '../steps.ts'
import { type AnsweringApp, findConflict, takeAnswer } from './answer-offer.ts'
import { type Choosable, chooseOffer } from './choose-offer.ts'
import { noteStatus } from './note-status.ts'
import { noteWords } from './note-words.ts'
import type { Said } from './say-yes.ts'
import { stopMusician } from './stop-musician.ts'

/**
 * A musician's text: recorded like an answer by link, and answered by text. STOP counts before all else, and a YES that
 * only opts in accepts nothing. The calendar is asked before anything is written.
 */
export const textReader: Reader = readsTexts({
  step: TAKE_TEXTS,
  async read(app, text, item) {
    const em = app.em.fork()
    const musician = await em.findOne(Musician, { phone: text.from })
    if (!musician) return 'not mine'
    if (text.optOut === 'STOP') return item.take((tx) => stopMusician(tx, app, musician))
    if (text.optOut) return 'mine'
    const said = await understand(app, em, musician, text.body)
    if (said === 'not mine') return said
    if (said === 'stop') return item.take((tx) => stopMusician(tx, app, musician))
    if ('words' in said) return item.take((tx) => keepWords(tx, musician, said))
    if ('sentence' in said) return item.take((tx) => reply(tx, musician, item.id, said.sentence))
    return item.take((tx) => takeAnswers(tx, app, musician, said, item.id))
  },
})

/** How our texts fared. */
export const statusReader: Reader = readsStatuses({
  step: TAKE_STATUSES,
  read: (_, status, item) => item.take((tx) => noteStatus(tx, status)),
})

/** Reads the texts that came in, one after the other as they came; returns how many. */
export function takeTexts(app: App): Promise<number> {
  return readInbox(app, textReader)
}

export function takeStatuses(app: App): Promise<number> {
  return readInbox(app, statusReader)
}

async function takeAnswers(
  tx: Tx,
  app: AnsweringApp,
  musician: Musician,
  { answer, offers }: Answered,
  itemId: string,
): Promise<void> {
  let last: Said | null = null
  for (const offer of offers) last = await takeAnswer(tx, app, offer, { answer, via: 'sms' })
  // Who is booked by this very text reads it in the confirmation.
  if (last && !last.isBooked) await reply(tx, musician, itemId, last.sentence)
}

type Answered = { answer: Answer; offers: BookingMessage[] }

/** Nothing we understand, but something to read for whoever runs the booking. */
type Words = { sentence: string; words: string; about: Offer[] }
type Understood = 'stop' | 'not mine' | { sentence: string } | Words | Answered

/** One text a day says what we read. */
async function keepWords(tx: Tx, musician: Musician, { about, words, sentence }: Words): Promise<void> {
  await noteWords(tx, about, words, musician.name)
  await reply(tx, musician, `${musician.id}:${tx.at.toISOString().slice(0, 10)}`, sentence)
}

async function understand(app: AnsweringApp, em: EntityManager, musician: Musician, body: string): Promise<Understood> {
  const now = app.clock()
  const offers = await loadOffers(em, musician)
  const named = offers.map((offer) => asOffered(offer, musician, now))
  const { answer, code, codes, about } = readAnswer(body, named, musician.name)
  if (answer === 'stop') return 'stop'
  if (codes.some((one) => !byCode(offers, one))) return { sentence: plainAnswer(app.settings, 'unknown-code') }
  if (codes.length > 1 && answer !== 'unclear')
    return several(
      app,
      answer,
      offers.filter((one) => codes.includes(one.code)),
    )
  if (answer === 'unclear') return unclear(app, offers, { code, now, words: body })
  if (answer === 'none') return { answer, offers: onePerBooking(offers, now, code) }
  const meant = about ? offers.filter((offer) => about.includes(offer.code)) : offers
  const choice = code ? byCode(offers, code) : chooseOffer(meant, answer, now)
  if (!choice) return { sentence: helpText(app.settings, null) }
  if ('which' in choice) {
    const list = choice.which.toSorted(byStart).map((offer) => ({
      code: offer.code,
      time: { start: offer.startsAt, end: offer.endsAt },
      zone: musician.zone,
    }))
    return { sentence: whichText(app.settings, list) }
  }
  const conflict = await findConflict(app, choice.one, answer)
  return conflict ? { sentence: conflict } : { answer, offers: [choice.one] }
}

/** What is over is named by its code alone. */
function asOffered({ code, instrument, startsAt, endsAt }: Offer, { zone }: Musician, now: Date): Offered {
  if (endsAt <= now) return { code }
  const starts = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(zone).toPlainDateTime()
  return { code, instrument, starts }
}

/** The codes of several offers, and one answer to all: "YES K7Q2 and P4X9". */
async function several(app: AnsweringApp, answer: Answer, offers: Offer[]): Promise<Understood> {
  for (const offer of offers) {
    const conflict = await findConflict(app, offer, answer)
    if (conflict) return { sentence: conflict }
  }
  return { answer, offers }
}

type Unclear = { code: string | null; now: Date; words: string }

/** About what is asked, or what they are booked for; else nobody's, and a person sees it. */
function unclear({ settings }: AnsweringApp, offers: Offer[], { code, now, words }: Unclear): Understood {
  const coming = offers.filter(({ endsAt }) => endsAt > now)
  const standing = coming.filter((offer) => (offer.isOpen && offer.closedAt === null) || offer.closedAs === 'booked')
  const about = likeliestLast(
    standing.filter((offer) => code === null || offer.code === code),
    now,
  )
  const [first, ...others] = about
  if (!first) return 'not mine'
  if (others.length > 0) return { sentence: helpText(settings, null), words, about }
  const sentence = first.closedAs === 'booked' ? heardText(settings, first.code) : helpText(settings, first.code)
  return { sentence, words, about }
}

const DAY_MS = 24 * 3_600_000

/** On the day of a session its musician writes about that; else about what they were asked last. */
function likeliestLast(offers: Offer[], now: Date): Offer[] {
  const isNear = ({ closedAs, startsAt }: Offer) => closedAs === 'booked' && startsAt.getTime() - now.getTime() < DAY_MS
  return [...offers.filter((offer) => !isNear(offer)), ...offers.filter(isNear)]
}

function byStart(a: Choosable, b: Choosable): number {
  return a.startsAt.getTime() - b.startsAt.getTime()
}

type Offer = BookingMessage & Choosable

function byCode(offers: Offer[], code: string): { one: Offer } | null {
  const one = offers.find((offer) => offer.code === code)
  return one ? { one } : null
}

function onePerBooking(offers: Offer[], now: Date, code: string | null): Offer[] {
  const coming = offers.filter(({ endsAt, isOpen }) => isOpen && endsAt > now)
  const meant = code
    ? coming.filter((offer) => offer.bookingId === offers.find((one) => one.code === code)?.bookingId)
    : coming
  return [...new Map(meant.map((offer) => [offer.bookingId, offer])).values()]
}

async function loadOffers(em: EntityManager, { id }: Musician): Promise<Offer[]> {
  const rows = await sql<{ id: string; starts: string; ends: string; state: string }>(
    em,
    `select m.id, o.starts_at as starts, o.ends_at as ends, b.state from booking_messages m
     join booking_options o on o.id = m.option_id join bookings b on b.id = m.booking_id
     where m.musician_id = $1 order by coalesce(m.queued_at, m.answered_at) desc nulls last limit 50`,
    [id],
  )
  const messages = await em.find(BookingMessage, { id: { $in: rows.map((row) => row.id) } })
  return rows.reverse().flatMap((row) => {
    const message = messages.find((one) => one.id === row.id)
    const isOpen = row.state !== 'completed' && row.state !== 'cancelled'
    return message
      ? [Object.assign(message, { startsAt: new Date(row.starts), endsAt: new Date(row.ends), isOpen })]
      : []
  })
}

async function reply(tx: Tx, { id, phone, zone }: Musician, name: string, text: string): Promise<void> {
  await enqueue(tx, [
    {
      key: `booking-reply:${name}`,
      kind: 'bookings.reply',
      channel: 'sms',
      recipient: phone,
      zone,
      payload: { text },
      subject: 'musician',
      subjectId: id,
    },
  ])
}
