import { defineEntity, p } from '@mikro-orm/core'

const BookingSeatSchema = defineEntity({
  name: 'BookingSeat',
  tableName: 'booking_seats',
  uniques: [{ properties: ['bookingId', 'position'] }],
  properties: {
    id: p.uuid().primary(),
    bookingId: p.uuid(),
    position: p.integer(),
    instrument: p.string(),
    /** Who plays it, once the booking is completed. */
    musicianId: p.uuid().strictNullable(),
  },
})

/** One chair of a session: two violins are two seats. */
export class BookingSeat extends BookingSeatSchema.class {}

BookingSeatSchema.setClass(BookingSeat)
