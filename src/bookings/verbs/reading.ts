import type { Field } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import { Refusal } from '#src/errors.ts'
import type { BookingView } from '../card/booking-view.ts'
import { seatRows } from '../completion/seat-rows.ts'
import { bookingKind } from '../kinds.ts'
import { readInstrumentsField, readTimesField } from '../read-fields.ts'
import { PLAN } from '../steps.ts'
import { writeInstruments } from '../write-instruments.ts'
import { writeForForm } from '../write-times.ts'
import { type BookingVerb, fresh, isChecking, isReading } from './verb.ts'

const PASSED = 'That time has passed. Edit it, or add another time.'

/** The one time that was read was over when the mail came. */
function isPast({ problems, times }: BookingView): boolean {
  return problems.includes('past_date') && times.length === 1
}

/** Only without readings to choose from may it be taken as it was read. */
export const accept: BookingVerb = {
  label: 'It is right',
  past: 'accepted',
  offered(view) {
    const { choices, instruments, times } = view
    const isWhole = Object.keys(instruments).length > 0 && times.length > 0
    return isReading(view) && isWhole && (choices.length > 0 || isPast(view) ? 'quiet' : 'first')
  },
  effect({ tx, view }) {
    if (view.times.every(({ start }) => new Date(start) <= tx.at)) throw new Refusal(PASSED)
    tx.ring(PLAN)
    return { set: fresh, tell: 'All right. I ask the calendars, then the musicians.' }
  },
}

/** Story B1: one tap for each reading. */
export const choose: BookingVerb = {
  label: 'Choose',
  past: 'chose a time for',
  style: 'primary',
  offered: (view) => isReading(view) && view.choices.map(({ label }, at) => ({ arg: String(at), label })),
  effect({ tx, view, arg }) {
    const choice = view.choices[Number(arg)]
    if (!choice) throw new Refusal('That reading is gone. Look at the card as it is now.')
    if (choice.times.every(({ start }) => new Date(start) <= tx.at)) throw new Refusal(PASSED)
    tx.ring(PLAN)
    return { set: { ...fresh, times: choice.times }, edited: true, tell: `${choice.label}, then. The texts go out.` }
  },
}

export const edit: BookingVerb = {
  label: 'Edit',
  past: 'edited',
  offered(view) {
    if (isReading(view)) return isPast(view) && view.choices.length === 0 ? 'first' : true
    return isChecking(view) && view.attention !== 'stuck'
  },
  form: (view, { settings }) => ({
    title: `Edit ${writeRef(bookingKind, view)}`,
    submit: 'Save',
    fields: fieldsOf(view, settings.BOOKING_TIMEZONE),
  }),
  async effect({ tx, app, view, answers }) {
    const instruments = readInstrumentsField(answers.instruments ?? '')
    const times = await readTimesField(answers.times ?? '', 'times', app.settings.BOOKING_TIMEZONE, tx.at)
    const client = {
      name: answers.name?.trim() || null,
      email: answers.email?.trim() || null,
      phone: answers.phone?.trim() || null,
    }
    await seatRows(tx, view.id, instruments)
    tx.ring(PLAN)
    return { set: { ...fresh, instruments, times, client }, edited: true, tell: 'Saved. The texts go out.' }
  },
}

function fieldsOf({ client, instruments, times }: BookingView, zone: string): Field[] {
  const spans = times.map(({ start, end }) => writeForForm({ start: new Date(start), end: new Date(end) }, zone))
  const filled = (value: string | null) => (value ? { value } : {})
  return [
    {
      name: 'instruments',
      label: 'Instruments',
      kind: 'text',
      value: writeInstruments(instruments),
      hint: '2 violins, cello',
    },
    {
      name: 'times',
      label: 'Times',
      kind: 'long',
      value: spans.join('\n'),
      hint: `One a line, studio time (${zone}).`,
    },
    { name: 'name', label: 'Client', kind: 'text', optional: true, ...filled(client.name) },
    { name: 'email', label: 'E-mail', kind: 'text', optional: true, ...filled(client.email) },
    { name: 'phone', label: 'Phone', kind: 'text', optional: true, ...filled(client.phone) },
  ]
}

export const call: BookingVerb = {
  label: 'Call client',
  past: 'called about',
  offered(view) {
    if (!view.client.phone || view.state === 'cancelled') return false
    return isReading(view) || 'quiet'
  },
  effect: ({ view }) => ({ tell: `${view.client.name ?? 'The client'}: ${view.client.phone ?? 'no phone number'}` }),
}
