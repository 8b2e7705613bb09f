import { step } from '#entities/actor.ts'
import { Booking, type BookingChoice, type BookingTime } from '#entities/bookings/booking.ts'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { type Lease, release } from '#src/limits/lease.ts'
import { countVendorError } from '#src/metrics.ts'
import { move } from '#src/moves/move.ts'
import { bookingKind } from './kinds.ts'
import { isModelNeeded, readBookingByModel } from './read-booking-by-model.ts'
import { type BookingMail, type BookingReading, readBookingEmail } from './read-booking-email.ts'
import type { StoredMail } from './receive.ts'
import { seatRows } from './seat-rows.ts'
import { PLAN, READ } from './steps.ts'
import { workThroughInbox } from './work-through-inbox.ts'

const actor = step(READ)

type ReadingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'openai' | 'log'>

/** Rows 002-003, 002-004, 002-010: every stored mail becomes a booking; whatever is doubtful in it waits for Dane. */
export async function readMails(app: ReadingApp): Promise<number> {
  return workThroughInbox(app, 'booking', (lease) => readOne(app, lease))
}

async function readOne(app: ReadingApp, lease: Lease): Promise<void> {
  const item = await app.em.fork().findOneOrFail(InboxItem, lease.id)
  const mail = JSON.parse(item.body) as StoredMail
  const { subject, from, body, receivedAt } = mail
  const reading = await readMail(app, { subject, from, body, received_at: receivedAt })
  await inTransaction(app, async (tx) => {
    if (!(await release(tx.em, lease))) return
    await createBooking(tx, { inboxId: item.id, subjectLine: subject, reading })
    await sql(tx.em, 'update inbox set read_at = $2 where id = $1', [item.id, tx.at])
  })
}

/** The rules first; a model that fails costs nothing, as their reading stands. */
async function readMail(app: ReadingApp, mail: BookingMail): Promise<BookingReading> {
  const rules = await readBookingEmail(mail, { timezone: app.settings.BOOKING_TIMEZONE })
  if (!app.openai || !isModelNeeded(rules)) return rules
  try {
    return await readBookingByModel(app.openai, mail, rules)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    countVendorError(error)
    app.log.warn({ operation: READ, error }, 'the model did not answer: the rules stand')
    return rules
  }
}

type NewBooking = { inboxId: string; subjectLine: string; reading: BookingReading }

async function createBooking(tx: Tx, { inboxId, subjectLine, reading }: NewBooking): Promise<void> {
  const [row] = await sql<{ id: string }>(
    tx.em,
    `insert into bookings (id, state, inbox_id, subject_line, client, instruments, times, zone, problems, sentences, choices, warnings, created_at)
     values ($1, 'new', $2, $3, $4, $5, $6, $7, $8, $9, $10, '{}', $11) on conflict (inbox_id) do nothing returning id`,
    [
      uuid(),
      inboxId,
      subjectLine.slice(0, 500),
      JSON.stringify(reading.client),
      JSON.stringify(countsOf(reading)),
      JSON.stringify(wholeTimes(reading.times)),
      reading.timezone,
      reading.problems,
      reading.sentences,
      JSON.stringify(choicesOf(reading)),
      tx.at,
    ],
  )
  if (!row) return
  const booking = await tx.em.findOneOrFail(Booking, row.id)
  await seatRows(tx, booking.id, booking.instruments)
  const doubt = doubtOf(reading)
  if (!doubt) return tx.ring(PLAN)
  const set = { attention: 'reading' as const, attentionNote: doubt }
  await move(tx, bookingKind, [booking], 'check', actor, { set: () => set })
}

/** Decision of the house: any problem of the reading holds every text until Dane has looked. */
function doubtOf(reading: BookingReading): string | null {
  const { problems, sentences } = reading
  if (sentences.length > 0) return sentences.join(' ')
  if (problems.length > 0) return problems.join(', ')
  if (Object.keys(countsOf(reading)).length === 0) return 'I see no instrument.'
  return wholeTimes(reading.times).length === 0 ? 'I see no time.' : null
}

/** A number that was left vague is a problem of its own; one seat is the least it can be. */
function countsOf({ instruments }: BookingReading): Record<string, number> {
  return Object.fromEntries(Object.entries(instruments).map(([name, count]) => [name, count ?? 1]))
}

function choicesOf({ choices }: BookingReading): BookingChoice[] {
  return choices
    .map(({ label, times }) => ({ label, times: wholeTimes(times) }))
    .filter(({ times }) => times.length > 0)
}

export function wholeTimes(times: { start: string | null; end: string | null }[]): BookingTime[] {
  return times.flatMap(({ start, end }) => (start && end ? [{ start, end }] : []))
}
