import { defineEntity, p } from '@mikro-orm/core'

/** Whom to ask for one instrument at one time, in order. */
export type OptionQueue = { instrument: string; musicians: string[] }

const BookingOptionSchema = defineEntity({
  name: 'BookingOption',
  tableName: 'booking_options',
  uniques: [{ properties: ['bookingId', 'startsAt', 'endsAt'] }],
  properties: {
    id: p.uuid().primary(),
    bookingId: p.uuid(),
    /** Its place in the plan, from 0; null for a time that is not possible. */
    position: p.integer().strictNullable(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    /** The whole session lies between 10:00 and 18:00 of the studio. */
    inHours: p.boolean(),
    /** Why it is not possible. */
    why: p.text().strictNullable(),
    /** The ordered plan of offers. */
    queue: p.json<OptionQueue[]>(),
    closedAt: p.datetime().strictNullable(),
  },
})

/** One time a session could be, with the plan of whom to ask for it. */
export class BookingOption extends BookingOptionSchema.class {}

BookingOptionSchema.setClass(BookingOption)
