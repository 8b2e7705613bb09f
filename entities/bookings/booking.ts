import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns, recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

/** What may happen while musicians are found: an answer comes, a text leaves, Dane looks at it. */
const always = ['answer', 'hear', 'receive', 'reply', 'noted', 'seen', 'call', 'pause', 'resume', 'assign'] as const

function stay<S extends string>(state: S): Record<(typeof always)[number], S> {
  return Object.fromEntries(always.map((verb) => [verb, state])) as Record<(typeof always)[number], S>
}

export const bookingFlow = {
  /** Read and clear, or decided by Dane: the calendars are asked next. */
  new: { ...stay('new'), plan: 'offering', check: 'checking', complete: 'completed', cancel: 'cancelled' },
  /** Dane is asked before anyone is texted. */
  checking: {
    ...stay('checking'),
    /** The reading is right as it is. */
    accept: 'new',
    /** One of the readings on offer. */
    choose: 'new',
    edit: 'new',
    again: 'new',
    other: 'new',
    complete: 'completed',
    cancel: 'cancelled',
  },
  offering: {
    ...stay('offering'),
    /** The next texts of the plan. */
    ask: 'offering',
    stick: 'offering',
    again: 'new',
    other: 'new',
    complete: 'completed',
    cancel: 'cancelled',
  },
  completed: {
    ...{ hear: 'completed', receive: 'completed', reply: 'completed', noted: 'completed', today: 'completed' },
    seen: 'completed',
    call: 'completed',
    back: 'offering',
    cancel: 'cancelled',
  },
  cancelled: { receive: 'cancelled', reply: 'cancelled', noted: 'cancelled' },
} as const

export type BookingState = StateOf<typeof bookingFlow>

/**
 * Why Dane is needed now: the reading is doubtful, no time is possible, the plan is used up, someone stepped back, a
 * musician wrote what is neither yes nor no.
 */
export type BookingAttention = 'reading' | 'impossible' | 'stuck' | 'back' | 'words'

export type BookingClient = { name: string | null; email: string | null; phone: string | null }

/** ISO 8601 with offset. */
export type BookingTime = { start: string; end: string }

/** A reading on offer: one tap takes its times. */
export type BookingChoice = { label: string; times: BookingTime[] }

const BookingSchema = defineEntity({
  name: 'Booking',
  tableName: 'bookings',
  properties: {
    ...recordColumns('bookings_number'),
    state: p.enum(Object.keys(bookingFlow) as BookingState[]),
    /** The item of the inbox it came from, which is pruned. */
    inboxId: p.uuid().unique(),
    /** The mail as the inbox kept it; null where it was gone before bookings kept theirs. */
    mail: p.text().strictNullable(),
    subjectLine: p.text(),
    client: p.json<BookingClient>(),
    /** As many seats as instruments: `{ violin: 2, cello: 1 }`. Not jsonb, which would not keep their order. */
    instruments: p.json<Record<string, number>>().columnType('json'),
    /** What the client can do. */
    times: p.json<BookingTime[]>(),
    /** The client's zone. */
    zone: p.string(),
    problems: p.array(),
    /** The problems in words, in the same order as far as they have words. */
    sentences: p.array(),
    choices: p.json<BookingChoice[]>(),
    attention: p.string().$type<BookingAttention>().strictNullable(),
    attentionNote: p.text().strictNullable(),
    paused: p.boolean().default(false),
    /** Goes up when Dane asks again: who was silent may be asked anew. */
    round: p.integer().default(1),
    /** When our last text of it left. */
    lastTextAt: p.datetime().strictNullable(),
    /** The next texts need not wait from here on: someone stepped back, or a text could not be delivered. */
    advanceAt: p.datetime().strictNullable(),
    /** The option that won. */
    optionId: p.uuid().strictNullable(),
    completedAt: p.datetime().strictNullable(),
    /** How often it was completed: a part of the event ids. */
    completions: p.integer().default(0),
    /** The session in the studio's calendar, while there should be one. */
    studioEventId: p.string().strictNullable(),
    clientToldAt: p.datetime().strictNullable(),
    /** What the client wrote and nobody has answered yet. */
    clientWords: p.text().strictNullable(),
    /** The Gmail thread of our mails to them, and its Message-IDs, oldest first. */
    clientThreadId: p.string().strictNullable(),
    clientMessageIds: p.array(),
    /** Gmail keeps an answer in its thread only under the thread's subject. */
    clientSubject: p.text().strictNullable(),
    /** When Dane was reminded of the session on its morning. */
    todayToldAt: p.datetime().strictNullable(),
    closedReason: p.text().strictNullable(),
    /** What calendars could not be read when it was planned, in words. */
    warnings: p.array(),
    ...claimColumns,
  },
})

/** One studio session a client asked for. */
export class Booking extends BookingSchema.class {}

BookingSchema.setClass(Booking)
