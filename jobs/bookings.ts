import type { App } from '#src/app.ts'
import { takeStatuses, takeTexts } from '#src/bookings/answers/take-texts.ts'
import { takeClientMails } from '#src/bookings/clients/take-mails.ts'
import { readMails } from '#src/bookings/intake/read-mails.ts'
import { takeLabelled } from '#src/bookings/intake/take-labelled.ts'
import { checkBookings } from '#src/bookings/offers/check-bookings.ts'
import { planBookings } from '#src/bookings/plan/plan-bookings.ts'
import * as names from '#src/bookings/steps.ts'
import { tellToday } from '#src/bookings/today/tell-today.ts'
import type { Settings } from '#src/config.ts'
import { pollLabel } from '#src/mailbox/poll-label.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'bookings'
const minutely = { every: '1 minute', pipeline }

/** Booking mail -> plan -> offers by text -> calendars. */
export function createBookingSteps({ BOOKING_CHECK_EVERY_MIN }: Pick<Settings, 'BOOKING_CHECK_EVERY_MIN'>): Step[] {
  const check = `${BOOKING_CHECK_EVERY_MIN} minutes`
  return [
    defineStep({ name: names.POLL, what: 'Looking for booking mails', ...minutely, alone: true, run: pollBookings }),
    defineStep({ name: names.TAKE_LABELLED, what: 'Taking in booking mails', ...minutely, run: takeLabelled }),
    defineStep({ name: names.READ, what: 'Reading booking mails', ...minutely, run: readMails }),
    defineStep({ name: names.PLAN, what: 'Planning sessions', ...minutely, run: planBookings }),
    defineStep({ name: names.CHECK, what: 'Checking for answers', every: check, pipeline, run: checkBookings }),
    defineStep({ name: names.TAKE_TEXTS, what: 'Reading musicians\u2019 texts', ...minutely, run: takeTexts }),
    defineStep({ name: names.TAKE_MAILS, what: 'Reading clients\u2019 mails', ...minutely, run: takeClientMails }),
    defineStep({
      name: names.TELL_TODAY,
      what: 'Telling the sessions of the day',
      every: '15 minutes',
      pipeline,
      run: tellToday,
    }),
    defineStep({ name: names.TAKE_STATUSES, what: 'Noting which texts arrived', ...minutely, run: takeStatuses }),
  ]
}

function pollBookings(app: App): Promise<number> {
  return pollLabel(app, app.studioGmail ?? app.gmail, app.settings.BOOKING_INBOX_LABEL)
}
