import { writeRef } from '#src/cards/ref.ts'
import type { BookingView } from '../card/booking-view.ts'
import { bookingKind } from '../kinds.ts'
import { readTimesField } from '../read-fields.ts'
import { CHECK, PLAN } from '../steps.ts'
import { type BookingVerb, fresh, isChecking, isOffering, isReading, isStuck, settled } from './verb.ts'

const goesOn = (view: BookingView) => (view.state === 'new' || isOffering(view)) && !isStuck(view) && !isReading(view)

export const pause: BookingVerb = {
  label: 'Pause',
  past: 'paused',
  offered: (view) => goesOn(view) && !view.paused,
  effect: () => ({ set: { paused: true }, tell: 'Paused. No new texts leave; answers still count.' }),
}

export const resume: BookingVerb = {
  label: 'Resume',
  past: 'resumed',
  style: 'primary',
  offered: (view) => goesOn(view) && view.paused,
  effect({ tx }) {
    tx.ring(CHECK)
    return { set: { paused: false }, tell: 'I go on.' }
  },
}

export const seen: BookingVerb = {
  label: 'Seen',
  past: 'saw',
  offered: ({ attention }) => attention === 'back' || attention === 'words',
  effect: () => ({ set: settled, tell: 'All right.' }),
}

export const again: BookingVerb = {
  label: 'Ask again',
  past: 'asked again for',
  offered: (view) => ((isChecking(view) || isStuck(view)) && 'first') || (isOffering(view) && 'quiet'),
  effect({ tx, view }) {
    tx.ring(PLAN)
    return { set: { ...fresh, round: view.round + 1 }, tell: 'I ask again who has not answered, and who is new.' }
  },
}

export const other: BookingVerb = {
  label: 'Other time',
  past: 'added a time to',
  offered: (view) => isChecking(view) || isOffering(view),
  form: (view, { settings }) => ({
    title: `Other time for ${writeRef(bookingKind, view)}`,
    submit: 'Add',
    fields: [
      {
        name: 'time',
        label: 'When',
        kind: 'text',
        hint: `Such as Tue Feb 17, 2026, 2-4 PM. Studio time (${settings.BOOKING_TIMEZONE}).`,
      },
    ],
  }),
  async effect({ tx, app, view, answers }) {
    const added = await readTimesField(answers.time ?? '', 'time', app.settings.BOOKING_TIMEZONE, tx.at)
    const known = new Set(view.times.map(({ start }) => Date.parse(start)))
    const times = [...view.times, ...added.filter(({ start }) => !known.has(Date.parse(start)))]
    tx.ring(PLAN)
    return { set: { ...fresh, times }, edited: true, tell: 'Added. I ask the calendars, then the musicians.' }
  },
}
