import type { EntityManager } from '@mikro-orm/postgresql'
import type { Answer } from '#entities/bookings/booking-message.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Musician } from '#entities/bookings/musician.ts'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { type Lease, release } from '#src/limits/lease.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { type AnsweringApp, findConflict, takeAnswer } from './answer-offer.ts'
import { type Choosable, chooseOffer } from './choose-offer.ts'
import { noteStatus } from './note-status.ts'
import { noteWords } from './note-words.ts'
import { readAnswer } from './reading/read-answer.ts'
import { stopMusician } from './stop-musician.ts'
import { workThroughInbox } from './work-through-inbox.ts'
import { helpText, UNKNOWN_CODE, whichText } from './write-texts.ts'

/**
 * Reads the texts that came in, and how ours fared, one after the other as they came. A musician's answer is recorded
 * like one by link and answered by text; STOP counts before all else, and a YES that only opts in accepts nothing.
 */
export async function takeTexts(app: AnsweringApp): Promise<number> {
  return workThroughInbox(app, 'twilio', (lease) => takeOne(app, lease))
}

async function takeOne(app: AnsweringApp, lease: Lease): Promise<void> {
  const em = app.em.fork()
  const item = await em.findOneOrFail(InboxItem, lease.id)
  const fields = new URLSearchParams(item.body)
  const work = item.externalId.startsWith('status:')
    ? (tx: Tx) => noteStatus(tx, fields)
    : await answerText(app, em, item, fields)
  await inTransaction(app, async (tx) => {
    if (!(await release(tx.em, lease))) return
    await work(tx)
    await sql(tx.em, 'update inbox set read_at = $2 where id = $1', [item.id, tx.at])
  })
}

type Work = (tx: Tx) => Promise<void>

/** What the text asks for: the calendar is asked here, outside the transaction. */
async function answerText(
  app: AnsweringApp,
  em: EntityManager,
  item: InboxItem,
  fields: URLSearchParams,
): Promise<Work> {
  const musician = await em.findOne(Musician, { phone: fields.get('From') ?? '' })
  if (!musician) return async () => {}
  const optOut = fields.get('OptOutType')
  if (optOut === 'STOP') return (tx) => stopMusician(tx, app, musician)
  if (optOut) return async () => {}
  const said = await understand(app, em, musician, fields.get('Body') ?? '')
  if (said === 'stop') return (tx) => stopMusician(tx, app, musician)
  if ('words' in said)
    return async (tx) => {
      await noteWords(tx, said.about, said.words)
      await reply(tx, musician, `${musician.id}:${tx.at.toISOString().slice(0, 10)}`, said.sentence)
    }
  if ('sentence' in said) return (tx) => reply(tx, musician, item.id, said.sentence)
  return async (tx) => {
    const sentences: string[] = []
    for (const offer of said.offers)
      sentences.push(await takeAnswer(tx, app, offer, { answer: said.answer, via: 'sms' }))
    const sentence = sentences.at(-1)
    // Who is booked by this very text reads it in the confirmation.
    if (sentence && !sentence.startsWith("You're booked")) await reply(tx, musician, item.id, sentence)
  }
}

/** `words`: no answer, but something to read for whoever runs the booking. One text a day says what we read. */
type Said =
  | 'stop'
  | { sentence: string }
  | { sentence: string; words: string; about: Offer[] }
  | { answer: Answer; offers: BookingMessage[] }

async function understand(app: AnsweringApp, em: EntityManager, musician: Musician, body: string): Promise<Said> {
  const now = app.clock()
  const { answer, code } = readAnswer(body)
  if (answer === 'stop') return 'stop'
  const offers = await loadOffers(em, musician)
  if (answer === 'unclear') return unclear(offers, code, now, body)
  if (answer === 'none') return { answer, offers: onePerBooking(offers, now, code) }
  const choice = code ? byCode(offers, code) : chooseOffer(offers, answer, now)
  if (!choice) return { sentence: code ? UNKNOWN_CODE : helpText(null) }
  if ('which' in choice) {
    const list = choice.which.toSorted(byStart).map((offer) => ({
      code: offer.code,
      time: { start: offer.startsAt, end: offer.endsAt },
      zone: musician.zone,
    }))
    return { sentence: whichText(list) }
  }
  const conflict = await findConflict(app, choice.one, answer)
  return conflict ? { sentence: conflict } : { answer, offers: [choice.one] }
}

/** Somebody we never asked anything gets no answer. */
function unclear(offers: Offer[], code: string | null, now: Date, words: string): Said {
  const open = offers.filter((offer) => offer.isOpen && offer.endsAt > now && offer.closedAt === null)
  const about = open.filter((offer) => code === null || offer.code === code)
  if (offers.length === 0) return { answer: 'none', offers: [] }
  return { sentence: helpText(about.length === 1 ? (about[0]?.code ?? null) : null), words, about }
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
