import type { Booking } from '#entities/bookings/booking.ts'
import type { Verb } from '#src/cards/verb.ts'
import type { BookingView } from '../card/booking-view.ts'

export type BookingVerb = Verb<Booking, BookingView>

/** What Dane was asked is answered. */
export const settled = { attention: null, attentionNote: null } as const

/** Planned anew from here. */
export const fresh = { ...settled, paused: false, attempts: 0, nextTryAt: null, lastError: null }

/** His answer is waited for before anyone is texted. */
export const isReading = ({ attention }: BookingView) => attention === 'reading'

/** Musicians are being found. */
export const isOffering = (view: BookingView) => view.state === 'offering' && !isReading(view)
export const isStuck = ({ attention }: BookingView) => attention === 'stuck'
/** No time was possible. */
export const isChecking = (view: BookingView) => view.state === 'checking' && !isReading(view)
