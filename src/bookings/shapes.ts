import { z } from 'zod'
import { type BookingState, bookingFlow } from '#entities/bookings/booking.ts'
import { ref, time } from '#src/web/shapes.ts'

const bookingState = z.enum(Object.keys(bookingFlow) as BookingState[])

const instruments = z.record(z.string(), z.int()).describe('Seats by instrument')
const offerShape = z.strictObject({
  musician: z.strictObject({ id: z.uuid(), name: z.string() }),
  instrument: z.string(),
  code: z.string(),
  sentAt: time.nullable(),
  deliveryStatus: z.string().nullable().describe("Twilio's word: queued, sent, delivered, undelivered, failed"),
  answer: z.enum(['yes', 'no', 'none']).nullable().describe('none: no to all dates'),
  answeredAt: time.nullable(),
  answeredVia: z.string().nullable(),
  closedAs: z.string().nullable(),
})

const optionShape = z.strictObject({
  position: z.int().nullable().describe('Place in the plan; null: not possible'),
  start: time,
  end: time,
  inHours: z.boolean(),
  why: z.string().nullable(),
  booked: z.boolean(),
  plan: z.array(z.strictObject({ instrument: z.string(), musicians: z.array(z.uuid()) })),
  offers: z.array(offerShape),
})

export const bookingShape = z.strictObject({
  ref: ref('B-7'),
  state: bookingState,
  client: z.strictObject({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }),
  instruments,
  times: z.array(z.strictObject({ start: z.string(), end: z.string() })).describe('ISO 8601 with offset'),
  timezone: z.string().describe('IANA'),
  problems: z.array(z.string()),
  attention: z.string().nullable(),
  attentionNote: z.string().nullable(),
  paused: z.boolean(),
  options: z.array(optionShape),
  seats: z.array(z.strictObject({ instrument: z.string(), musicianId: z.uuid().nullable() })),
  lastTextAt: time.nullable(),
  nextTextAt: time.nullable(),
  completedAt: time.nullable(),
  closedReason: z.string().nullable(),
  createdAt: time,
})

export const musicianShape = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  name: z.string(),
  phone: z.string().describe('E.164'),
  instruments: z.array(z.string()),
  calendarId: z.string().nullable(),
  zone: z.string(),
  lastBookingAt: time.nullable(),
  active: z.boolean(),
})
