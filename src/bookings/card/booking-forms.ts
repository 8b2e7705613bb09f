import type { Field, Form } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { bookingKind } from '../kinds.ts'
import { openSeats } from '../offers/next-offers.ts'
import { askedOf, spanOf } from '../offers/standing.ts'
import { writeSession } from '../write-times.ts'
import { writeInstruments } from './booking-card.ts'
import type { BookingView, OptionView } from './booking-view.ts'

const MOST_CHOICES = 25

/** What a verb asks before it acts. */
export function bookingForm(view: BookingView, verb: string, settings: Settings): Form | null {
  const ref = writeRef(bookingKind, view)
  const zone = settings.BOOKING_TIMEZONE
  if (verb === 'edit') return { title: `Edit ${ref}`, submit: 'Save', fields: editFields(view, zone) }
  if (verb === 'other') return { title: `Other time for ${ref}`, submit: 'Add', fields: [timeField(zone)] }
  if (verb === 'assign') return { title: `Assign a seat of ${ref}`, submit: 'Assign', fields: assignFields(view, zone) }
  if (verb === 'cancel') {
    const reason: Field = { name: 'reason', label: 'Why', kind: 'text', optional: true, hint: 'For the record.' }
    const title = view.state === 'completed' ? `Cancel the session ${ref}` : `Give up ${ref}`
    return { title, submit: view.state === 'completed' ? 'Cancel it' : 'Give up', fields: [reason] }
  }
  return null
}

function timeField(zone: string): Field {
  return { name: 'time', label: 'When', kind: 'text', hint: `Such as Tue Feb 17, 2026, 2-4 PM. Studio time (${zone}).` }
}

function editFields({ client, instruments, times }: BookingView, zone: string): Field[] {
  const spans = times.map(({ start, end }) => writeForForm({ start: new Date(start), end: new Date(end) }, zone))
  return [
    {
      name: 'instruments',
      label: 'Instruments',
      kind: 'text',
      value: writeInstruments(instruments),
      hint: '2 violin, cello',
    },
    {
      name: 'times',
      label: 'Times',
      kind: 'long',
      value: spans.join('\n'),
      hint: `One a line, studio time (${zone}).`,
    },
    { name: 'name', label: 'Client', kind: 'text', optional: true, ...(client.name && { value: client.name }) },
    { name: 'email', label: 'E-mail', kind: 'text', optional: true, ...(client.email && { value: client.email }) },
    { name: 'phone', label: 'Phone', kind: 'text', optional: true, ...(client.phone && { value: client.phone }) },
  ]
}

/** With the year, as the reader wants it: `Tuesday, January 14, 2026, 3:00 PM - 5:00 PM`. */
function writeForForm({ start, end }: { start: Date; end: Date }, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'full' }).format(start)
  const clock = (at: Date) =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeStyle: 'short' }).format(at).replace(/\u202f/g, ' ')
  return `${day}, ${clock(start)} - ${clock(end)}`
}

function assignFields(view: BookingView, zone: string): Field[] {
  const seats = openSeatsOf(view).slice(0, MOST_CHOICES)
  const seat: Field = {
    name: 'seat',
    label: 'Seat',
    kind: 'choice',
    choices: seats.map(({ option, instrument }) => ({
      value: seatValue(view, option, instrument),
      label: `${instrument}, ${writeSession(spanOf(option), zone)}`,
    })),
    ...(seats[0] && { value: seatValue(view, seats[0].option, seats[0].instrument) }),
  }
  const people = view.bench.map(({ number, name, instruments }) => ({
    value: `M-${number}`,
    label: `${name} (${instruments.join(', ')})`,
  }))
  const who: Field =
    people.length <= MOST_CHOICES && people.length > 0
      ? { name: 'musician', label: 'Musician', kind: 'choice', choices: people }
      : { name: 'musician', label: 'Musician', kind: 'text', hint: 'A name, or a number such as M-3.' }
  return [seat, who]
}

/** Chairs without a yes, at every time that is still open. */
export function openSeatsOf(view: BookingView): { option: OptionView; instrument: string }[] {
  return view.options
    .filter(({ closedAt }) => closedAt === null)
    .flatMap((option) => {
      const offers = option.offers.map(askedOf)
      const names = Object.keys(view.instruments).filter((name) => openSeats(view.instruments, offers, name) > 0)
      return names.map((instrument) => ({ option, instrument }))
    })
}

export function seatValue({ options }: BookingView, option: OptionView, instrument: string): string {
  return `${options.indexOf(option)}:${instrument}`
}
