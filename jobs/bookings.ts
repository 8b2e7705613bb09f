import { checkBookings } from '#src/bookings/check-bookings.ts'
import { planBookings } from '#src/bookings/plan-bookings.ts'
import { pollLabel } from '#src/bookings/poll-label.ts'
import { readMails } from '#src/bookings/read-mails.ts'
import * as names from '#src/bookings/steps.ts'
import { takeTexts } from '#src/bookings/take-texts.ts'
import type { Settings } from '#src/config.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'bookings'

/** Booking mail -> plan -> offers by text -> calendars. */
export function createBookingSteps({ BOOKING_CHECK_EVERY_MIN }: Pick<Settings, 'BOOKING_CHECK_EVERY_MIN'>): Step[] {
  const check = `${BOOKING_CHECK_EVERY_MIN} minutes`
  return [
    defineStep({ name: names.POLL, every: '1 minute', pipeline, alone: true, run: pollLabel }),
    defineStep({ name: names.READ, every: '1 minute', pipeline, run: readMails }),
    defineStep({ name: names.PLAN, every: '1 minute', pipeline, run: planBookings }),
    defineStep({ name: names.CHECK, every: check, pipeline, run: checkBookings }),
    defineStep({ name: names.TAKE_TEXTS, every: '1 minute', pipeline, run: takeTexts }),
  ]
}
