import type { BookingClient, BookingTime } from '#entities/bookings/booking.ts'
import { quote } from '#src/cards/clip.ts'
import type { Telling, ToldMove } from '#src/cards/subject.ts'
import { writeInstruments } from '../write-instruments.ts'
import { writeSession } from '../write-times.ts'
import type { BookingView } from './booking-view.ts'

const noted = ({ note }: ToldMove) => (note ? `${note}.` : null)

/** The history of a booking. */
export const bookingTelling: Telling<BookingView> = {
  steps: {
    plan: 'The calendars were asked and the plan was made.',
    check: 'Dane was asked before anyone was texted.',
    ask: ({ note }) => `${note ?? 'Texts'} went out.`,
    answer: noted,
    receive: ({ note }) => `The client wrote: ${quote(note ?? '')}`,
    hear: ({ note }) => note,
    today: 'It is today.',
    back: noted,
    stick: 'The plan was used up.',
    complete: ({ note }) => `Booked${note ? `: ${note}` : ''}.`,
  },
  fields: {
    instruments: { name: 'instruments', write: (value) => writeInstruments(value as Record<string, number>) },
    times: { name: 'times', write: (value, { zone }) => writeTimes(value as BookingTime[], zone) },
    client: { name: 'client', write: (value) => writeClient(value as BookingClient) },
  },
}

function writeTimes(times: BookingTime[], zone: string): string {
  const spans = times.map(({ start, end }) => writeSession({ start: new Date(start), end: new Date(end) }, zone))
  return spans.join('; ') || 'nothing'
}

function writeClient({ name, email, phone }: BookingClient): string {
  return [name, email, phone].filter(Boolean).join(', ') || 'nothing'
}
