import { step } from '#entities/actor.ts'
import type { Booking } from '#entities/bookings/booking.ts'
import { uuid } from '#entities/uuid.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { putBack } from '#src/alerts/put-back.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import { type Lease, release } from '#src/limits/lease.ts'
import { move } from '#src/moves/move.ts'
import { type BookingView, loadBooking, type OptionView } from '../card/booking-view.ts'
import { cutOut } from '../completion/cut-out.ts'
import { bookingKind } from '../kinds.ts'
import { holdsSeat, spanOf } from '../offers/standing.ts'
import { CHECK, PLAN } from '../steps.ts'
import { writeSession } from '../write-times.ts'
import { askCalendars, type Known, NOT_CONNECTED } from './ask-calendars.ts'
import { withLastBookings } from './last-bookings.ts'
import { type PlannedOption, planBooking } from './plan.ts'
import { readStudioHours } from './studio-hours.ts'

const LEASE_MS = 120_000
const actor = step(PLAN)
const UNPLANNED = {
  step: PLAN,
  key: 'bookings:plan',
  title: 'Bookings cannot be planned: the calendars do not answer.',
  words: async () => 'They wait, none is lost.',
}

type PlanningApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'calendar' | 'twilio' | 'log'>

/** Asks the calendars and stores the whole ordered plan; returns how many were planned. */
export async function planBookings(app: PlanningApp): Promise<number> {
  const bugs: unknown[] = []
  for (let count = 0; ; ) {
    const [lease] = await claimFor(app, PLAN, {
      table: 'bookings',
      due: `state = 'new'`,
      order: 'number',
      limit: 1,
      leaseMs: LEASE_MS,
    })
    if (!lease) {
      if (bugs.length > 0) throw bugs[0]
      return count
    }
    try {
      await planOne(app, lease)
      count += 1
    } catch (error) {
      await putBack(app, lease, UNPLANNED, error)
      if (!(error instanceof OutsideError)) bugs.push(error)
    }
  }
}

async function planOne(app: PlanningApp, lease: Lease): Promise<void> {
  const view = await loadBooking(app.em.fork(), lease.id)
  if (!view) return
  const bench = await withLastBookings(app.em.fork(), view.bench, app.clock())
  const known = withoutOwn(view, await askCalendars(app, view, bench))
  const plan = planBooking({
    times: view.times.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })),
    instruments: view.instruments,
    musicians: known.musicians,
    studioBusy: known.studioBusy,
    hours: readStudioHours(app.settings.STUDIO_HOURS),
    zone: app.settings.BOOKING_TIMEZONE,
    rotation: app.settings.BOOKING_ROTATION,
    now: app.clock(),
  })
  await inTransaction(app, (tx) => keepPlan(tx, app, lease, view.moves, plan, known))
}

/** The calendars tell of our own events too: a seat that is held, and the session itself, count as free for it. */
function withoutOwn(view: BookingView, known: Known): Known {
  const won = view.options.find(({ id }) => view.studioEventId !== null && id === view.optionId)
  const holds = ({ offers }: OptionView, id: string) => offers.some((one) => one.musicianId === id && holdsSeat(one))
  const musicians = known.musicians.map((musician) => {
    const held = view.options.filter((option) => holds(option, musician.id))
    const { busy } = musician
    return { ...musician, busy: busy && held.reduce((spans, option) => cutOut(spans, spanOf(option)), [...busy]) }
  })
  return { ...known, musicians, studioBusy: won ? cutOut(known.studioBusy, spanOf(won)) : known.studioBusy }
}

/** Only where nobody has changed the booking while the calendars were asked. */
async function keepPlan(
  tx: Tx,
  app: PlanningApp,
  lease: Lease,
  moves: number,
  plan: PlannedOption[],
  known: Known,
): Promise<void> {
  await sql(tx.em, 'select 1 from bookings where id = $1 for update', [lease.id])
  if (!(await release(tx.em, lease))) return
  const view = await loadBooking(tx.em, lease.id)
  if (view?.state !== 'new') return
  if (view.moves !== moves) return tx.ring(PLAN)
  await storeOptions(tx, view.id, plan)
  await closeAlert(tx, 'bookings:plan')
  await tellUnknown(tx, known)
  const warnings = known.unknown.map(({ musician }) => `${musician.name}'s calendar cannot be read`)
  const why = whyImpossible(app, plan)
  if (why) {
    const set = { attention: 'impossible' as const, attentionNote: why, warnings }
    await move(tx, bookingKind, [view as Booking], 'check', actor, { set: () => set, ring: true })
    return
  }
  const set = { attention: null, attentionNote: null, warnings, advanceAt: tx.at }
  await move(tx, bookingKind, [view as Booking], 'plan', actor, { set: () => set })
  tx.ring(CHECK)
}

/** Which instrument or time fails. */
function whyImpossible(app: PlanningApp, plan: PlannedOption[]): string | null {
  if (!app.twilio)
    return 'Texts are not set up here (TWILIO_...). Assign musicians by hand, or set them up and ask again.'
  if (plan.some(({ position }) => position !== null)) return null
  if (plan.length === 0) return 'There is no time to plan.'
  const lines = plan.slice(0, 5).map((time) => `${writeSession(time, app.settings.BOOKING_TIMEZONE)}: ${time.why}`)
  return `${lines.join('; ')}${plan.length > 5 ? `; and ${plan.length - 5} more` : ''}.`
}

/** A time that was planned before keeps its row, so that what was answered for it counts on. */
async function storeOptions(tx: Tx, bookingId: string, plan: PlannedOption[]): Promise<void> {
  const rows = plan.map((option) => ({ id: uuid(), ...option }))
  await sql(
    tx.em,
    `insert into booking_options (id, booking_id, position, starts_at, ends_at, in_hours, why, queue)
     select v.id, $2, v.position, v.start, v."end", v."inHours", v.why, v.queue
     from jsonb_to_recordset($1::jsonb) as v(id uuid, position int, start timestamptz, "end" timestamptz,
       "inHours" boolean, why text, queue jsonb)
     on conflict (booking_id, starts_at, ends_at) do update
       set position = excluded.position, why = excluded.why, queue = excluded.queue
       where booking_options.closed_at is null`,
    [JSON.stringify(rows), bookingId],
  )
}

/** A calendar that fails is told once; the alert closes itself when it can be read again. */
async function tellUnknown(tx: Tx, { musicians, unknown }: Known): Promise<void> {
  const failing = new Set(unknown.map(({ musician }) => musician.id))
  await tellNotConnected(tx, unknown)
  for (const { musician, error } of unknown) {
    if (error === NOT_CONNECTED) continue
    await openAlert(tx, {
      key: `bookings:calendar:${musician.id}`,
      pipeline: 'bookings',
      title: `${musician.name}'s calendar cannot be read. I do not text them until it can.`,
      detail: `Google says: ${error}. It may no longer be shared with us.`,
      step: null,
    })
  }
  const open = await sql<{ key: string }>(
    tx.em,
    `select key from alerts where state = 'open' and key = any($1::text[])`,
    [musicians.filter(({ id }) => !failing.has(id)).map(({ id }) => `bookings:calendar:${id}`)],
  )
  for (const { key } of open) await closeAlert(tx, key)
}

/** One card, however many musicians have a calendar. */
async function tellNotConnected(tx: Tx, unknown: Known['unknown']): Promise<void> {
  const names = unknown.filter(({ error }) => error === NOT_CONNECTED).map(({ musician }) => musician.name)
  if (names.length === 0) return closeAlert(tx, 'bookings:calendars')
  await openAlert(tx, {
    key: 'bookings:calendars',
    pipeline: 'bookings',
    title: `${NOT_CONNECTED}. I text nobody who has a calendar until it is.`,
    detail: `Not asked: ${names.join(', ')}. An admin can type: connect google`,
    step: null,
  })
}
