import { defineEntity, p } from '@mikro-orm/core'

export type Answer = 'yes' | 'no' | 'none'

/** Why an offer no longer counts. */
export type OfferEnd = 'booked' | 'filled' | 'released' | 'cancelled' | 'void' | 'stopped' | 'failed' | 'conflict'

const BookingMessageSchema = defineEntity({
  name: 'BookingMessage',
  tableName: 'booking_messages',
  uniques: [
    { properties: ['bookingId', 'optionId', 'instrument', 'musicianId'] },
    { properties: ['musicianId', 'code'] },
  ],
  properties: {
    id: p.uuid().primary(),
    bookingId: p.uuid(),
    musicianId: p.uuid(),
    optionId: p.uuid(),
    /** The place of the time in the ordered plan. */
    option: p.integer(),
    bookingTime: p.datetime(),
    instrument: p.string(),
    /** Answers by SMS: `YES K7Q2`. */
    code: p.string(),
    /** The round it was last asked in, and how often it was asked. */
    round: p.integer(),
    asks: p.integer().default(0),
    queuedAt: p.datetime().strictNullable(),
    sentAt: p.datetime().strictNullable(),
    /** Twilio's id of the text, and how it fared. */
    sid: p.string().strictNullable().index(),
    deliveryStatus: p.string().strictNullable(),
    answer: p.string().$type<Answer>().strictNullable(),
    answeredAt: p.datetime().strictNullable(),
    /** link, sms, or by whose hand. */
    answeredVia: p.string().strictNullable(),
    /** What they wrote that is neither yes nor no, the newest line first; anew after an answer. */
    said: p.text().strictNullable(),
    saidAt: p.datetime().strictNullable(),
    /** A yes was told that it is settled by then. */
    holdUntil: p.datetime().strictNullable(),
    closedAt: p.datetime().strictNullable(),
    closedAs: p.string().$type<OfferEnd>().strictNullable(),
    /** The event in the musician's calendar, while there should be one. */
    eventId: p.string().strictNullable(),
  },
})

/** One offer of one seat at one time to one musician, and the answer: the seed's messages table. */
export class BookingMessage extends BookingMessageSchema.class {}

BookingMessageSchema.setClass(BookingMessage)
