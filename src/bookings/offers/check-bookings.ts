import { step } from '#entities/actor.ts'
import type { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { BookingOption } from '#entities/bookings/booking-option.ts'
import type { Needs } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import { holdUntil } from '../answers/hold-until.ts'
import { type BookingView, loadBooking, type OfferView, type OptionView } from '../card/booking-view.ts'
import { type CompletingApp, close, completeBooking } from '../completion/complete.ts'
import { bookingKind } from '../kinds.ts'
import { CHECK } from '../steps.ts'
import { offerKey, textDelivery } from '../write-deliveries.ts'
import { loadCascade } from './load-cascade.ts'
import { isComplete, nextOffers } from './next-offers.ts'
import { sendOffers } from './send-offers.ts'
import { askedOf, holdsSeat, openOptions, spanOf } from './standing.ts'
import { holdText, releaseText } from './write-texts.ts'

const actor = step(CHECK)
const MINUTE_MS = 60_000
/** A time that is not complete this long before it begins is given up. */
const GIVE_UP_MS = 60 * MINUTE_MS

type CheckingApp = CompletingApp & Needs<'em' | 'clock' | 'ring'>

/** Every booking that is not completed; returns for how many something was done. */
export async function checkBookings(app: CheckingApp): Promise<number> {
  const now = app.clock()
  const bugs: unknown[] = []
  let count = 0
  for (const { id } of await loadDue(app, now)) {
    await inTransaction(app, async (tx) => {
      if (await checkOne(tx, app, id)) count += 1
    }).catch((error: unknown) => bugs.push(error))
  }
  if (bugs.length > 0) throw bugs[0]
  return count
}

function timeout({ settings }: Needs<'settings'>, now: Date): Date {
  return new Date(now.getTime() - settings.OFFER_TIMEOUT_MIN * MINUTE_MS)
}

async function loadDue(app: CheckingApp, now: Date): Promise<{ id: string }[]> {
  return sql(
    app.em.fork(),
    `select b.id from bookings b where b.state in ('new', 'checking', 'offering') and (
       (b.state = 'offering' and not b.paused
         and (b.last_text_at is null or b.last_text_at <= $1 or b.advance_at <= $2))
       or exists (select 1 from booking_messages m where m.booking_id = b.id
         and m.answer = 'yes' and m.closed_at is null)
       or exists (select 1 from booking_options o where o.booking_id = b.id
         and o.closed_at is null and o.starts_at <= $3))
     order by b.number`,
    [timeout(app, now), now, new Date(now.getTime() + GIVE_UP_MS)],
  )
}

async function checkOne(tx: Tx, app: CheckingApp, id: string): Promise<boolean> {
  const locked = await sql(tx.em, 'select 1 from bookings where id = $1 for update skip locked', [id])
  const view = locked.length > 0 ? await loadBooking(tx.em, id) : null
  if (!view || !['new', 'checking', 'offering'].includes(view.state)) return false
  const whole = openOptions(view, tx.at).find(({ offers }) => isComplete(view.instruments, offers.map(askedOf)))
  if (whole && (await completeBooking(tx, app, view, whole, null, actor))) return true
  if (await giveUpTimes(tx, app, view)) {
    // Seen again as it is then.
    tx.ring(CHECK)
    return true
  }
  const held = await tellHolders(tx, app, view)
  return (await advance(tx, app, view)) || held
}

/** The next texts of the plan, or Dane when there are none. */
async function advance(tx: Tx, app: CheckingApp, view: BookingView): Promise<boolean> {
  if (!isDue(app, view, tx.at)) return false
  const group = nextOffers(await loadCascade(tx, view))
  if (group.length === 0) return stick(tx, view)
  await sendOffers(tx, app, view, group)
  const set = { advanceAt: null, ...(view.attention === 'stuck' && { attention: null, attentionNote: null }) }
  await move(tx, bookingKind, [view as Booking], 'ask', actor, {
    set: () => set,
    note: writeCount(group.length, 'text'),
  })
  return true
}

/** An hour after the last text left; the boundary counts. Never while a text of it still waits to leave. */
function isDue(
  app: CheckingApp,
  { state, paused, deliveries, lastTextAt, advanceAt }: BookingView,
  now: Date,
): boolean {
  if (state !== 'offering' || paused) return false
  if (deliveries.some(({ kind, state: stands }) => kind === 'bookings.offer' && stands === 'waiting')) return false
  return lastTextAt === null || lastTextAt <= timeout(app, now) || (advanceAt !== null && advanceAt <= now)
}

/** Once per booking, until he has done something about it. */
async function stick(tx: Tx, view: BookingView): Promise<boolean> {
  if (view.attention === 'stuck') return false
  // Who stepped back a moment ago stays on the card.
  const attentionNote = view.attention === 'back' ? view.attentionNote : null
  const set = { attention: 'stuck' as const, attentionNote, advanceAt: null }
  await move(tx, bookingKind, [view as Booking], 'stick', actor, { set: () => set, ring: true })
  return true
}

/** A time that will not come about any more releases whoever held it. One that was booked stands until it begins. */
async function giveUpTimes(tx: Tx, app: CheckingApp, view: BookingView): Promise<boolean> {
  const before = ({ id }: OptionView) => (id === view.optionId ? 0 : GIVE_UP_MS)
  const late = view.options.filter(
    (option) => option.closedAt === null && option.startsAt.getTime() - before(option) <= tx.at.getTime(),
  )
  if (late.length === 0) return false
  for (const option of late) {
    const open = option.offers.filter(({ closedAt }) => closedAt === null)
    const held = open.filter(holdsSeat)
    await close(tx, open, 'released')
    await cancel(tx, open.map(offerKey), actor)
    await enqueue(
      tx,
      held.map((offer) => released(app, view, option, offer)),
    )
  }
  await tx.em.nativeUpdate(BookingOption, { id: { $in: late.map(({ id }) => id) } }, { closedAt: tx.at })
  return true
}

function released(app: CheckingApp, view: BookingView, option: OptionView, offer: OfferView) {
  const text = releaseText(app.settings, spanOf(option), offer.musician.zone)
  return textDelivery(view, 'release', offer.musician, `${offer.id}:late`, { text })
}

/** Who was told 'by 6 PM' hears at 6 PM, also when it is not settled. */
async function tellHolders(tx: Tx, app: CheckingApp, view: BookingView): Promise<boolean> {
  let told = false
  for (const option of openOptions(view, new Date(tx.at.getTime() + GIVE_UP_MS))) {
    for (const offer of option.offers) {
      if (!holdsSeat(offer) || !offer.holdUntil || offer.holdUntil > tx.at) continue
      const until = holdUntil(tx.at, option.startsAt, app.settings.BOOKING_TIMEZONE)
      const seat = { instrument: offer.instrument, time: spanOf(option), zone: offer.musician.zone }
      const text = holdText(app.settings, seat, offer.code, until, tx.at)
      await tx.em.nativeUpdate(BookingMessage, { id: offer.id }, { holdUntil: until })
      await enqueue(tx, [textDelivery(view, 'hold', offer.musician, `${offer.id}:${until.getTime()}`, { text })])
      told = true
    }
  }
  return told
}
