import type { Booking, BookingState } from '#entities/bookings/booking.ts'
import { defineSubject, type Offer } from '#src/cards/subject.ts'
import { bookingKind } from '../kinds.ts'
import { bookingActs } from './booking-acts.ts'
import { bookingCard, nextOfBooking } from './booking-card.ts'
import { bookingForm } from './booking-forms.ts'
import { type BookingView, loadBookings } from './booking-view.ts'

/** A booking, as Dane decides about it. */
export const bookingSubject = defineSubject<Booking, BookingView>({
  kind: bookingKind,
  load: loadBookings,
  card: bookingCard,
  next: nextOfBooking,
  offers,
  verbs: {
    accept: { label: 'It is right', past: 'accepted', style: 'primary' },
    choose: { label: 'Choose', past: 'chose a time for', style: 'primary' },
    edit: { label: 'Edit', past: 'edited' },
    call: { label: 'Call client', past: 'called about' },
    pause: { label: 'Pause', past: 'paused' },
    resume: { label: 'Resume', past: 'resumed', style: 'primary' },
    assign: { label: 'Assign', past: 'assigned a seat of' },
    other: { label: 'Other time', past: 'added a time to' },
    again: { label: 'Ask again', past: 'asked again for', style: 'primary' },
    seen: { label: 'Seen', past: 'saw' },
    cancel: { label: 'Give up', past: 'gave up', style: 'danger' },
  },
  ask: (view, verb, { settings }) => bookingForm(view, verb, settings),
  act: bookingActs,
  mayPress: ({ role }) => role === 'admin' || role === 'booker',
})

/** The verbs depend on the state and on why Dane is needed now. */
function offers(view: BookingView): Offer[] {
  return view.attention === 'reading' ? forReading(view) : forState(view)
}

/** Story B1: one tap for each reading; only without such readings may it be taken as it was read. */
function forReading({ choices, instruments, times, client }: BookingView): Offer[] {
  const isWhole = Object.keys(instruments).length > 0 && times.length > 0
  return [
    ...choices.map(({ label }, at) => ({ verb: 'choose', arg: String(at), label })),
    ...(isWhole ? [{ verb: 'accept', ...(choices.length > 0 && { quiet: true }) }] : []),
    { verb: 'edit' },
    ...(client.phone ? [{ verb: 'call' }] : []),
    { verb: 'cancel' },
  ]
}

const verbs: Record<BookingState, string[]> = {
  new: ['pause', 'cancel'],
  checking: ['again', 'other', 'assign', 'edit', 'cancel'],
  offering: ['pause', 'assign', 'other', 'cancel'],
  completed: ['cancel'],
  cancelled: [],
}

function forState(view: BookingView): Offer[] {
  const { state, attention, paused, client } = view
  const stuck = attention === 'stuck' ? ['again', 'other', 'assign', 'cancel'] : verbs[state]
  const named = stuck.map((verb) => (verb === 'pause' && paused ? 'resume' : verb))
  return [
    ...(attention === 'back' ? [{ verb: 'seen' }] : []),
    ...named.map((verb) => ({ verb, ...(state === 'completed' && verb === 'cancel' && { label: 'Cancel session' }) })),
    ...(state === 'offering' && attention !== 'stuck' ? [{ verb: 'again', quiet: true }] : []),
    ...(client.phone && state !== 'cancelled' ? [{ verb: 'call', quiet: true }] : []),
  ]
}
