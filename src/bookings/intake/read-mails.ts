import { step } from '#entities/actor.ts'
import { Booking, type BookingChoice, type BookingTime } from '#entities/bookings/booking.ts'
import { uuid } from '#entities/uuid.ts'
import type { App, Needs } from '#src/app.ts'
import { clip } from '#src/cards/clip.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader, StoredItem } from '#src/inbox/reader.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { callModel } from '#src/limits/call-model.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { seatRows } from '../completion/seat-rows.ts'
import { bookingKind } from '../kinds.ts'
import { NOTES } from '../reading/problems.ts'
import { PLAN, READ } from '../steps.ts'
import { isModelNeeded, readBookingByModel } from './read-booking-by-model.ts'
import { type BookingMail, type BookingReading, readBookingEmail } from './read-booking-email.ts'
import { BOOKING_MAILS, readStored } from './receive.ts'

const actor = step(READ)

type ReadingApp = Needs<'em' | 'clock' | 'settings' | 'openai' | 'log'>

/** Every booking mail becomes a booking; whatever is doubtful in it waits for Dane. */
export const bookingReader: Reader = {
  source: BOOKING_MAILS,
  step: READ,
  what: 'A booking mail',
  async read(app, item) {
    const { subject, from, body, receivedAt } = readStored(item)
    const reading = await readMail(app, { subject, from, body, received_at: receivedAt })
    return item.take((tx) => createBooking(tx, item, subject, { reading, doubt: doubtOf(reading, receivedAt) }))
  },
  words: async (item) => {
    const { subject, from, body } = readStored(item)
    return clip(`${from}\n${subject}\n\n${body}`, 1_500)
  },
}

/** Reads the booking mails, one after the other as they came; returns how many. */
export function readMails(app: App): Promise<number> {
  return readInbox(app, bookingReader)
}

/** The rules first; a model that fails costs nothing, as their reading stands. */
async function readMail(app: ReadingApp, mail: BookingMail): Promise<BookingReading> {
  const rules = await readBookingEmail(mail, { timezone: app.settings.BOOKING_TIMEZONE })
  const { openai } = app
  if (!openai || !isModelNeeded(rules)) return rules
  try {
    return await callModel(app, 'openai', () => readBookingByModel(openai, mail, rules))
  } catch (error) {
    if (error instanceof BudgetSpent) return rules
    if (!(error instanceof OutsideError)) throw error
    countVendorError(error)
    app.log.warn({ operation: READ, error }, 'the model did not answer: the rules stand')
    return rules
  }
}

type Doubted = { reading: BookingReading; doubt: string | null }

async function createBooking(
  tx: Tx,
  item: StoredItem,
  subjectLine: string,
  { reading, doubt }: Doubted,
): Promise<void> {
  const [row] = await sql<{ id: string }>(
    tx.em,
    `insert into bookings (id, state, inbox_id, subject_line, client, instruments, times, zone, problems, sentences,
       choices, warnings, created_at, mail)
     values ($1, 'new', $2, $3, $4, $5, $6, $7, $8, $9, $10, '{}', $11, $12)
     on conflict (inbox_id) do nothing returning id`,
    [
      uuid(),
      item.id,
      subjectLine.slice(0, 500),
      JSON.stringify(reading.client),
      JSON.stringify(countsOf(reading)),
      JSON.stringify(wholeTimes(reading.times)),
      reading.timezone,
      reading.problems,
      reading.sentences,
      JSON.stringify(choicesOf(reading, tx.at)),
      tx.at,
      item.body,
    ],
  )
  if (!row) return
  const booking = await tx.em.findOneOrFail(Booking, row.id)
  await seatRows(tx, booking.id, booking.instruments)
  if (!doubt) return tx.ring(PLAN)
  const set = { attention: 'reading' as const, attentionNote: doubt }
  await move(tx, bookingKind, [booking], 'check', actor, { set: () => set })
}

/** Decision of the house: a problem of the reading holds every text until Dane has looked; a note does not. */
function doubtOf(reading: BookingReading, receivedAt: string): string | null {
  const { problems, sentences } = reading
  if (problems.some((problem) => !NOTES.has(problem)) || isFarYear(reading, receivedAt))
    return sentences.join(' ') || problems.join(', ')
  if (Object.keys(countsOf(reading)).length === 0) return 'I see no instrument.'
  return wholeTimes(reading.times).length === 0 ? 'I see no time.' : null
}

/** A date without a year is the next such day; one that is nearly a year away may have been meant as the last. */
function isFarYear({ problems, times }: BookingReading, receivedAt: string): boolean {
  const far = new Date(receivedAt)
  far.setUTCMonth(far.getUTCMonth() + 9)
  return problems.includes('missing_year') && times.some(({ start }) => start !== null && new Date(start) > far)
}

/** A number that was left vague is a problem of its own; one seat is the least it can be. */
function countsOf({ instruments }: BookingReading): Record<string, number> {
  return Object.fromEntries(Object.entries(instruments).map(([name, count]) => [name, count ?? 1]))
}

/** A date that has passed is never offered. */
function choicesOf({ choices }: BookingReading, now: Date): BookingChoice[] {
  return choices
    .map(({ label, times }) => ({ label, times: wholeTimes(times) }))
    .filter(({ times }) => times.some(({ start }) => new Date(start) > now))
}

export function wholeTimes(times: { start: string | null; end: string | null }[]): BookingTime[] {
  return times.flatMap(({ start, end }) => (start && end ? [{ start, end }] : []))
}
